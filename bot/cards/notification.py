"""Notifications: each is stored as a key and a subject, and turned into a card when it is delivered.

The card is made of what is true at that time, in the recipient's language.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from sqlmodel import Session, SQLModel

from bot.card import Card
from bot.texts import Texts


@dataclass(frozen=True, slots=True)
class Reader:
    """The recipient of a notification. by_sms: no buttons, no markup, few words.

    person_id is None for staff who are not registered, and for a group. now is the time of delivery. home: for a group,
    the link to the queue in the private chat.
    """

    person_id: UUID | None
    texts: Texts
    by_sms: bool = False
    now: datetime | None = None
    home: str = ""


Notification = Callable[[Session, UUID, Reader], Card | None]
Row = TypeVar("Row", bound=SQLModel)


@dataclass(frozen=True, slots=True)
class NotificationDefinition:
    """A notification: its stored name, which must never change, and the function that makes its card."""

    name: str
    card: Notification


def notification(name: str) -> Callable[[Notification], NotificationDefinition]:
    """Declare a notification. Its function is given the id of the subject."""
    return lambda card: NotificationDefinition(name, card)


def notification_about(
    name: str, model: type[Row]
) -> Callable[[Callable[[Session, Row, Reader], Card | None]], NotificationDefinition]:
    """Declare a notification about a row of this model; it is not sent if the row is gone."""

    def declare(card: Callable[[Session, Row, Reader], Card | None]) -> NotificationDefinition:
        def load_and_make(session: Session, subject: UUID, reader: Reader) -> Card | None:
            row = session.get(model, subject)
            return card(session, row, reader) if row is not None else None

        return NotificationDefinition(name, load_and_make)

    return declare
