"""The dated rules in force: the stored value of that day, or the catalogue's default.

A stored value stands above the default from its first moment to its last; what a text
may say, and what holds where nothing is stored, is in `rule_table`.
"""

from datetime import datetime

from sqlmodel import Session

from bot.services.rules import catalogue
from bot.services.rules.names import RuleName
from storage.staff import rules as store


def number(session: Session, name: RuleName, *, at: datetime) -> int:
    """Return the number in force at this moment, in the rule's unit. Raises TypeError for a rule of another kind."""
    return catalogue.number(name, store.in_force(session, name, at=at))


def switch(session: Session, name: RuleName, *, at: datetime) -> bool:
    """Say whether the switch is on at this moment. Raises TypeError for a rule of another kind."""
    return catalogue.switch(name, store.in_force(session, name, at=at))


def days(session: Session, name: RuleName, *, at: datetime) -> tuple[int, ...]:
    """Return the list of days in force, in the order written. Raises TypeError for a rule of another kind."""
    return catalogue.days(name, store.in_force(session, name, at=at))


def text(session: Session, name: RuleName, *, at: datetime) -> str:
    """Return the choice or the words in force. Raises TypeError for a rule of another kind."""
    return catalogue.words(name, store.in_force(session, name, at=at))
