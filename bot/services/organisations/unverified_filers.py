"""Filers whose verification is withdrawn: the owners learn of it, as they have agreed to somebody who was verified."""

from datetime import datetime

from sqlmodel import Session

from bot.services.organisations import authority
from storage.engine import outbox
from storage.filing import approvals, filings
from storage.filing.filings import FilingStatus
from storage.register.people import Person


def tell_owners(session: Session, filer: Person, *, now: datetime) -> None:
    """Tell who speaks for each vehicle that this person has filed or applied for: they can end it from the message.

    While they are still asked, the message asks once more, and goes with the question.
    """
    for filing in (*filings.active_of_filer(session, filer.id), *filings.open_of_filer(session, filer.id)):
        owner = authority.acting_owner(session, filing.vehicle_id)
        if owner is not None:
            approval = approvals.of_filing(session, filing.id) if filing.status is FilingStatus.WAITING_OWNER else None
            about = approval.topic if approval is not None else filing.topic
            outbox.notify(session, owner.id, "filing.unverified.owner", filing.id, at=now, about=about)
