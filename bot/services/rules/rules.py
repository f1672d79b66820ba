"""The values of dated rules in force: the value stored for that moment, or the catalogue's default."""

from datetime import datetime

from sqlmodel import Session

from bot.services.rules import catalogue
from bot.services.rules.names import RuleName
from storage.staff import rules as store


def number(session: Session, name: RuleName, *, at: datetime) -> int:
    """Return the number in force at this moment, in the rule's unit. Raises TypeError for a rule of another kind."""
    return catalogue.number(name, store.in_force(session, name, at=at))


def numbers(session: Session, *names: RuleName, at: datetime) -> dict[str, int]:
    """Return the values of these rules, by the rule's stored name, as texts use them."""
    return {name.value: number(session, name, at=at) for name in names}


def switch(session: Session, name: RuleName, *, at: datetime) -> bool:
    """Return whether the switch is on at this moment. Raises TypeError for a rule of another kind."""
    return catalogue.switch(name, store.in_force(session, name, at=at))


def days(session: Session, name: RuleName, *, at: datetime) -> tuple[int, ...]:
    """Return the list of days in force, in the order given. Raises TypeError for a rule of another kind."""
    return catalogue.days(name, store.in_force(session, name, at=at))


def words(session: Session, name: RuleName, *, at: datetime) -> str:
    """Return the choice or the words in force. Raises TypeError for a rule of another kind."""
    return catalogue.words(name, store.in_force(session, name, at=at))
