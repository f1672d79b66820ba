"""Enrolled portraits: reference pictures for face checks, taken from reviewed photos of people who agreed to them.

Portraits of the official register are not changed here.
"""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from storage import files
from storage.files import StoredFile
from storage.register.people import Person

ENROLLED = "enrolled"  # The kind of the files that hold enrolled portraits.


def enrol(session: Session, person: Person, file_id: UUID, *, now: datetime) -> bool:
    """Keep a reviewed photo as this person's portrait. False if they have one, or the photo was deleted."""
    photo = files.read(session, file_id)
    if person.portrait_id is not None or photo is None:
        return False
    person.portrait_id = files.store(
        session,
        photo.content,
        kind=ENROLLED,
        name="portrait.jpg",
        media_type=photo.media_type,
        at=now,
        person_id=person.id,
    )
    session.add(person)
    return True


def delete(session: Session, person: Person) -> None:
    """Delete an enrolled portrait; one of the official register stays."""
    kept = session.get(StoredFile, person.portrait_id) if person.portrait_id else None
    if kept is not None and kept.kind == ENROLLED:
        files.delete_file(session, kept.id)
        person.portrait_id = None
        session.add(person)
        session.flush()
