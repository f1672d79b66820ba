"""Terms of filings (备案期限): whoever speaks for the vehicle limits a filing to some days, changes that or ends it.

A term belongs to who set it: it ends with their right to speak for the vehicle.
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from bot import local_time
from bot.errors import NotYours
from bot.services.filing import endings, filings, in_force, term_reminders
from bot.services.organisations import authority
from storage import audit, database
from storage.engine import outbox, timers
from storage.filing import filings as store
from storage.filing.filings import EndReason, Filing, FilingStatus
from storage.identity import accounts
from storage.register.people import Person

DAYS = (30, 90, 365)  # For how long an owner may limit a filing.

# An application may have a term from the owner's approval on.
MAY_HAVE_TERM = (*store.AGREED_STATUSES, FilingStatus.ACTIVE)


def find(session: Session, filing_id: UUID, *, by: Person, now: datetime) -> Filing:
    """Return a filing that this person may limit to a term; vehicle and filing are locked.

    Raises NotYours, or FilingOver before the approval, after the end and once the term is over.
    """
    filing = session.get(Filing, filing_id)
    if filing is None:
        raise NotYours
    authority.require_speaker(session, filing.vehicle_id, by=by)
    database.lock_row(session, Filing, filing.id)
    if filing.status not in MAY_HAVE_TERM or in_force.is_over(filing, now=now):
        raise filings.over(filing, now=now)
    return filing


def set_term(session: Session, filing_id: UUID, days: int, *, by: Person, now: datetime) -> Filing:
    """Limit a filing to so many days from now, which may be more or fewer than before. Raises as `find` does."""
    filing = find(session, filing_id, by=by, now=now)
    if days not in DAYS:
        raise NotYours
    until = now + timedelta(days=days)
    store.set_term(session, filing, until, by=by.id)
    _record(session, filing, "term", by=by, now=now, note=local_time.date_of(until).isoformat())
    # A filer whose account is somebody else's by now has none: the term ends all the same.
    account = accounts.of_person(session, filing.filer_id) or accounts.of_person(session, by.id)
    if account is not None:
        timers.start(session, filings.TERM, filing.id, lane=account.lane, due_at=until)
        term_reminders.schedule(session, filing, lane=account.lane, now=now)
    return filing


def end_term(session: Session, filing_id: UUID, *, by: Person, now: datetime) -> Filing:
    """Let a filing go on without a term. Raises as `find` does."""
    filing = find(session, filing_id, by=by, now=now)
    if filing.term_until is not None:
        store.set_term(session, filing, None, by=None)
        _record(session, filing, "term-ended", by=by, now=now)
        timers.cancel(session, filings.TERM, filing.id)
        timers.cancel(session, filings.TERM_REMIND, filing.id)
    return filing


def expire(session: Session, filing_id: UUID, *, now: datetime) -> None:
    """End a filing whose term is over, or refuse an application that is not completed by then.

    Nothing happens if the term was changed or the filing has ended. If who set the term no longer speaks for the
    vehicle, the term ends in place of the filing.
    """
    filing = session.get(Filing, filing_id)
    if filing is None:
        return
    speaker = authority.speaks_for(session, filing.vehicle_id)
    database.lock_row(session, Filing, filing.id)
    if filing.status not in MAY_HAVE_TERM or not in_force.is_over(filing, now=now):
        return
    if speaker is None or filing.term_by != speaker.id:
        store.set_term(session, filing, None, by=None)
        store.add_event(session, filing, "term-ended", at=now)
        outbox.notify(session, filing.filer_id, "filing.term", filing.id, at=now)
    elif filing.status is FilingStatus.ACTIVE:
        endings.end(session, filing, EndReason.TERM_OVER, by=None, now=now)
    else:
        filings.refuse(session, filing, now=now, why="term", tell_owner=True)


def _record(session: Session, filing: Filing, event: str, *, by: Person, now: datetime, note: str = "") -> None:
    store.add_event(session, filing, event, at=now, note=note)
    audit.record(session, audit.Action.TERM_SET, by=by.id, on=filing.id, at=now, until=note)
    outbox.notify(session, filing.filer_id, "filing.term", filing.id, at=now)
