"""Moves everything of one row of people to another one, when both turn out to be the same person.

Every column that refers to people is moved, and those that hold a person's id without a reference; a test finds them.
"""

from itertools import count
from uuid import UUID

from sqlalchemy import Column, Table, select, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel

from storage import old_rows
from storage.database import table_of
from storage.identity.accounts import Account
from storage.register.people import Person

# Columns without a reference that hold the id of a person.
UNREFERENCED = {
    "api_client_proposals": ("proposed_person", "decided_person"),
    "blacklist": ("proposed_person", "confirmed_person", "appeal_decided_person"),
    "certificates": ("issued_by",),
    "certificate_looks": ("by",),
    "filings": ("term_by",),
    "identity_cases": ("reviewer_person", "first_person"),
    "import_jobs": ("row_id",),
    "import_proposals": ("proposed_person", "decided_person"),
    "objections": ("answered_person", "first_person"),
    "refunds": ("payer_person", "first_person", "second_person"),
    "revocation_proposals": ("proposed_person", "decided_person"),
    "reviews": ("applicant_person", "owner_person", "barred_person", "reviewer_person"),
    "rule_proposals": ("proposed_person", "decided_person"),
    "staff_proposals": ("proposed_person", "decided_person"),
    "timers": ("subject",),
    "verification_withdrawals": ("proposed_person", "decided_person"),
}
# Tables whose rows are locked in this order, before and after accounts; other tables follow.
BEFORE_ACCOUNTS = ("vehicles", "filings", "approvals")
FIRST = (*BEFORE_ACCOUNTS, "decisions", "payment_orders")
# A person has each number once: column of the person, column of the number.
SLOTS = {"filings": ("filer_id", "filer_slot"), "members": ("person_id", "person_seat")}


def columns() -> list[Column[UUID]]:
    """Return every column that holds the id of a person, except that of accounts, in the order of the locks."""
    tables = SQLModel.metadata.tables
    found = [each for each in old_rows.references(table_of(Person)) if each.table is not table_of(Account)]
    found += [tables[name].c[each] for name, names in UNREFERENCED.items() for each in names]
    return sorted(found, key=lambda each: FIRST.index(each.table.name) if each.table.name in FIRST else len(FIRST))


def lock(session: Session, person_id: UUID) -> None:
    """Lock the rows of a person that come before accounts in the order of locks."""
    for column in columns():
        if column.table.name in BEFORE_ACCOUNTS:
            query = select(_key(column.table)).where(column == person_id).with_for_update(key_share=True)
            session.connection().execute(query).all()


def move(session: Session, one: UUID, other: UUID) -> None:
    """Move everything of one person to the other, except the account.

    A row that the other has already, such as a second mute of the same thing, stays where it is.
    """
    session.flush()
    for name, (owner, slot) in SLOTS.items():
        table = SQLModel.metadata.tables[name]
        _free_slots(session, table, table.c[owner], table.c[slot], one, other)
    for column in columns():
        _move_column(session, column, one, other)
    session.expire_all()


def _move_column(session: Session, column: Column[UUID], one: UUID, other: UUID) -> None:
    everything = update(column.table).values({column.name: other})
    if _is_done(session, everything.where(column == one)):
        return
    key = _key(column.table)
    for row in session.connection().execute(select(key).where(column == one)).scalars().all():
        _is_done(session, everything.where(key == row))


def _is_done(session: Session, statement: object) -> bool:
    try:
        with session.begin_nested():
            session.connection().execute(statement)  # type: ignore[call-overload]
    except IntegrityError:
        return False
    return True


def _free_slots(session: Session, table: Table, owner: Column[UUID], slot: Column[int], one: UUID, other: UUID) -> None:
    """Give the rows of one person whose number the other has the lowest numbers that neither has."""
    connection, key = session.connection(), _key(table)
    query = select(key, owner, slot).where(owner.in_([one, other]), slot.is_not(None)).order_by(slot, key)
    rows = connection.execute(query).all()
    used, taken = {number for _, _, number in rows}, {number for _, person, number in rows if person == other}
    free = (number for number in count(1) if number not in used)
    for row, person, number in rows:
        if person == one and number in taken:
            connection.execute(update(table).where(key == row).values({slot.name: next(free)}))


def _key(table: Table) -> Column[UUID]:
    (key,) = table.primary_key.columns
    return key
