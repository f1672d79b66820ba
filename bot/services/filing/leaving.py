"""Ends what a filer has at the desk, because their account is deleted.

Nothing here is refused: what another transaction has ended stays as it ended, and the rules of withdrawing and
unbinding, which ask who may and when, do not apply to a deletion.
"""

from datetime import datetime

from sqlmodel import Session

from bot.services.filing import endings, filings
from storage.filing import filings as store
from storage.filing.filings import EndReason, FilingStatus
from storage.register.people import Person


def leave_all(session: Session, person: Person, *, now: datetime) -> None:
    """Withdraw a person's open applications and end their filings; the owners are told."""
    for filing in store.open_of_filer(session, person.id):
        if store.is_still(session, filing, *store.OPEN_STATUSES):
            filings.close_withdrawn(session, filing, now=now)
    for filing in store.active_of_filer(session, person.id):
        if store.is_still(session, filing, FilingStatus.ACTIVE):
            endings.end(session, filing, EndReason.BY_FILER, by=person.id, now=now)
