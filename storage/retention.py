"""Retention: declares beside a table when its rows are deleted; `expired_rows` and `old_records` do it.

A new table needs no entry in another module of storage.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, MetaData, Table
from sqlmodel import SQLModel

from storage.database import table_of

Condition = Callable[[Table, datetime], ColumnElement[bool]]


class RetentionPeriod(StrEnum):
    """The dated rule after whose days rows are deleted: used and expired rows, or evidence that belongs to no case."""

    EXPIRED_ROW_DAYS = "spent_days"
    RECORD_DAYS = "record_days"


def delete_after(period: RetentionPeriod, kind: type[SQLModel], condition: Condition) -> None:
    """Declare that rows are deleted which meet the condition with the moment that lies the period's days ago."""
    table_of(kind).info[period] = condition


def older(moment: str) -> Condition:
    """Return the condition that this moment, if there is one, lies before the period."""
    return lambda table, before: table.c[moment] < before


def declared(metadata: MetaData, period: RetentionPeriod) -> Iterator[tuple[Table, Condition]]:
    """Return the tables whose rows are deleted after this period, and the condition of each."""
    for table in metadata.sorted_tables:
        if period in table.info:
            yield table, table.info[period]
