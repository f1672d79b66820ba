"""Reminders before a mark ends: 90, 28, 14 and 1 days before its last day, until a newer certificate is there."""

from datetime import datetime, time, timedelta
from uuid import UUID

from sqlmodel import Session

from bot.services import eligibility, rules
from bot.services.eligibility import ZONE
from bot.services.months import Month
from bot.services.rule_names import RuleName
from storage import accounts, certificates, filings, outbox, timers
from storage.accounts import Account
from storage.certificates import Certificate, CertificateStatus
from storage.vehicles import Vehicle

REMIND = "certificate.remind"
AT = time(10)


def start(session: Session, certificate: Certificate, *, now: datetime) -> None:
    """Set the next reminder. With no user near the car there is no lane for it; the first look at it sets it."""
    account = _somebody(session, session.get_one(Vehicle, certificate.vehicle_id))
    if account is None or certificate.status is not CertificateStatus.ACTIVE:
        return
    upcoming = [moment for moment in moments(session, certificate, now=now) if moment > now]
    if upcoming:
        timers.start(session, REMIND, certificate.id, lane=account.lane, due_at=min(upcoming))


def stop(session: Session, certificate: Certificate) -> None:
    """No more reminders: the certificate is active no longer."""
    timers.cancel(session, REMIND, certificate.id)


def remind(session: Session, certificate_id: UUID, *, now: datetime) -> None:
    """Remind who speaks for the car, and set the next reminder. Renewed or over meanwhile: nothing."""
    certificate = certificates.get(session, certificate_id)
    if certificate is None or certificate.status is not CertificateStatus.ACTIVE or now >= certificate.expires_at:
        return
    owner = eligibility.speaks_for(session, session.get_one(Vehicle, certificate.vehicle_id))
    if owner is not None:
        outbox.post(session, owner.id, "certificate.due", certificate.id, at=now)
    start(session, certificate, now=now)


def moments(session: Session, certificate: Certificate, *, now: datetime) -> list[datetime]:
    """Return every moment of a reminder: at ten in the morning, so many days before the last day."""
    last = Month.parse(certificate.valid_until).last_day()
    days = rules.days(session, RuleName.CERTIFICATE_REMINDER_DAYS, at=now)
    return [datetime.combine(last - timedelta(days=before), AT, ZONE) for before in days]


def _somebody(session: Session, vehicle: Vehicle) -> Account | None:
    """Return the account in whose lane the timer stands: the owner's, else of somebody who has filed the car."""
    owner = eligibility.speaks_for(session, vehicle)
    found = accounts.of_person(session, owner.id) if owner is not None else None
    if found is not None:
        return found
    filers = (accounts.of_person(session, one.filer_id) for one in filings.active_of_vehicle(session, vehicle.id))
    return next((account for account in filers if account is not None), None)
