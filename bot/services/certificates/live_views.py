"""Online presentation: a certificate held up in the chat, which looks again by itself while it is open."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from bot.errors import NotYours, Refusal
from bot.services.certificates import certificates
from bot.services.certificates.certificates import VehicleCertificate
from storage.certificates import live_views
from storage.certificates.live_views import LiveView
from storage.engine import timers
from storage.identity.accounts import Account
from storage.register import people
from storage.register.people import Person

REFRESH = "certificate.live"
REFRESH_INTERVAL = timedelta(seconds=30)
DURATION = timedelta(minutes=5)


def begin(
    session: Session, person: Person, vehicle_id: UUID, *, by: Account, now: datetime
) -> tuple[LiveView, VehicleCertificate]:
    """Hold a certificate up for some minutes. Raises what `certificates.show` raises."""
    shown = certificates.get_or_issue(session, person, vehicle_id, now=now)
    presentation = live_views.new(session, vehicle_id, person.id, at=now, until=now + DURATION)
    _look_again(session, presentation, by=by, now=now)
    return presentation, shown


def extend(
    session: Session, presentation_id: UUID, *, by: Account, now: datetime
) -> tuple[LiveView, VehicleCertificate]:
    """Go on for some minutes more. Raises NotYours, and what `certificates.show` raises."""
    presentation = live_views.get(session, presentation_id)
    if presentation is None or presentation.person_id != by.person_id:
        raise NotYours
    shown = certificates.get_or_issue(
        session, session.get_one(Person, presentation.person_id), presentation.vehicle_id, now=now
    )
    live_views.prolong(session, presentation, until=now + DURATION)
    _look_again(session, presentation, by=by, now=now)
    return presentation, shown


def refresh(session: Session, presentation: LiveView, *, by: Account, now: datetime) -> VehicleCertificate | None:
    """Look again, and set the next look. None when its minutes are over, or he may not show it any more."""
    person = people.get(session, presentation.person_id)
    if person is None or now >= presentation.until:
        return None
    try:
        shown = certificates.get_or_issue(session, person, presentation.vehicle_id, now=now)
    except Refusal:
        return None
    _look_again(session, presentation, by=by, now=now)
    return shown


def _look_again(session: Session, presentation: LiveView, *, by: Account, now: datetime) -> None:
    due = min(now + REFRESH_INTERVAL, presentation.until)
    timers.start(session, REFRESH, presentation.id, lane=by.lane, due_at=due)
