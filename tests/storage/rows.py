"""Rows of any table, with the rows they refer to: values that a test does not name are filled in, always distinct."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from itertools import count
from typing import Any
from uuid import uuid4

from sqlalchemy import Column, Enum, Table, Uuid, insert, inspect
from sqlmodel import Session, SQLModel

from storage.database import table_of

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
numbers = count(1)
# Values that satisfy the CHECK constraints of a table.
REQUIRED_VALUES: dict[str, dict[str, Any]] = {
    "filings": {"status": "ended"},
    "members": {"role": "user", "organisation_seat": 1, "person_seat": 1},
    "decisions": {"fine": 20_000},
    "violations": {"points": 3},
    "staff_proposals": {"roles": "reviewer"},
}


def put(session: Session, kind: type[SQLModel], /, **values: Any) -> Any:
    """Insert a row and return its primary key, or the values of a composite key."""
    row = described(session, kind, **values)
    table = table_of(kind)
    session.connection().execute(insert(table), row)
    keys = [column.name for column in table.primary_key.columns]
    return row[keys[0]] if len(keys) == 1 else {key: row[key] for key in keys}


def described(session: Session, kind: type[SQLModel], /, **values: Any) -> dict[str, Any]:
    """Return the values of a row; the rows it refers to are inserted."""
    table = table_of(kind)
    attributes = {each.key: each.columns[0].name for each in inspect(kind).column_attrs}
    given = {
        attributes.get(name, name): value for name, value in {**REQUIRED_VALUES.get(table.name, {}), **values}.items()
    }
    if table.name == "vehicles" and "owner_person_id" not in given:  # A CHECK constraint wants one of two columns.
        given["owner_person_id"] = put(session, _kind_of(table.metadata.tables["people"]))
    fields = {column: kind.model_fields[attribute] for attribute, column in attributes.items()}
    wanted = [column for column in table.columns if column.name not in given]
    return given | {column.name: _filled(session, column, fields) for column in wanted}


def _filled(session: Session, column: "Column[Any]", fields: Mapping[str, Any]) -> Any:
    field = fields[column.name]
    if not field.is_required() and field.default_factory is None and field.default is not None:
        return field.default
    if column.nullable:
        return None
    for key in column.foreign_keys:
        return put(session, _kind_of(key.column.table))
    return _value(column)


def _value(column: "Column[Any]") -> Any:
    number = next(numbers)
    if isinstance(column.type, Enum):
        return next(iter(column.type.enum_class or ()))
    if isinstance(column.type, Uuid):
        return uuid4()
    kind = getattr(column.type, "impl", column.type).python_type
    made = {datetime: NOW, date: NOW.date(), int: number, bool: False, bytes: b"encrypted", str: f"text {number}"}
    return made[kind]


def _kind_of(table: Table) -> type[SQLModel]:
    kinds = [mapper.class_ for mapper in SQLModel._sa_registry.mappers]
    return next(kind for kind in kinds if table_of(kind) is table)
