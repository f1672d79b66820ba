"""Re-encryption: after a key rotation, values encrypted with an older key are encrypted with the newest, row by row.

So are keyed hashes, once the store keeps the look-up keys of its oldest secret (`storage/lookup_keys.py`). All secrets
but the newest can be removed when nothing is outdated. The job can be interrupted: a value begins with the id of its
key.
"""

from collections.abc import Callable, Iterator
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


def reencrypt_hashes(session: Session, *, limit: int = 500) -> int:
    """Encrypt up to `limit` keyed hashes with the newest key. Returns how many; 0 when none is outdated.

    The look-up keys must be kept and in use. Raises DecryptionError for a hash whose key is not in the keyring.
    """
    ring, done = current_keyring(), 0
    for table, column in hash_columns():
        text = type_coerce(column, String)
        outdated = and_(func.length(text) > 0, not_(text.like(f"{ring.hash_prefix()}%")))
        query = select(*table.primary_key.columns, text.label("stored")).where(outdated).limit(limit - done)
        for row in session.connection().execute(query).all():
            key = [each == getattr(row, each.name) for each in table.primary_key.columns]
            renewed = type_coerce(ring.stored_hash(ring.hash_of(row.stored)), String)
            changed = update(table).where(*key, text == row.stored).values({column: renewed})
            done += session.connection().execute(changed).rowcount
        if done >= limit:
            break
    return done


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


def _outdated(session: Session, table: Table, column: Column[Any], *, limit: int) -> list[Any]:
    query = select(*table.primary_key.columns, *_location_columns(table), column.label("encrypted")).where(
        _is_outdated(column)
    )
    return list(session.connection().execute(query.limit(limit)))


def _location_columns(table: Table) -> list[Column[Any]]:
    """Return the columns that a location contains, beside the primary key."""
    names = {"inbox": ("source", "key"), "outbox": ("reference",), "import_jobs": ("import_id", "line")}
    return [table.c[name] for name in names.get(table.name, ())]


def _is_outdated(column: Column[Any]) -> Any:
    return and_(func.length(column) > 0, func.substr(column, 1, 4) != current_keyring().current)


def _reencrypt_value(session: Session, table: Table, column: Column[Any], row: Any, location: str) -> int:
    """Encrypt one value again, unless another transaction has written a new one."""
    key = [each == getattr(row, each.name) for each in table.primary_key.columns]
    renewed = current_keyring().encrypt(current_keyring().decrypt(row.encrypted, location), location)
    changed = update(table).where(*key, column == row.encrypted).values({column: renewed})
    return session.connection().execute(changed).rowcount
