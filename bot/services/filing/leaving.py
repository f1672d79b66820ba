"""Ends what a filer has at the desk, because their account is deleted.

Nothing here is refused: what another transaction has ended stays as it ended, and the rules of withdrawing and
unbinding, which ask who may and when, do not apply to a deletion.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session

from bot.services.filing import endings, filings
from bot.services.organisations import authority
from storage.filing import approvals, filings as store
from storage.filing.filings import EndReason, Filing, FilingStatus
from storage.register.people import Person


def leave_all(session: Session, person: Person, *, now: datetime) -> None:
    """Withdraw a person's open applications and end their filings; the owners are told."""
    for filing in store.active_of_filer(session, person.id):
        if store.is_still(session, filing, FilingStatus.ACTIVE):
            endings.end(session, filing, EndReason.BY_FILER, by=person.id, now=now)
    for filing in in_order_of_owners(session, store.open_of_filer(session, person.id)):
        filings.close_withdrawn(session, filing, now=now)


def in_order_of_owners(session: Session, filings_of_one: Iterable[Filing]) -> list[Filing]:
    """Return which of these are still open applications, locked with their approvals, in the order of their owners.

    The owner's digest is locked with each withdrawal: in one order, after all rows, two deletions cannot deadlock.
    """
    found = [one for one in filings_of_one if store.is_still(session, one, *store.OPEN_STATUSES)]
    for filing in found:
        approvals.lock_of_filing(session, filing.id)
    return sorted(found, key=lambda filing: _owner(session, filing))


def _owner(session: Session, filing: Filing) -> str:
    owner = authority.acting_owner(session, filing.vehicle_id)
    return owner.id.hex if owner is not None else ""
