"""Helpers for rows: insert, insert once, lock, and update only if a condition still holds (compare and set)."""

from collections.abc import Callable
from enum import StrEnum
from hashlib import sha256
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Table, func, inspect, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel, select

Row = TypeVar("Row", bound=SQLModel)


class NamedLock(StrEnum):
    """The kinds of advisory locks, for rules that no row can be locked for. LOCK_ORDER of the tests has their order."""

    REGISTER_ROW = "register-row"
    CLOSING = "closing"
    LIMIT = "limit"
    IDENTITY_PHOTO = "identity-photo"
    IDENTITY_DIGEST = "identity-digest"
    ADDRESS = "address"
    PHONE_NUMBER_FIRST = "phone-number-first"
    PHONE_CLAIM = "phone-claim"
    PHONE_NUMBER_LAST = "phone-number-last"
    REQUESTER = "requester"
    PHONE_NUMBER_SUM = "phone-number-sum"
    OWNER_DIGEST = "owner-digest"
    RECEIPT = "receipt"


# Called with each advisory lock that is taken, also on SQLite, where no statement shows it.
lock_observers: list[Callable[[Session, NamedLock, str], None]] = []

# The INSERT of each dialect, by the dialect's name: only these offer ON CONFLICT.
INSERTS: dict[str, Any] = {"sqlite": sqlite_insert, "postgresql": postgresql_insert}


def table_of(kind: type[SQLModel]) -> Table:
    """Return the table of a model, for SQLAlchemy Core statements."""
    table: Table = vars(kind)["__table__"]
    return table


def add(session: Session, row: Row) -> Row:
    """Write a new or changed row at once, so that rows that refer to it can follow in any order."""
    session.add(row)
    session.flush()
    return row


def try_add(session: Session, *rows: SQLModel) -> bool:
    """Insert new rows in this order. Returns False, with nothing inserted, if a constraint refuses one of them."""
    try:
        with session.begin_nested():
            for row in rows:
                add(session, row)
    except IntegrityError:
        return False
    return True


def add_once(session: Session, kind: type[SQLModel], values: dict[str, Any]) -> bool:
    """Insert a new row unless one with the same unique key exists. Returns False if it does."""
    connection = session.connection()
    statement = INSERTS[connection.dialect.name](table_of(kind)).on_conflict_do_nothing()
    # Without the option PostgreSQL's driver does not report the number of rows.
    return connection.execute(statement, values, execution_options={"preserve_rowcount": True}).rowcount == 1


def lock_row(session: Session, kind: type[Row], key: Any) -> Row | None:
    """Load a row afresh and lock it until the end of the transaction.

    A rule that spans several rows locks their parent first: otherwise two turns on PostgreSQL
    could both read the old count. SQLite has one writer, so this is a plain read there. The lock is FOR NO KEY UPDATE:
    others may insert rows that refer to the row.
    """
    return session.get(kind, key, with_for_update={"key_share": True}, populate_existing=True)


def lock_name(session: Session, kind: NamedLock, name: str, *, shared: bool = False) -> None:
    """Take an advisory lock of a kind until the end of the transaction. SQLite needs none: it has one writer.

    shared: others may have it too, but nobody for themselves alone.
    """
    for observe in lock_observers:
        observe(session, kind, name)
    if session.get_bind().dialect.name == "postgresql":
        key = int.from_bytes(sha256(f"{kind} {name}".encode()).digest()[:8], signed=True)
        take = func.pg_advisory_xact_lock_shared if shared else func.pg_advisory_xact_lock
        session.exec(select(take(key))).all()


def update_if(session: Session, row: SQLModel, /, *conditions: ColumnElement[bool], **values: Any) -> bool:
    """Update the row only if every condition still holds in the database (compare and set), then reload it.

    Returns False if the conditions did not hold: usually another transaction changed the row first.
    """
    mapper = inspect(type(row))
    key = zip(mapper.primary_key, mapper.primary_key_from_instance(row), strict=True)
    statement = update(type(row)).where(*(column == value for column, value in key), *conditions).values(**values)
    changed = session.exec(statement, execution_options={"synchronize_session": False}).rowcount
    session.refresh(row)
    return changed == 1
