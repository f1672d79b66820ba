"""Reminders before a certificate expires: some days before its last day, until a newer certificate is issued.

A housekeeping job finds them, by the rule then in force for the days. The owner is notified (by SMS if not a user),
and so is everybody who has filed the vehicle.
"""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from sqlmodel import Session

from bot import local_time
from bot.services.filing import in_force
from bot.services.organisations import authority
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from bot.services.values.months import Month
from storage.certificates import certificates
from storage.certificates.certificates import Certificate
from storage.engine import outbox

AT = time(10)
DUE = outbox.soft_notification("certificate.due")


def remind(session: Session, now: datetime) -> None:
    """Send every reminder whose time has come since the last reminder of its certificate. A housekeeping job."""
    days = rules.days(session, RuleName.CERTIFICATE_REMINDER_DAYS, at=now)
    this_month = Month.of(local_time.date_of(now))
    for ahead in range(max(days, default=-1) // 28 + 2):
        month = this_month.plus(ahead)
        passed = [moment for moment in due_times(month, days) if moment <= now]
        if passed:
            _remind_of_month(session, month, since=max(passed), now=now)


def due_times(month: Month, days: Sequence[int]) -> list[datetime]:
    """Return when reminders of a month are due: at ten in the morning, so many days before its last day."""
    return [local_time.at(month.last_day() - timedelta(days=before), AT) for before in days]


def _remind_of_month(session: Session, month: Month, *, since: datetime, now: datetime) -> None:
    for certificate in certificates.due_for_reminder(session, str(month), since=since):
        if certificates.mark_reminded(session, certificate, at=now):
            _notify(session, certificate, now=now)


def _notify(session: Session, certificate: Certificate, *, now: datetime) -> None:
    owner = authority.acting_owner(session, certificate.vehicle_id)
    if owner is not None:
        outbox.notify(session, owner.id, DUE, certificate.id, at=now)
    for filing in in_force.of_vehicle(session, certificate.vehicle_id, now=now):
        outbox.notify(session, filing.filer_id, DUE, certificate.id, at=now, sms=False)
