"""Notices: the card behind each piece of news, made when it leaves, of what is true then, in the reader's language."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot.card import Card
from bot.texts import Texts


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads a notice; staff need not be registered. by_sms: no buttons, no markup, and few words.

    For a group, nobody in particular: now: when it leaves; home: the link to the queue in the private chat.
    """

    person_id: UUID | None
    texts: Texts
    by_sms: bool = False
    now: datetime | None = None
    home: str = ""


Notification = Callable[[Session, UUID, Reader], Card | None]


def merge(*parts: Mapping[str, Notification]) -> dict[str, Notification]:
    """Put the notices of every noun together. Raises ValueError for a key given twice."""
    together: dict[str, Notification] = {}
    for part in parts:
        twice = together.keys() & part.keys()
        if twice:
            raise ValueError(f"notices given twice: {sorted(twice)}")
        together.update(part)
    return together
