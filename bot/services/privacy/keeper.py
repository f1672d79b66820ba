"""The interface of the modules that export and erase the personal data of one domain."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.errors import Refusal
from storage.register.people import Person


def erase_nothing(session: Session, person: Person, now: datetime) -> None:
    """Change nothing: the rows are records that stay, or belong to the official register."""


def _no_obstacles(session: Session, person: Person, now: datetime) -> list[Refusal]:
    return []


@dataclass(frozen=True)
class Keeper:
    """How one domain answers to requests about personal data.

    export: returns JSON values by key; keys are unique over all keepers. erase: deletes what need not stay as a
    record, and ends what must not go on without the person; no keeper relies on another having run before.
    obstacles: returns why the account cannot be deleted now, for example a payment under way.
    """

    export: Callable[[Session, Person], dict[str, Any]]
    erase: Callable[[Session, Person, datetime], None] = erase_nothing
    obstacles: Callable[[Session, Person, datetime], list[Refusal]] = _no_obstacles
