"""Retention: declares beside each table when the keeping of its rows ends.

`expired_rows` and `old_records` delete what `delete_after` and `delete_with` declare; `keep_until` is for rows that
nothing deletes, or code of their own. A new table needs no entry in another module of storage.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from uuid import UUID

from sqlalchemy import Column, ColumnElement, MetaData, Table
from sqlmodel import SQLModel

from storage.database import table_of
from storage.database.counters import Counter

Condition = Callable[[Table, datetime], ColumnElement[bool]]


class RetentionPeriod(StrEnum):
    """The dated rule after whose days rows are deleted. `delete_after` knows the first two."""

    EXPIRED_ROW_DAYS = "spent_days"  # Used and expired rows.
    RECORD_DAYS = "record_days"  # Evidence.
    LEDGER_DAYS = "ledger_days"
    PHOTO_DAYS = "photo_days"
    UPDATE_DAYS = "update_days"
    MESSAGE_DAYS = "message_days"
    GUEST_DAYS = "guest_days"


class EndOfKeeping(StrEnum):
    """What ends the keeping of rows that no period ends."""

    ACCOUNT = "deleted, or emptied, with the account"
    OWN_DATE = "each row has its own date"
    REGISTER = "the official register's, which the desk does not change"
    VEHICLE = "the vehicle's, as its entry in the register"
    IDS_ONLY = "ids alone, which lead to nobody once the account is deleted"
    NOT_PERSONAL = "no personal data"


@dataclass(frozen=True)
class Retention:
    """When the keeping of a table's rows ends, by a rule's days, a fixed time, or what ends it instead.

    reason: why the table has no personal data. no_keeper: why no module of `bot.services.privacy` reads or erases the
    rows of people, or "".
    """

    end: RetentionPeriod | timedelta | EndOfKeeping
    reason: str = ""
    no_keeper: str = ""


def delete_after(period: RetentionPeriod, kind: type[SQLModel], condition: Condition, *, no_keeper: str = "") -> None:
    """Declare that rows are deleted which meet the condition with the moment that lies the period's days ago."""
    table_of(kind).info[period] = condition
    keep_until(period, kind, no_keeper=no_keeper)


def delete_with(kind: type[SQLModel], column: str, *, no_keeper: str = "") -> None:
    """Declare that rows are deleted with the row that this column refers to, if not before by `delete_after`."""
    table_of(kind).info["parent"] = table_of(kind).c[column]
    table_of(kind).info["no_keeper"] = no_keeper


def keep_until(end: RetentionPeriod | timedelta | EndOfKeeping, kind: type[SQLModel], *, no_keeper: str = "") -> None:
    """Declare what ends the keeping of rows that code of their own deletes or empties, or that are never deleted."""
    table_of(kind).info["retention"] = Retention(end, no_keeper=no_keeper)


def without_personal_data(kind: type[SQLModel], reason: str) -> None:
    """Declare that a table has no personal data, and why; its rows may be kept."""
    table_of(kind).info["retention"] = Retention(EndOfKeeping.NOT_PERSONAL, reason)


def older(moment: str) -> Condition:
    """Return the condition that this moment, if there is one, lies before the period."""
    return lambda table, before: table.c[moment] < before


@cache
def declared(metadata: MetaData, period: RetentionPeriod) -> tuple[tuple[Table, Condition], ...]:
    """Return the tables whose rows are deleted after this period, and the condition of each."""
    return tuple((table, table.info[period]) for table in metadata.sorted_tables if period in table.info)


@cache
def parts_of(table: Table) -> tuple[Column[UUID], ...]:
    """Return the columns by which rows of other tables are deleted with a row of this one; dependent tables first."""
    columns = [each.info["parent"] for each in reversed(table.metadata.sorted_tables) if "parent" in each.info]
    return tuple(column for column in columns if column.references(_key(table)))


def retention_of(table: Table) -> Retention | None:
    """Return what is declared of a table, of a part of a case that of the case; None if nothing is."""
    found: Retention | None = table.info.get("retention")
    if found is None and "parent" in table.info:
        (foreign,) = table.info["parent"].foreign_keys
        parent = retention_of(foreign.column.table)
        found = parent and Retention(parent.end, no_keeper=table.info["no_keeper"])
    return found


def _key(table: Table) -> Column[UUID]:
    return next(iter(table.primary_key.columns))


without_personal_data(Counter, "the last running numbers")  # Its package lies below this module.
