"""Rows for races: people with accounts, cars with owners, and filings in several states."""

import itertools
from datetime import UTC, date, datetime
from uuid import UUID

from sqlmodel import Session

from bot.services.filing import approvals
from bot.services.values import engine_numbers
from storage.database import add, counters
from storage.filing.filings import Filing, FilingStatus, FilingWay, Relationship
from storage.identity import accounts
from storage.register import people, vehicles
from storage.register.people import LicenceStatus
from storage.register.vehicles import Vehicle
from tests.stories import cast

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)

_numbers = itertools.count(1)


def person(session: Session) -> UUID:
    """Create a registered user."""
    number = next(_numbers)
    id_number = cast.id_number(number % 1000, born=date(1970 + number // 1000, 1, 1))
    person = people.new(id_number=id_number, name="李建国", phone=f"+86138{number:08}")
    person.licence_status, person.licence_class = LicenceStatus.NORMAL, "C1"
    add(session, person)
    account = accounts.get_or_create(session, 1, 700_000_000 + number, language="en", at=NOW)
    account.person_id, account.registered_at = person.id, NOW
    session.flush()
    return person.id


def car(session: Session) -> UUID:
    """Create a car with an owner of its own."""
    number = next(_numbers)
    six = engine_numbers.last_six("A123456")
    car = Vehicle(plate_type="02", plate=f"桂A{number:05}", engine_index=vehicles.engine_index(six))
    car.owner_person_id = person(session)
    car.model, car.colour = "五菱", "白"
    car.engine_number, car.vin = "A123456", "LSVAM4187C2184841"
    return add(session, car).id


def checking(session: Session, filer_id: UUID, car_id: UUID) -> UUID:
    """Create an application that waits for the check of the person."""
    return _new(session, filer_id, car_id, FilingStatus.CHECKING).id


def asked(session: Session, filer_id: UUID, car_id: UUID) -> tuple[UUID, UUID]:
    """Create an application that waits for the owner's answer. Returns the ids of filing and approval."""
    filing = _new(session, filer_id, car_id, FilingStatus.WAITING_OWNER)
    return filing.id, approvals.request(session, filing, lane="1:7", now=NOW).id


def _new(session: Session, filer_id: UUID, car_id: UUID, status: FilingStatus) -> Filing:
    filing = Filing(
        number=counters.next_number(session, "filing"),
        vehicle_id=car_id,
        filer_id=filer_id,
        way=FilingWay.SMS,
        relationship=Relationship.FRIEND,
        status=status,
        applied_at=NOW,
        changed_at=NOW,
    )
    return add(session, filing)
