"""The rules as people read them: by topic, with the current value, its end, and future values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlmodel import Session

from bot import local_time, profile
from bot.profile import Journey
from bot.services.rules import catalogue
from bot.services.rules.definitions import RuleProblem, RuleValue
from bot.services.rules.names import RuleName
from storage.staff import rules as store
from storage.staff.rules import DatedRule


class RuleTopic(StrEnum):
    """A topic of rules, shown as one page."""

    FILING = "filing"
    CODES = "codes"
    REVIEW = "review"
    VIOLATIONS = "violations"
    PAYMENT = "payment"
    CERTIFICATES = "certificates"
    DESK = "desk"


_FIRST_OF: Mapping[RuleTopic, RuleName] = {
    RuleTopic.FILING: RuleName.REGISTRATION_AGE,
    RuleTopic.CODES: RuleName.QR_MINUTES,
    RuleTopic.REVIEW: RuleName.REVIEW_WORKING_DAYS,
    RuleTopic.VIOLATIONS: RuleName.FINE_LIMIT_FEN,
    RuleTopic.PAYMENT: RuleName.PAY_WITHIN_DAYS,
    RuleTopic.CERTIFICATES: RuleName.EXEMPT_CALENDAR,
    RuleTopic.DESK: RuleName.SESSION_MINUTES,
}
# Topics that are about one journey alone, which the desk may leave out.
_JOURNEYS: Mapping[RuleTopic, Journey] = {
    RuleTopic.VIOLATIONS: Journey.VIOLATIONS,
    RuleTopic.PAYMENT: Journey.VIOLATIONS,
    RuleTopic.CERTIFICATES: Journey.CERTIFICATES,
}


@dataclass(frozen=True)
class CurrentRule:
    """The current value of a rule. until None: until further notice; coming: future values, the next one first."""

    name: RuleName
    value: RuleValue
    until: datetime | None
    coming: tuple[DatedRule, ...]


def is_offered(topic: RuleTopic) -> bool:
    """Return whether a topic is about what the desk offers."""
    return topic not in _JOURNEYS or profile.offers(_JOURNEYS[topic])


def require_offered(topic: RuleTopic) -> None:
    """Check that a topic is about what the desk offers. Raises NotOffered."""
    if topic in _JOURNEYS:
        profile.require(_JOURNEYS[topic])


def of_topic(topic: RuleTopic) -> tuple[RuleName, ...]:
    """Return the rules of a topic. `RuleName` lists the names in the order of the topics."""
    names = list(RuleName)
    starts = sorted(names.index(first) for first in _FIRST_OF.values())
    start = names.index(_FIRST_OF[topic])
    later = [one for one in starts if one > start]
    return tuple(names[start : later[0] if later else len(names)])


def page(session: Session, topic: RuleTopic, *, at: datetime) -> list[CurrentRule]:
    """Return the rules of a topic as they are at this moment."""
    rows = store.current_and_future(session, at=at)
    return [_current(name, [row for row in rows if row.name == name], at) for name in of_topic(topic)]


def current(session: Session, name: RuleName, *, at: datetime) -> CurrentRule:
    """Return one rule as it is at this moment."""
    return _current(name, [row for row in store.current_and_future(session, at=at) if row.name == name], at)


def last_day(until: datetime) -> date:
    """Return the last day on which a value is in force; the stored moment is exclusive."""
    return local_time.date_of(until - timedelta(microseconds=1))


def parse_stored(name: RuleName, stored: str | None) -> RuleValue:
    """Return the value of a stored text, or the default. Raises TypeError if it is no value of this rule."""
    value = catalogue.DEFINITIONS[name].default if stored is None else catalogue.parse(name, stored)
    if isinstance(value, RuleProblem):
        raise TypeError(f"{name} cannot be {stored!r}")
    return value


def _current(name: RuleName, rows: Sequence[DatedRule], at: datetime) -> CurrentRule:
    begun = [row for row in rows if row.valid_from <= at]
    coming = tuple(reversed([row for row in rows if row.valid_from > at]))
    now = begun[0] if begun else None
    return CurrentRule(name, parse_stored(name, now.value if now else None), now.valid_until if now else None, coming)
