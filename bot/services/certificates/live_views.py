"""Online presentation: a certificate held up in the chat, which looks again by itself while it is open."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from bot.errors import NotYours, Refusal
from bot.services.certificates import certificates
from bot.services.certificates.certificates import Shown
from storage.certificates import live_views
from storage.certificates.live_views import Presentation
from storage.engine import timers
from storage.identity.accounts import Account
from storage.register import people
from storage.register.people import Person

LIVE = "certificate.live"
EVERY = timedelta(seconds=30)
LASTS = timedelta(minutes=5)


def begin(
    session: Session, person: Person, vehicle_id: UUID, *, by: Account, now: datetime
) -> tuple[Presentation, Shown]:
    """Hold a certificate up for some minutes. Raises what `certificates.show` raises."""
    shown = certificates.show(session, person, vehicle_id, now=now)
    presentation = live_views.new(session, vehicle_id, person.id, at=now, until=now + LASTS)
    _look_again(session, presentation, by=by, now=now)
    return presentation, shown


def prolong(session: Session, presentation_id: UUID, *, by: Account, now: datetime) -> tuple[Presentation, Shown]:
    """Go on for some minutes more. Raises NotYours, and what `certificates.show` raises."""
    presentation = live_views.get(session, presentation_id)
    if presentation is None or presentation.person_id != by.person_id:
        raise NotYours
    shown = certificates.show(
        session, session.get_one(Person, presentation.person_id), presentation.vehicle_id, now=now
    )
    live_views.prolong(session, presentation, until=now + LASTS)
    _look_again(session, presentation, by=by, now=now)
    return presentation, shown


def look(session: Session, presentation: Presentation, *, by: Account, now: datetime) -> Shown | None:
    """Look again, and set the next look. None when its minutes are over, or he may not show it any more."""
    person = people.get(session, presentation.person_id)
    if person is None or now >= presentation.until:
        return None
    try:
        shown = certificates.show(session, person, presentation.vehicle_id, now=now)
    except Refusal:
        return None
    _look_again(session, presentation, by=by, now=now)
    return shown


def _look_again(session: Session, presentation: Presentation, *, by: Account, now: datetime) -> None:
    due = min(now + EVERY, presentation.until)
    timers.start(session, LIVE, presentation.id, lane=by.lane, due_at=due)
