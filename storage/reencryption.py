"""Re-encryption: after a key rotation, values encrypted with an older key are encrypted with the newest, row by row.

So are keyed hashes, once the store keeps the look-up keys of its oldest secret (`storage/lookup_keys.py`). All secrets
but the newest can be removed when nothing is outdated. The job can be interrupted: a value begins with the id of its
key.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, String, Table, and_, func, not_, select, type_coerce, update
from sqlmodel import Session, SQLModel

from storage import schema
from storage.database.encryption import EncryptedField, current_keyring
from storage.database.keyed_hashes import KeyedHash

Location = Callable[[Any], str]

# Encrypted columns whose values are bound to a location of their own; all others are an `EncryptedField`.
OTHER_LOCATIONS: dict[tuple[str, str], Location] = {
    ("conversations", "content"): lambda row: f"conversations:{row.lane}",
    ("files", "sealed_key"): lambda row: f"files:{row.id}",
    ("import_jobs", "sealed_row"): lambda row: f"import_jobs:{row.import_id}:{row.line}",
    ("inbox", "payload"): lambda row: f"inbox:{row.source}:{row.key}",
    ("outbox", "payload"): lambda row: f"outbox:{row.reference}",
}
# Encrypted with a key of the row's own, which is an encrypted column itself.
ENCRYPTED_WITH_OWN_KEY = frozenset({("files", "content")})


@dataclass(frozen=True)
class OutdatedColumn:
    """A column whose values are encrypted again, in the order of the primary key. location: None for a keyed hash."""

    table: Table
    column: Column[Any]
    location: Location | None

    @property
    def _key(self) -> Column[Any]:
        (key,) = self.table.primary_key.columns
        return key

    @property
    def _stored(self) -> Any:
        return self.column if self.location else type_coerce(self.column, String)

    def rows(self, session: Session, *, after: Any, limit: int) -> list[Any]:
        """Return the next rows under an older key, after this primary key; None: from the first."""
        old = _is_outdated(self.column) if self.location else _is_outdated_hash(self._stored)
        columns = [self._key, *_location_columns(self.table), self._stored.label("stored")]
        query = select(*columns).where(old, *([self._key > after] if after is not None else []))
        return list(session.connection().execute(query.order_by(self._key).limit(limit)))

    def key_of(self, row: Any) -> Any:
        """Return the primary key of a row."""
        return getattr(row, self._key.name)

    def renew(self, session: Session, rows: Iterable[Any]) -> int:
        """Encrypt values with the newest key, unless another transaction has written new ones. Returns how many.

        Raises DecryptionError for a value whose key is not in the keyring.
        """
        done = 0
        for row in rows:
            same = self._key == self.key_of(row), self._stored == row.stored
            changed = update(self.table).where(*same).values({self.column: self._renewed(row)})
            done += session.connection().execute(changed).rowcount
        return done

    def _renewed(self, row: Any) -> Any:
        ring = current_keyring()
        if self.location is None:
            return type_coerce(ring.stored_hash(ring.hash_of(row.stored)), String)
        return ring.encrypt(ring.decrypt(row.stored, self.location(row)), self.location(row))


def outdated_columns() -> Iterator[OutdatedColumn]:
    """Yield every encrypted column, and those of keyed hashes if the look-up keys are kept and in use."""
    yield from (OutdatedColumn(table, column, location) for table, column, location in encrypted_columns())
    if current_keyring().lookup_keys:
        yield from (OutdatedColumn(table, column, None) for table, column in hash_columns())


def hash_columns() -> Iterator[tuple[Table, Column[Any]]]:
    """Yield every column of keyed hashes."""
    for table in schema.metadata.sorted_tables:
        yield from ((table, column) for column in table.columns if isinstance(column.type, KeyedHash))


def encrypted_columns() -> Iterator[tuple[Table, Column[Any], Location]]:
    """Yield every encrypted column, with a function from a row to the location its value is bound to."""
    for mapper in SQLModel._sa_registry.mappers:
        table: Any = mapper.local_table
        for name in (each for each in vars(mapper.class_).values() if isinstance(each, EncryptedField)):
            yield table, table.c[name.column], _field_location(table.name, name.column)
    for (table_name, key), location in OTHER_LOCATIONS.items():
        table = schema.metadata.tables[table_name]
        yield table, table.c[key], location


def _field_location(table: str, column: str) -> Location:
    return lambda row: f"{table}:{row.id}:{column}"


def _location_columns(table: Table) -> list[Column[Any]]:
    """Return the columns that a location contains, beside the primary key."""
    names = {"inbox": ("source", "key"), "outbox": ("reference",), "import_jobs": ("import_id", "line")}
    return [table.c[name] for name in names.get(table.name, ())]


def _is_outdated(column: Column[Any]) -> Any:
    return and_(func.length(column) > 0, func.substr(column, 1, 4) != current_keyring().current)


def _is_outdated_hash(text: Any) -> Any:
    return and_(func.length(text) > 0, not_(text.like(f"{current_keyring().hash_prefix()}%")))
