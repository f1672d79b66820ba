"""Portraits the desk has itself: taken from a reviewed scene photo of somebody who agrees that his face is compared.

The register's own portraits are not touched. When the agreement is taken back the picture goes at once.
"""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from storage import files
from storage.files import StoredFile
from storage.register.people import Person

ENROLLED = "enrolled"
"""The kind of the files that are such portraits."""


def enrol(session: Session, person: Person, file_id: UUID, *, now: datetime) -> bool:
    """Keep a reviewed photo as this person's portrait. False if he has one, or the photo is no longer kept."""
    photo = files.read(session, file_id)
    if person.portrait_id is not None or photo is None:
        return False
    person.portrait_id = files.keep(
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


def forget(session: Session, person: Person) -> None:
    """Drop a portrait that the desk took itself; one of the register stays."""
    kept = session.get(StoredFile, person.portrait_id) if person.portrait_id else None
    if kept is not None and kept.kind == ENROLLED:
        files.drop(session, kept.id)
        person.portrait_id = None
        session.add(person)
        session.flush()
