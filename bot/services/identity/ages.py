"""Minimum ages: from which day on a person may register or apply, by the date of birth in their ID number."""

from datetime import date, datetime

from sqlmodel import Session

from bot import local_time
from bot.errors import Refusal
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from bot.services.values import id_numbers


class TooYoungToRegister(Refusal, key="refused-too-young-to-register", offers=("menu",)):
    """The person is younger than the minimum age. Values: age, since (the day from which they may register)."""


class TooYoungToFile(Refusal, key="refused-too-young-to-file", offers=("vehicles",)):
    """The person is younger than the minimum age of applicants. Values: age, since (the day from which they may)."""


def require_registration_age(session: Session, id_number: str, *, now: datetime) -> None:
    """Raise TooYoungToRegister unless whoever has this (valid) ID number is old enough."""
    age, since = _minimum(session, RuleName.REGISTRATION_AGE, id_number, now=now)
    if local_time.date_of(now) < since:
        raise TooYoungToRegister(age=age, since=since)


def filing_obstacles(session: Session, id_number: str, *, now: datetime) -> list[Refusal]:
    """Return why whoever has this (valid) ID number may not apply because of their age."""
    age, since = _minimum(session, RuleName.FILING_AGE, id_number, now=now)
    return [TooYoungToFile(age=age, since=since)] if local_time.date_of(now) < since else []


def _minimum(session: Session, rule: RuleName, id_number: str, *, now: datetime) -> tuple[int, date]:
    """Return the minimum age and the day on which the person reaches it."""
    age, born = rules.number(session, rule, at=now), id_numbers.birth_date(id_number)
    assert born is not None, "a valid ID number has a date of birth"
    return age, id_numbers.birthday(born, age)
