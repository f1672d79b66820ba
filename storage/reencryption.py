"""Resealing: after a new secret key, everything sealed with an older one is sealed with the newest, row by row.

The oldest secret also makes the blind indexes and the marks of buttons: it stays in the ring, last. Those
between can be left out once nothing is left to reseal. Broken off, it goes on where it stopped: a row
says by its first four bytes which key sealed it.
"""

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Column, Table, and_, func, select, update
from sqlmodel import Session, SQLModel

from storage import schema
from storage.database.encryption import EncryptedField, current_keyring

Place = Callable[[Any], str]

OWN_WAYS: dict[tuple[str, str], Place] = {
    ("certificate_keyring", "sealed_keys"): lambda row: f"certificate_keyring:{row.id}:sealed_keys",
    ("conversations", "content"): lambda row: f"conversations:{row.lane}",
    ("files", "sealed_key"): lambda row: f"files:{row.id}",
    ("inbox", "payload"): lambda row: f"inbox:{row.source}:{row.key}",
    ("outbox", "payload"): lambda row: f"outbox:{row.reference}",
}
"""Columns that are sealed for a place of their own naming; every other is a `Sealed` property of its row."""
UNDER_OWN_KEYS = frozenset({("files", "content")})
"""Sealed with a key of the row's own, which is resealed itself."""


def reseal(session: Session, *, most: int = 500) -> int:
    """Seal up to `most` values with the newest key. Returns how many; 0 when nothing is left.

    Raises DecryptionError for a value whose key is not in the ring.
    """
    done = 0
    for table, column, place in sealed_columns():
        for row in _older(session, table, column, most=most - done):
            done += _again(session, table, column, row, place(row))
        if done >= most:
            break
    return done


def left(session: Session) -> int:
    """Return how many values an older key still seals."""
    connection = session.connection()
    return sum(
        connection.execute(select(func.count()).select_from(table).where(_is_older(column))).scalar() or 0
        for table, column, _ in sealed_columns()
    )


def sealed_columns() -> Iterator[tuple[Table, Column[Any], Place]]:
    """Every sealed column of the store, and for which place its values are sealed."""
    for mapper in SQLModel._sa_registry.mappers:
        table: Any = mapper.local_table
        for name in (each for each in vars(mapper.class_).values() if isinstance(each, EncryptedField)):
            yield table, table.c[name.column], _of_property(table.name, name.column)
    for (holder, key), place in OWN_WAYS.items():
        table = schema.metadata.tables[holder]
        yield table, table.c[key], place


def _of_property(table: str, column: str) -> Place:
    return lambda row: f"{table}:{row.id}:{column}"


def _older(session: Session, table: Table, column: Column[Any], *, most: int) -> list[Any]:
    question = select(*table.primary_key.columns, *_named_by(table), column.label("sealed")).where(_is_older(column))
    return list(session.connection().execute(question.limit(most)))


def _named_by(table: Table) -> list[Column[Any]]:
    """Return the columns that places are named by, beside the primary key."""
    names = {"inbox": ("source", "key"), "outbox": ("reference",)}
    return [table.c[name] for name in names.get(table.name, ())]


def _is_older(column: Column[Any]) -> Any:
    return and_(func.length(column) > 0, func.substr(column, 1, 4) != current_keyring().current)


def _again(session: Session, table: Table, column: Column[Any], row: Any, place: str) -> int:
    """Seal one value anew, unless somebody has written another meanwhile."""
    key = [each == getattr(row, each.name) for each in table.primary_key.columns]
    sealed = current_keyring().encrypt(current_keyring().decrypt(row.sealed, place), place)
    changed = update(table).where(*key, column == row.sealed).values({column: sealed})
    return session.connection().execute(changed).rowcount
