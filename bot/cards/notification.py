"""Notifications: each is stored as a key and a subject, and turned into a card when it is delivered.

The card is made of what is true at that time, in the recipient's language.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot.card import Card
from bot.texts import Texts


@dataclass(frozen=True, slots=True)
class Reader:
    """The recipient of a notification. by_sms: no buttons, no markup, few words.

    person_id is None for staff who are not registered, and for a group. For a group, now is the time of delivery, and
    home the link to the queue in the private chat.
    """

    person_id: UUID | None
    texts: Texts
    by_sms: bool = False
    now: datetime | None = None
    home: str = ""


Notification = Callable[[Session, UUID, Reader], Card | None]
