"""Reminders before a mark ends: 90, 28, 14 and 1 days before its last day, until a newer certificate is there.

Housekeeping looks for them, so none hangs on somebody having opened his certificate; the days are those of the rule
in force when it looks. Who speaks for the car is told, by SMS if he is no user; whoever has filed it hears it, too.
"""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from sqlmodel import Session

from bot import local_time
from bot.services.filing import eligibility
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from bot.services.values.months import Month
from storage.certificates import certificates
from storage.certificates.certificates import Certificate
from storage.engine import outbox
from storage.filing import filings
from storage.register.vehicles import Vehicle

AT = time(10)


def remind(session: Session, now: datetime) -> None:
    """Remind of every mark for which a day of reminding has come since it was last reminded of."""
    days = rules.days(session, RuleName.CERTIFICATE_REMINDER_DAYS, at=now)
    this_month = Month.of(local_time.date_of(now))
    for ahead in range(max(days, default=-1) // 28 + 2):
        month = this_month.plus(ahead)
        come = [moment for moment in moments(month, days) if moment <= now]
        if come:
            _remind_of_month(session, month, since=max(come), now=now)


def moments(month: Month, days: Sequence[int]) -> list[datetime]:
    """Return every moment of a reminder: at ten in the morning, so many days before the month's last day."""
    return [local_time.at(month.last_day() - timedelta(days=before), AT) for before in days]


def _remind_of_month(session: Session, month: Month, *, since: datetime, now: datetime) -> None:
    for certificate in certificates.to_be_reminded_of(session, str(month), since=since):
        if certificates.remind(session, certificate, at=now):
            _tell(session, certificate, now=now)


def _tell(session: Session, certificate: Certificate, *, now: datetime) -> None:
    owner = eligibility.acting_owner(session, session.get_one(Vehicle, certificate.vehicle_id))
    if owner is not None:
        outbox.notify(session, owner.id, "certificate.due", certificate.id, at=now)
    for filing in filings.active_of_vehicle(session, certificate.vehicle_id):
        outbox.notify(session, filing.filer_id, "certificate.due", certificate.id, at=now, sms=False)
