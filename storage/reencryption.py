"""Re-encryption: after a key rotation, values encrypted with an older key are encrypted with the newest, row by row.

The oldest secret must stay in the keyring, last, because blind indexes and the signatures of buttons derive
from it. Those between can be removed once nothing is outdated. The job can be interrupted: the first four
bytes of a value are the id of its key.
"""

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Column, Table, and_, func, select, update
from sqlmodel import Session, SQLModel

from storage import schema
from storage.database.encryption import EncryptedField, current_keyring

Location = Callable[[Any], str]

# Encrypted columns whose values are bound to a location of their own; all others are an `EncryptedField`.
OTHER_LOCATIONS: dict[tuple[str, str], Location] = {
    ("conversations", "content"): lambda row: f"conversations:{row.lane}",
    ("files", "sealed_key"): lambda row: f"files:{row.id}",
    ("inbox", "payload"): lambda row: f"inbox:{row.source}:{row.key}",
    ("outbox", "payload"): lambda row: f"outbox:{row.reference}",
}
# Encrypted with a key of the row's own, which is an encrypted column itself.
ENCRYPTED_WITH_OWN_KEY = frozenset({("files", "content")})


def reencrypt(session: Session, *, limit: int = 500) -> int:
    """Encrypt up to `limit` values with the newest key. Returns how many; 0 when none is outdated.

    Raises DecryptionError for a value whose key is not in the keyring.
    """
    done = 0
    for table, column, location in encrypted_columns():
        for row in _outdated(session, table, column, limit=limit - done):
            done += _reencrypt_value(session, table, column, row, location(row))
        if done >= limit:
            break
    return done


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


def _outdated(session: Session, table: Table, column: Column[Any], *, limit: int) -> list[Any]:
    query = select(*table.primary_key.columns, *_location_columns(table), column.label("encrypted")).where(
        _is_outdated(column)
    )
    return list(session.connection().execute(query.limit(limit)))


def _location_columns(table: Table) -> list[Column[Any]]:
    """Return the columns that a location contains, beside the primary key."""
    names = {"inbox": ("source", "key"), "outbox": ("reference",)}
    return [table.c[name] for name in names.get(table.name, ())]


def _is_outdated(column: Column[Any]) -> Any:
    return and_(func.length(column) > 0, func.substr(column, 1, 4) != current_keyring().current)


def _reencrypt_value(session: Session, table: Table, column: Column[Any], row: Any, location: str) -> int:
    """Encrypt one value again, unless another transaction has written a new one."""
    key = [each == getattr(row, each.name) for each in table.primary_key.columns]
    renewed = current_keyring().encrypt(current_keyring().decrypt(row.encrypted, location), location)
    changed = update(table).where(*key, column == row.encrypted).values({column: renewed})
    return session.connection().execute(changed).rowcount
