"""Withdrawal of the owner's approval (车主撤回同意): until the filing is completed, however they agreed.

Chat, SMS code and vehicle code are alike. After completion (业务办结) the owner unbinds the filing instead.
"""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot.errors import NotYours
from bot.services.filing import filings, in_force, outcomes
from bot.services.organisations import authority
from storage import audit, database
from storage.filing import filings as store
from storage.filing.filings import Filing, FilingStatus
from storage.register.people import Person


class FilingCompleted(filings.ApplicationDecided, key="refused-completed", offers=("approvals",)):
    """The filing was completed first: the owner can unbind it."""


def find(session: Session, filing_id: UUID, *, by: Person) -> Filing:
    """Return a filing of a vehicle for which this person speaks; vehicle and filing are locked. Raises NotYours."""
    filing = session.get(Filing, filing_id)
    if filing is None:
        raise NotYours
    authority.require_speaker(session, filing.vehicle_id, by=by)
    database.lock_row(session, Filing, filing.id)
    return filing


def find_agreed(session: Session, number: int, *, by: Person) -> Filing | None:
    """Return the filing with this number, if this person speaks for its vehicle and can still stop or unbind it."""
    filing = store.by_number(session, number)
    if filing is None or filing.status not in (*store.AGREED_STATUSES, FilingStatus.ACTIVE):
        return None
    speaker = authority.speaks_for(session, filing.vehicle_id)
    return filing if speaker is not None and speaker.id == by.id else None


def withdraw(session: Session, filing_id: UUID, *, by: Person, now: datetime) -> Filing:
    """End an application to which the owner has agreed; the filer is notified.

    Raises NotYours, FilingCompleted, or FilingOver if it has ended, or waits for the owner's answer.
    """
    filing = find(session, filing_id, by=by)
    if in_force.is_in_force(filing, now=now):
        raise FilingCompleted(number=filing.number)
    if filing.status not in store.AGREED_STATUSES:
        raise filings.over(filing, now=now)
    store.add_event(session, filing, "consent-withdrawn", at=now)
    audit.record(session, audit.Action.APPROVAL_WITHDRAWN, by=by.id, on=filing.id, at=now)
    filings.refuse(session, filing, now=now, why=outcomes.WITHDRAWN_APPROVAL)
    return filing
