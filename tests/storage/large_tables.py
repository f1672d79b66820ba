"""One row in every table of the schema, found by trying values until the constraints accept them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import combinations, islice
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Column, Connection, Enum, Table, TypeDecorator
from sqlalchemy.exc import IntegrityError

from storage.schema import metadata

MAX_ATTEMPTS = 20_000
Row = dict[str, Any]


# Columns that an earlier revision required: it drops rows that leave them empty.
REQUIRED_BEFORE = {"payment_transactions": ("order_id",), "viewings": ("file_id",)}


def fill(connection: Connection) -> dict[str, int]:
    """Insert one row into every table. Returns the number of rows by table."""
    rows: dict[str, Row] = {}
    for table in metadata.sorted_tables:
        rows[table.name] = _insert(connection, table, rows)
    return dict.fromkeys(rows, 1)


def _insert(connection: Connection, table: Table, others: dict[str, Row]) -> Row:
    for row in islice(_candidates(table, others), MAX_ATTEMPTS):
        try:
            with connection.begin_nested():
                connection.execute(table.insert(), row)
        except IntegrityError:
            continue
        return row
    raise AssertionError(f"No row was found that {table.name} accepts: add values to tests/storage/large_tables.py")


def _candidates(table: Table, others: dict[str, Row]) -> Iterator[Row]:
    """Yield rows, the simplest first: nullable columns empty, then one, two, three or all of them filled."""
    required = REQUIRED_BEFORE.get(table.name, ())
    needed = [column for column in table.columns if not column.nullable or column.name in required]
    empty = [column for column in table.columns if column.nullable and column.name not in required]
    nothing = dict.fromkeys((column.name for column in empty), None)
    for size in (0, 1, 2, 3, len(empty)):
        for chosen in combinations(empty, size):
            choices = {column.name: _values(column, others) for column in needed + list(chosen)}
            if all(choices.values()):
                yield from ({**nothing, **row} for row in _rows(choices))


def _rows(choices: dict[str, list[Any]]) -> Iterator[Row]:
    """Yield the first value of every column, then variations of one column or two."""
    first = {name: values[0] for name, values in choices.items()}
    other = [(name, value) for name, values in choices.items() for value in values[1:]]
    for count in (0, 1, 2):
        for changed in combinations(other, count):
            yield first | dict(changed)


def _values(column: Column[Any], others: dict[str, Row]) -> list[Any]:
    for key in column.foreign_keys:
        table, name = key.column.table.name, key.column.name
        return [others[table][name]] if table in others else []
    if isinstance(column.type, Enum):
        return list(column.type.enums if column.type.enum_class is None else column.type.enum_class)
    kind = column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type
    return _plain(kind.python_type)


def _plain(kind: type) -> list[Any]:
    plain: dict[type, list[Any]] = {
        UUID: [uuid4()],
        str: ["2026-11", ""],
        int: [1, 0],
        bool: [False, True],
        float: [1.0],
        bytes: [b"encrypted"],
        datetime: [datetime(2026, 11, 25, tzinfo=UTC)],
        date: [date(2026, 11, 25)],
    }
    return plain[kind]
