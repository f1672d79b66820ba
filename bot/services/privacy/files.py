"""Personal data: the files stored for a person, in the export and in the deletion."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.services.privacy import words
from bot.services.privacy.keeper import Keeper
from storage import files
from storage.register.people import Person

EXPORT = "export"  # The kind of the files that hold an export of personal data.


def export(session: Session, person: Person) -> dict[str, Any]:
    """Return which files are kept, without their contents."""
    return {
        "files": [
            {
                "kind": words.file_kind(file.kind),
                "name": file.name,
                "kept_since": file.created_at.isoformat(),
                "deleted_at": file.delete_at.isoformat() if file.delete_at else None,
            }
            for file in files.of_person(session, person.id)
            if file.kind != EXPORT
        ]
    }


def erase(session: Session, person: Person, now: datetime) -> None:
    """Delete every file but the portrait of the official register."""
    for file in files.of_person(session, person.id):
        if not (person.registered and file.id == person.portrait_id):
            files.delete_file(session, file.id)


def drop_exports(session: Session, person: Person) -> None:
    """Delete earlier exports; only the newest is kept."""
    for file in files.of_person(session, person.id):
        if file.kind == EXPORT:
            files.delete_file(session, file.id)


KEEPER = Keeper(export, erase)
