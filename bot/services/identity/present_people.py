"""Locking the person who acts, who may have become one with another row, or be deleted, in the same instant."""

from uuid import UUID

from sqlmodel import Session

from bot.errors import StaleButton
from storage import database
from storage.register.people import Person


def lock(session: Session, person_id: UUID) -> Person:
    """Return a person who acts, locked, as they are now.

    Raises StaleButton if nothing is left of the row: their account is another person's since, and asked again it acts
    for that one.
    """
    person = database.lock_row(session, Person, person_id)
    if person is None or not (person.name or person.id_number):
        raise StaleButton
    return person
