"""The keys that sign certificates, sealed in the store so that every replica has them, and the status lists signed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Table
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlmodel import Field, Session, SQLModel, col, select

from storage import database
from storage.database import big_integer, encrypted_bytes, instant
from storage.database.encryption import EncryptedField, current_keyring

THE_ONE = UUID(int=1)


class StoredKeyring(SQLModel, table=True):
    """The one row that holds every private key, as JSON, sealed."""

    __tablename__ = "certificate_keyring"

    id: UUID = Field(default=THE_ONE, primary_key=True)
    sealed_keys: bytes = encrypted_bytes()
    changed_at: datetime = instant()

    keys = EncryptedField("sealed_keys")


class StoredStatusList(SQLModel, table=True):
    """A status list that was signed and published. `fingerprint`: of what it says, whenever that was."""

    __tablename__ = "status_lists"

    number: int = big_integer(primary_key=True)
    issued_at: datetime = instant()
    next_update: datetime = instant()
    fingerprint: str
    document: str


_keyrings: Table = StoredKeyring.__table__  # type: ignore[attr-defined]


def read(session: Session) -> str | None:
    """Return the private keys as JSON, None before the first were made."""
    row = session.get(StoredKeyring, THE_ONE)
    return row.keys if row is not None else None


def hold(session: Session) -> str | None:
    """Return the private keys and let nobody else change them until the end of the transaction."""
    row = database.lock_row(session, StoredKeyring, THE_ONE)
    return row.keys if row is not None else None


def begin(session: Session, keys: str, *, at: datetime) -> str:
    """Keep the first keys, and return those that are kept now: of two beginnings at once one counts."""
    insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql_insert
    sealed = current_keyring().encrypt(keys.encode(), f"certificate_keyring:{THE_ONE}:sealed_keys")
    row = {"id": THE_ONE, "sealed_keys": sealed, "changed_at": at}
    session.connection().execute(insert(_keyrings).values(row).on_conflict_do_nothing())
    kept = hold(session)
    assert kept is not None
    return kept


def write(session: Session, keys: str, *, at: datetime) -> None:
    """Keep changed keys; the caller holds the row."""
    row = session.get_one(StoredKeyring, THE_ONE)
    row.keys, row.changed_at = keys, at
    session.add(row)
    session.flush()


def newest_list(session: Session) -> StoredStatusList | None:
    """Return the status list published last."""
    return session.exec(select(StoredStatusList).order_by(col(StoredStatusList.number).desc()).limit(1)).first()


def keep_list(session: Session, found: StoredStatusList) -> None:
    """Keep a new status list."""
    database.add(session, found)
