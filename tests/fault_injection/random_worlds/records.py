"""The rows of the tables at one moment, read without the desk's services, and what follows from them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, SQLModel

from storage.audit import AuditEntry
from storage.database import table_of
from storage.filing.approvals import Approval
from storage.filing.filings import Filing
from storage.filing.owner_blocks import OwnerBlock
from storage.identity.accounts import Account
from storage.identity.sms_codes import SmsCode
from storage.organisations.organisations import OrganisationMember
from storage.payments.refunds import Refund
from storage.register.people import Person
from storage.register.vehicles import Vehicle
from storage.review.blacklist import BlacklistEntry
from storage.review.identity_cases import IdentityCase
from storage.staff.members import StaffMember

# What the people of a random world and the invariants about applications, limits and text messages ask for. The tables
# of matters are read too.
ALWAYS_READ: frozenset[type[SQLModel]] = frozenset(
    {
        Account,
        Approval,
        BlacklistEntry,
        Filing,
        IdentityCase,
        OrganisationMember,
        OwnerBlock,
        Person,
        Refund,
        SmsCode,
        StaffMember,
        Vehicle,
    }
)

Rows = dict[UUID, Any]
Keys = frozenset[str]


@dataclass
class Records:
    """The rows by table and id; the audit is read in pieces, from the last entry known."""

    now: datetime
    tables: dict[str, Rows]
    entries: list[Any]

    def table(self, kind: type[SQLModel]) -> Rows:
        """Return the rows of a table."""
        return self.tables[table_of(kind).name]

    def account_of(self, telegram_id: int) -> Any:
        """Return the account of a Telegram user, None without one."""
        return next((row for row in self.table(Account).values() if row.telegram_id == telegram_id), None)

    def person_of(self, telegram_id: int) -> UUID | None:
        """Return whose account this is, None if it is nobody's or locked."""
        account = self.account_of(telegram_id)
        return account.person_id if account is not None and account.locked_at is None else None

    def speaker(self, vehicle_id: UUID) -> UUID | None:
        """Return who speaks for a vehicle: its owner, or the administrator of the organisation that owns it."""
        vehicle = self.table(Vehicle)[vehicle_id]
        if vehicle.owner_person_id is not None:
            owner: UUID = vehicle.owner_person_id
            return owner
        for member in self.table(OrganisationMember).values():
            is_current = member.organisation_id == vehicle.owner_organisation_id and member.ended_at is None
            if is_current and member.role == "administrator":
                administrator: UUID = member.person_id
                return administrator
        return None

    def spoken_for_by(self, person_id: UUID) -> list[Any]:
        """Return the vehicles for which this person speaks."""
        return [vehicle for vehicle in self.table(Vehicle).values() if self.speaker(vehicle.id) == person_id]

    def holds_number(self, person_id: UUID) -> bool:
        """Return whether the person is on record or verified, and has not only declared who they are."""
        person = self.table(Person).get(person_id)
        return person is not None and (person.registered or person.verified_at is not None)

    def keys(self, who: UUID | None) -> Keys:
        """Return by what a person, an account or a member of staff is known: row, ID number, phone, Telegram user."""
        if who is None:
            return frozenset()
        member = self.table(StaffMember).get(who)
        account = self.table(Account).get(who) or (self.account_of(member.telegram_id) if member is not None else None)
        found = {f"telegram {member.telegram_id}"} if member is not None else set()
        if account is not None:
            return frozenset({*found, f"telegram {account.telegram_id}", *self._person_keys(account.person_id)})
        return frozenset({*found, *self._person_keys(who)})

    def _person_keys(self, person_id: UUID | None) -> Iterable[str]:
        person = self.table(Person).get(person_id) if person_id is not None else None
        if person is None:
            return
        yield f"person {person.id}"
        yield f"number {person.id_number_index}"
        if person.phone_index:
            yield f"phone {person.phone_index}"
        for account in self.table(Account).values():
            if account.person_id == person.id:
                yield f"telegram {account.telegram_id}"


def read(session: Session, kinds: Iterable[type[SQLModel]], *, now: datetime, after: int) -> Records:
    """Read all rows of these tables, and the audit after this entry."""
    connection, audit = session.connection(), table_of(AuditEntry)
    tables = {}
    for kind in kinds:
        table = table_of(kind)
        tables[table.name] = {row.id: row for row in connection.execute(table.select())}
    entries = connection.execute(select(audit).where(audit.c.id > after).order_by(audit.c.id)).all()
    return Records(now, tables, list(entries))
