"""Notifications about one's identity."""

from sqlmodel import Session

from bot.card import Card
from bot.cards.navigation import go
from bot.cards.notification import Reader, notification_about
from storage.register import people
from storage.register.people import Person


@notification_about("identity.contested", Person)
def contested(session: Session, person: Person, reader: Reader) -> Card | None:
    """To who has declared an ID number that somebody else holds now: their own identity has to be verified."""
    if not people.is_contested(session, person):
        return None
    return Card(reader.texts("identity-contested"), ((go("identity", reader.texts), go("privacy", reader.texts)),))
