"""The rows of the tables at one moment, read without the desk's services, and what follows from them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
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

_name_of = cache(lambda kind: table_of(kind).name)
Rows = dict[UUID, Any]
Keys = frozenset[str]


@dataclass
class Records:
    """The rows by table and id; the audit is read in pieces, from the last entry known."""

    now: datetime
    tables: dict[str, Rows]
    entries: list[Any]
    known: dict[UUID, Keys] = field(default_factory=dict)  # What `keys` has found.

    def table(self, kind: type[SQLModel]) -> Rows:
        """Return the rows of a table."""
        return self.tables[_name_of(kind)]

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
        if who not in self.known:
            self.known[who] = self._keys(who)
        return self.known[who]

    def is_same(self, other: "Records", *kinds: type[SQLModel]) -> bool:
        """Return whether these tables have not been written to between this moment and the other one."""
        return all(self.table(kind) is other.table(kind) for kind in kinds)

    def _keys(self, who: UUID) -> Keys:
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


def read(
    session: Session,
    kinds: Collection[type[SQLModel]],
    *,
    now: datetime,
    after: int,
    since: Records | None = None,
    written: Collection[str] = (),
) -> Records:
    """Read the rows of these tables, and the audit after this entry.

    since: what is known already; then only these tables are read, and the others stay the same.
    """
    connection, audit = session.connection(), table_of(AuditEntry)
    tables = dict(since.tables) if since is not None else {}
    for table in map(table_of, kinds):
        if since is None or table.name in written:
            tables[table.name] = {row.id: row for row in connection.execute(table.select())}
    entries = connection.execute(select(audit).where(audit.c.id > after).order_by(audit.c.id)).all()
    known = since.known if since is not None and not set(written) & set(_OF_KEYS) else {}
    return Records(now, tables, list(entries), known)


# The tables that say by what somebody is known.
_OF_KEYS = tuple(table_of(kind).name for kind in (Account, Person, StaffMember))
