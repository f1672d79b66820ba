"""What the desk keeps of a person's files: told to him by kind and day, and dropped when he goes."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from storage import files
from storage.register.people import Person

EXPORT = "export"
"""The kind of the files in which people get what the desk keeps of them."""


def export(session: Session, person: Person) -> dict[str, Any]:
    """Return which files are kept, not what is in them."""
    kept = [file for file in files.of_person(session, person.id) if file.kind != EXPORT]
    return {
        "files": [
            {
                "kind": file.kind,
                "name": file.name,
                "kept_since": file.created_at.isoformat(),
                "deleted_at": file.delete_at.isoformat() if file.delete_at else None,
            }
            for file in kept
        ]
    }


def forget(session: Session, person: Person, now: datetime) -> None:
    """Drop every file of this person; the portrait of the official register is the register's."""
    for file in files.of_person(session, person.id):
        if not (person.registered and file.id == person.portrait_id):
            files.drop(session, file.id)


def drop_exports(session: Session, person: Person) -> None:
    """Drop what was exported before: one copy of it all is enough."""
    for file in files.of_person(session, person.id):
        if file.kind == EXPORT:
            files.drop(session, file.id)
