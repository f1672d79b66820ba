"""Builder of rows for service tests: a vehicle, its owner, a filer and a stranger, in a store without a chat."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlmodel import Session

from storage.database import Database, add
from storage.filing.approvals import Approval
from storage.filing.filings import Filing, FilingStatus, FilingWay
from storage.identity.accounts import Account
from storage.organisations import organisations
from storage.organisations.organisations import Organisation
from storage.register import people, vehicles
from storage.register.people import Person
from storage.register.vehicles import Vehicle
from storage.staff.members import StaffMember
from tests import databases
from tests.stories.cast import id_number

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


class DataBuilder:
    """Builds rows in one transaction that is never committed."""

    def __init__(self, session: Session, *, first: int = 0) -> None:
        self.session = session
        self._numbers = count(first + 1)
        self.owner, self.filer, self.stranger = self.person(), self.person(), self.person()
        self.car = self.vehicle(self.owner)

    def person(self, **fields: Any) -> Person:
        """Add a person of the register, with a phone."""
        number = next(self._numbers)
        person = people.new(id_number=id_number(number), name=f"person {number}", phone=f"+86138000{number:05}")
        for name, value in fields.items():
            setattr(person, name, value)
        return add(self.session, person)

    def vehicle(self, owner: Person | None, **fields: Any) -> Vehicle:
        """Add a vehicle of this owner; without one, the fields name the owner."""
        owner_id = owner.id if owner else None
        car = Vehicle(plate_type="02", plate=f"桂A{next(self._numbers):05}", owner_person_id=owner_id, **fields)
        car.engine_index, car.engine_number, car.vin = vehicles.engine_index("123456"), "A123456", "V"
        return add(self.session, car)

    def organisation(self, administrator: Person) -> UUID:
        """Add an organisation with this administrator."""
        organisation_id = add(self.session, Organisation(credit_code=f"code {next(self._numbers)}", name="firm")).id
        self.seat(organisation_id, administrator)
        return organisation_id

    def seat(self, organisation_id: UUID, person: Person | None) -> None:
        """Make this person the administrator of an organisation, in place of another; nobody, if None."""
        former = organisations.administrator(self.session, organisation_id)
        if former is not None:
            organisations.end_membership(self.session, former, at=NOW)
        if person is not None:
            seats = len(organisations.of_person(self.session, person.id))
            organisations.add_member(self.session, organisation_id, person.id, seat=0, person_seat=seats, at=NOW)

    def account(self, person: Person | None = None) -> Account:
        """Add an account registered for this person."""
        person = person or self.person()
        number = next(self._numbers)
        account = Account(bot_id=1, telegram_id=number, person_id=person.id, created_at=NOW, registered_at=NOW)
        return add(self.session, account)

    def staff(self, *roles: str, person: Person | None = None) -> Account:
        """Add a member of staff with an account; `person` is verified, too."""
        if person is not None:
            person.verified_at = NOW
        account = self.account(person or self.person(verified_at=NOW))
        employ(self.session, account.telegram_id, *roles)
        return account

    def filing(self, status: FilingStatus = FilingStatus.WAITING_OWNER, **fields: Any) -> Filing:
        """Add an application of the filer for the vehicle, or of others."""
        values: dict[str, Any] = {"vehicle_id": self.car.id, "filer_id": self.filer.id, "way": FilingWay.SMS, **fields}
        if status is FilingStatus.ACTIVE:
            values = {"vehicle_slot": 0, "filer_slot": 0, "active_from": NOW, **values}
        number = next(self._numbers)
        return add(self.session, Filing(number=number, status=status, changed_at=NOW, **{"applied_at": NOW, **values}))

    def approval(self, filing: Filing, **fields: Any) -> Approval:
        """Add the request to the owner."""
        values: dict[str, Any] = {"owner_id": self.owner.id, "asked_at": NOW, "expires_at": NOW + HOUR, **fields}
        return add(self.session, Approval(filing_id=filing.id, **values))


def employ(session: Session, telegram_id: int, *roles: str) -> StaffMember:
    """Make this Telegram user a member of staff."""
    member = StaffMember(telegram_id=telegram_id, roles=";".join(roles), since=NOW)
    member.name = f"member {telegram_id}"
    return add(session, member)


def staff_account(session: Session, telegram_id: int, *roles: str) -> Account:
    """Add a member of staff who may serve: a registered person whose identity is verified."""
    name = f"person {telegram_id}"
    person = people.new(id_number=f"staff {telegram_id}", name=name, phone=f"+86137{telegram_id:08}")
    person.verified_at = NOW
    add(session, person)
    employ(session, telegram_id, *roles)
    account = Account(bot_id=1, telegram_id=telegram_id, language="en", person_id=person.id, created_at=NOW)
    account.registered_at = NOW
    return add(session, account)


@contextmanager
def opened(folder: Path) -> Iterator[DataBuilder]:
    """Open a builder on an SQLite store of its own."""
    databases.use_test_secret()
    database = Database(databases.new_sqlite(folder))
    with Session(database.engine, expire_on_commit=False) as session:
        yield DataBuilder(session)
    database.close()
