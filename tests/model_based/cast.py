"""Rows that a model's database starts with: people, accounts, staff and cars."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot.services.filing import endings
from storage.database import add
from storage.filing.filings import EndReason
from storage.identity.accounts import Account
from storage.register import people, vehicles
from storage.register.people import LicenceStatus, Person
from storage.register.vehicles import Vehicle
from storage.staff.members import StaffMember
from tests.model_based.clock import START


@dataclass(frozen=True)
class Cast:
    """The ids of these rows; models refer to them by index."""

    people: list[UUID]
    accounts: list[UUID]
    cars: list[UUID]
    members: list[UUID | None]


def person(session: Session, at: int) -> Person:
    """Create a registered driver with a normal licence."""
    row = people.new(id_number=f"45090319900517{at:04}", name=f"人{at}", phone=f"+86138000000{at:02}")
    row.licence_class, row.licence_status, row.verified_at = "C1", LicenceStatus.NORMAL, START
    return add(session, row)


def account(session: Session, at: int, whose: UUID) -> Account:
    """Create a person's account."""
    row = Account(bot_id=1, telegram_id=1000 + at, person_id=whose, created_at=START, registered_at=START)
    return add(session, row)


def member(session: Session, telegram_id: int, roles: str) -> StaffMember:
    """Create a member of staff."""
    row = StaffMember(telegram_id=telegram_id, roles=roles, since=START)
    row.name = f"员{telegram_id}"
    return add(session, row)


def car(session: Session, at: int, owner: UUID) -> Vehicle:
    """Create a car of this person."""
    row = Vehicle(plate_type="02", plate=f"桂A1234{at}", engine_index=vehicles.engine_index("123456"))
    row.owner_person_id = owner
    row.engine_number, row.vin = "A123456", "LSVAM4187C2184841"
    return add(session, row)


def insert_rows(session: Session, roles: list[str], owners: list[int]) -> Cast:
    """Create a person with an account for each item of `roles` (empty: not staff), and a car for each owner."""
    everybody = [person(session, at).id for at in range(len(roles))]
    known = [account(session, at, whose) for at, whose in enumerate(everybody)]
    members = [
        member(session, who.telegram_id, words).id if words else None for who, words in zip(known, roles, strict=True)
    ]
    cars = [car(session, at, everybody[owner]).id for at, owner in enumerate(owners)]
    return Cast(everybody, [each.id for each in known], cars, members)


def by_account(session: Session, account_id: UUID) -> Account:
    """Load an account."""
    return session.get_one(Account, account_id)


def by_person(session: Session, person_id: UUID) -> Person:
    """Load a person."""
    return session.get_one(Person, person_id)


def sell_car(session: Session, car_id: UUID, to: UUID, *, at: datetime) -> bool:
    """Change a car's owner, as an import does; the filings of the car end."""
    row = session.get_one(Vehicle, car_id)
    endings.end_all_of(session, row, EndReason.OWNER_CHANGED, now=at)
    row.owner_person_id = to
    session.add(row)
    session.flush()
    return True
