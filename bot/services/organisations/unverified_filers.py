"""Filers whose verification is withdrawn: the owners learn of it, as they have agreed to somebody who was verified."""

from datetime import datetime

from sqlmodel import Session

from bot.services.organisations import authority
from storage.engine import outbox
from storage.filing import filings
from storage.register.people import Person


def tell_owners(session: Session, filer: Person, *, now: datetime) -> None:
    """Tell who speaks for each vehicle that this person has filed or applied for; they can end it from the message."""
    for filing in (*filings.active_of_filer(session, filer.id), *filings.open_of_filer(session, filer.id)):
        owner = authority.acting_owner(session, filing.vehicle_id)
        if owner is not None:
            outbox.notify(session, owner.id, "filing.unverified.owner", filing.id, at=now, about=filing.topic)
