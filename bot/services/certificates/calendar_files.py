"""The next inspection of a vehicle as a calendar file, which a later one replaces."""

from datetime import datetime, timedelta
from uuid import UUID, uuid5

from sqlmodel import Session

from bot.errors import Refusal
from bot.services.certificates import eligibility
from bot.services.certificates.eligibility import NextCertificate, RegisterIncomplete
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from bot.services.values import icalendar
from bot.services.values.icalendar import AllDayEvent
from storage import files
from storage.register.vehicles import Vehicle, VehicleState

KEPT = timedelta(days=1)
# Of the uids of events: nothing leads from one back to the id of a vehicle.
NAMESPACE = UUID("3f0c1c0e-6f2b-4c53-9a53-0d7f7f2f6a11")


class NothingToInspect(Refusal, key="refused-nothing-to-inspect", offers=("vehicles",)):
    """The state of the vehicle in the register excludes another certificate."""


class InspectionOverdue(Refusal, key="refused-inspection-overdue", offers=("certificate",)):
    """The last day has passed: no calendar helps any more. last: that day."""


def next_inspection(session: Session, vehicle: Vehicle, *, now: datetime) -> NextCertificate:
    """Return when a vehicle needs its next certificate. Raises a refusal if there is no such day."""
    if vehicle.state is not VehicleState.NORMAL:
        raise NothingToInspect
    following = eligibility.next_certificate(session, vehicle, now=now)
    if following is None:
        raise RegisterIncomplete
    if following.overdue:
        raise InspectionOverdue(last=following.renewal.last_day)
    return following


def store(
    session: Session,
    vehicle: Vehicle,
    following: NextCertificate,
    *,
    summary: str,
    description: str,
    location: str,
    reader: UUID,
    now: datetime,
) -> UUID:
    """Write the file for a reader, with alarms on the days of the reminders; kept for a day. Returns its id."""
    event = AllDayEvent(
        uid=f"{uuid5(NAMESPACE, vehicle.id.hex)}@inspection.chezhu",
        day=following.renewal.last_day,
        summary=summary,
        description=description,
        made_at=now,
        alarms=rules.days(session, RuleName.CERTIFICATE_REMINDER_DAYS, at=now),
        location=location,
    )
    content, name = icalendar.file_of(event), "inspection.ics"
    return files.store(
        session,
        content,
        kind="calendar",
        name=name,
        media_type="text/calendar",
        at=now,
        person_id=reader,
        delete_at=now + KEPT,
    )
