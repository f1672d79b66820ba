"""Filings of two rows of people that have become one (`person_merges`): what one person cannot have, ends.

Nobody files their own vehicle, and nobody has two filings or applications for one vehicle. The filing of an
organisation's vehicle stays with who is its administrator, as after a hand-over; an open application does not, for
nobody could answer it.
"""

from datetime import datetime

from sqlmodel import Session, col, update

from bot.services.filing import endings, filings, leaving
from bot.services.organisations import authority
from storage.engine import outbox
from storage.filing import filings as store, owner_blocks
from storage.filing.filings import EndReason, Filing, FilingStatus
from storage.register.people import Person
from storage.register.vehicles import Vehicle


def settle(session: Session, duplicate: Person, person: Person, *, now: datetime) -> None:
    """End filings of the person's own vehicles, and those that they have twice; they and the owners are told.

    Everything else of the duplicate is the person's already, the person has their account, and the duplicate is locked.
    """
    twice = [*store.active_of_filer(session, duplicate.id), *store.open_of_filer(session, duplicate.id)]
    active, waiting = store.active_of_filer(session, person.id), store.open_of_filer(session, person.id)
    filed = {each.vehicle_id for each in active}
    over = [each for each in active if session.get_one(Vehicle, each.vehicle_id).owner_person_id == person.id]
    over += [each for each in waiting if each.vehicle_id in filed or _speaks_for(session, person, each)]
    _end(session, [*over, *twice], now=now)
    session.execute(update(Filing).where(col(Filing.filer_id) == duplicate.id).values(filer_id=person.id))
    for filing in [*over, *twice]:
        outbox.notify(session, person.id, "filing.joined", filing.id, at=now, sms=False)
    for block in owner_blocks.of_person(session, person.id):
        if block.by == person.id:
            owner_blocks.end(session, block, at=now)


def _end(session: Session, found: list[Filing], *, now: datetime) -> None:
    for filing in found:
        if store.is_still(session, filing, FilingStatus.ACTIVE):
            endings.end(session, filing, EndReason.BY_FILER, by=filing.filer_id, now=now)
    for filing in leaving.in_order_of_owners(session, found):
        filings.close_withdrawn(session, filing, now=now)


def _speaks_for(session: Session, person: Person, filing: Filing) -> bool:
    owner = authority.acting_owner(session, filing.vehicle_id)
    return owner is not None and owner.id == person.id
