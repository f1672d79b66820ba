"""Deletes old rows, a few at a time: of a window of keys, those that meet a condition and that no other row refers to.

The window begins at a random key, so that the deletion needs no index over moments and no place to remember, and
reaches every row in time.
"""

from collections.abc import Sequence
from functools import cache
from random import randrange
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Column, ColumnElement, Integer, Select, Table, bindparam, exists, func, select
from sqlmodel import Session

WINDOW = 50


def in_window(session: Session, table: Table, *conditions: ColumnElement[bool], limit: int = WINDOW) -> list[UUID]:
    """Return the first keys of the rows of a random window that meet the conditions."""
    key = _key(table)
    start = _random_key(session, key)
    window = _keys(session, _from(key), start, limit)
    if len(window) < limit:
        window += _keys(session, _before(key), start, limit - len(window))
    if not window:
        return []
    query = select(key).where(key.in_(window), *conditions)
    return list(dict.fromkeys(session.connection().execute(query).scalars()))


def delete_unreferenced(
    session: Session, table: Table, *conditions: ColumnElement[bool], limit: int = WINDOW
) -> list[UUID]:
    """Delete the rows of a random window that meet the conditions and that no row refers to. Returns their keys."""
    found = in_window(session, table, *conditions, *_unreferenced(table), limit=limit)
    if found:
        session.connection().execute(table.delete().where(_key(table).in_(found), *conditions))
    return found


def delete_where_in(session: Session, column: Column[UUID], keys: Sequence[UUID]) -> None:
    """Delete the rows that have one of these keys in a column."""
    if keys:
        session.connection().execute(column.table.delete().where(column.in_(keys)))


@cache
def references(table: Table) -> tuple[Column[UUID], ...]:
    """Return every column of any table that refers to the key of this table."""
    return tuple(
        foreign.parent
        for other in table.metadata.sorted_tables
        for foreign in sorted(other.foreign_keys, key=lambda each: each.parent.name)
        if foreign.column.table is table
    )


@cache
def _unreferenced(table: Table) -> tuple[ColumnElement[bool], ...]:
    return tuple(~exists().where(child == _key(table)) for child in references(table))


# Both are built once for each table: housekeeping asks every few seconds, and to build one takes longer than to ask it.
@cache
def _from(key: Column[UUID]) -> Select[UUID]:
    return _in_order(key, key >= bindparam("start", type_=key.type))


@cache
def _before(key: Column[UUID]) -> Select[UUID]:
    return _in_order(key, key < bindparam("start", type_=key.type))


def _in_order(key: Column[UUID], condition: ColumnElement[bool]) -> Select[UUID]:
    return select(key).where(condition).order_by(key).limit(bindparam("most", type_=Integer))


def _keys(session: Session, query: Select[UUID], start: Any, most: int) -> list[UUID]:
    return list(session.connection().execute(query, {"start": start, "most": most}).scalars())


def _random_key(session: Session, key: Column[Any]) -> Any:
    """Return where a window begins: a random UUID, or a random number up to the newest one."""
    if not isinstance(key.type, Integer):
        return uuid4()
    newest: int | None = session.connection().execute(select(func.max(key))).scalar_one()
    return randrange((newest or 0) + 1)


def _key(table: Table) -> Column[UUID]:
    """Return the key of a table; of a key of several columns the first."""
    return next(iter(table.primary_key.columns))
