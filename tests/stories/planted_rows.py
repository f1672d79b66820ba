"""A row in every table that could lead to one person: ids, Telegram id, lane and vehicle wherever a column fits."""

from dataclasses import dataclass
from itertools import count
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Column, Table, Uuid, insert
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel

from storage import schema
from storage.database import table_of
from tests.data_protection.personal_data_by_table import MODULES
from tests.data_protection.row_states import ROW_STATES
from tests.storage.rows import described

assert MODULES  # Importing them fills ROW_STATES.
# What events, deliveries and timers lose when they end.
EMPTIED: dict[str, dict[str, Any]] = {
    "inbox": {"payload": b"", "lane": ""},
    "outbox": {"payload": b""},
    "timers": {"lane": ""},
}
FREE_NUMBERS = count(900_000)
# Tables of which the person has a row already, or that hold one row for all.
NOT_PLANTED = frozenset({"accounts", "conversations", "people", "staff", "vehicles", "audit_seals"})


@dataclass(frozen=True)
class Traces:
    """What identifies a person in the tables."""

    telegram_id: int
    lane: str
    account: UUID
    person: UUID
    vehicle: UUID
    filing: UUID

    def value_for(self, column: "Column[Any]") -> Any:
        """Return the value that leads to the person in this column. None if the column holds something else."""
        if column.name in ("telegram_id", "lane"):
            return self.telegram_id if column.name == "telegram_id" else self.lane
        owners = {"people": self.person, "accounts": self.account, "vehicles": self.vehicle, "filings": self.filing}
        for key in column.foreign_keys:
            return owners.get(key.column.table.name)
        return self.person if isinstance(column.type, Uuid) and not (column.primary_key or column.unique) else None


def plant(session: Session, traces: Traces) -> dict[str, int]:
    """Insert a row into every table that has room for a trace. Returns how many traces the row of each table holds."""
    tables = [table for table in schema.metadata.sorted_tables if table.name not in NOT_PLANTED]
    return {table.name: held for table in tables if (held := _plant(session, table, traces))}


def _plant(session: Session, table: Table, traces: Traces) -> int:
    """Try all traces at once, then fewer: constraints refuse some pairs, such as two acts of one person."""
    kind = next(each.class_ for each in SQLModel._sa_registry.mappers if table_of(each.class_) is table)
    values = {column.name: traces.value_for(column) for column in table.columns}
    found = {name: value for name, value in values.items() if value is not None}
    keys = {key.name: next(FREE_NUMBERS) for key in table.primary_key.columns if isinstance(key.type, BigInteger)}
    for left in range(len(found), 0, -1):
        given = {**dict(list(found.items())[:left]), **_ended(table.name), **keys}
        try:
            with session.begin_nested():
                session.connection().execute(insert(table), described(session, kind, **given))
        except IntegrityError:
            continue
        return left
    return 0


def _ended(table: str) -> dict[str, Any]:
    """Return values without which a row would prevent the deletion, or be handled by the desk as its own."""
    states = ROW_STATES.get(table)
    return {**(states.ended if states is not None else {}), **EMPTIED.get(table, {})}
