"""What people are told about how much they may still file: nothing, where the acts of others count as well.

Who shares a phone number or Telegram user with somebody reads of them neither how much they have filed, nor how often
they have applied.
"""

from datetime import date, datetime

from sqlmodel import Session

from bot import local_time
from bot.services.filing import eligibility
from bot.services.filing.eligibility import QuotaLeft
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from storage.filing import filings
from storage.register.people import Person


def vehicles_left(session: Session, person: Person, *, now: datetime) -> int | None:
    """Return how many more vehicles this person may file, None if those of others count."""
    limit = rules.number(session, RuleName.VEHICLES_PER_USER, at=now)
    own = max(0, limit - filings.count_active(session, eligibility.own_ids(session, person), at=now))
    left = eligibility.vehicles_left(session, person, now=now)
    return left if left == own else None


def quota_left(session: Session, person: Person, *, now: datetime) -> QuotaLeft | None:
    """Return how many more applications this person may make, None if those of others count."""
    today = local_time.date_of(now)
    a_day = rules.number(session, RuleName.FILINGS_A_DAY, at=now)
    a_year = rules.number(session, RuleName.FILINGS_A_YEAR, at=now)
    own = QuotaLeft(
        max(0, a_day - eligibility.own_applications(session, person, since=today)),
        max(0, a_year - eligibility.own_applications(session, person, since=date(today.year, 1, 1))),
    )
    left = eligibility.quota_left(session, person, now=now)
    return left if left == own else None
