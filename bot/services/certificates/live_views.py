"""Live views: a certificate shown in the chat for some minutes, refreshed by a timer while it is open; one a person."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from bot.errors import NotYours, Refusal
from bot.services.certificates import certificates
from bot.services.certificates.certificates import VehicleCertificate
from storage import database
from storage.certificates import live_views as store
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
    """Show a certificate for some minutes, in place of another one that the person shows.

    Raises what `certificates.get_or_issue` raises.
    """
    shown = certificates.get_or_issue(session, person, vehicle_id, now=now)
    _end_running(session, person.id, by=by, now=now)
    view = LiveView(vehicle_id=vehicle_id, person_id=person.id, opened_at=now, until=now + DURATION)
    database.add(session, view)
    _schedule_refresh(session, view, by=by, now=now)
    return view, shown


def extend(session: Session, view_id: UUID, *, by: Account, now: datetime) -> tuple[LiveView, VehicleCertificate]:
    """Extend a live view by DURATION from now. Raises NotYours, and what `certificates.get_or_issue` raises."""
    view = session.get(LiveView, view_id)
    if view is None or view.person_id != by.person_id or not by.is_signed_in:
        raise NotYours
    shown = certificates.get_or_issue(session, session.get_one(Person, view.person_id), view.vehicle_id, now=now)
    _end_running(session, view.person_id, by=by, now=now)
    view.until = now + DURATION
    database.add(session, view)
    _schedule_refresh(session, view, by=by, now=now)
    return view, shown


def refresh(session: Session, view: LiveView, *, by: Account, now: datetime) -> VehicleCertificate | None:
    """Return the certificate as it is now, and schedule the next refresh. None if the view is over or ends now."""
    shown = current(session, view, by=by, now=now)
    if shown is not None:
        _schedule_refresh(session, view, by=by, now=now)
    elif now < view.until:
        view.until = now
        database.add(session, view)
    return shown


def current(session: Session, view: LiveView, *, by: Account, now: datetime) -> VehicleCertificate | None:
    """Return the certificate as it is now.

    None if the live view is over, or its person has signed out, may not show the certificate any more, or has declared
    an ID number that somebody else holds now.
    """
    person = session.get(Person, view.person_id)
    if person is None or now >= view.until or not by.is_signed_in or people.is_contested(session, person):
        return None
    try:
        return certificates.get_or_issue(session, person, view.vehicle_id, now=now)
    except Refusal:
        return None


def _end_running(session: Session, person_id: UUID, *, by: Account, now: datetime) -> None:
    """End the live views of a person; the refresh that is due now puts away what their messages show."""
    for view in store.running_of(session, person_id, now=now):
        view.until = now
        database.add(session, view)
        timers.start(session, REFRESH, view.id, lane=by.lane, due_at=now)


def _schedule_refresh(session: Session, view: LiveView, *, by: Account, now: datetime) -> None:
    due = min(now + REFRESH_INTERVAL, view.until)
    timers.start(session, REFRESH, view.id, lane=by.lane, due_at=due)
