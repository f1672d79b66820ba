"""The signing keys of certificates: the encrypted private keys that sign them; and the published status lists."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, Session, SQLModel, col, select

from storage.database import add, add_once, big_integer, encrypted_bytes, instant, lock_row
from storage.database.encryption import EncryptedField, current_keyring
from storage.retention import without_personal_data

KEYRING_ID = UUID(int=1)


class StoredSigningKeys(SQLModel, table=True):
    """The one row with all private keys, as encrypted JSON."""

    __tablename__ = "certificate_keyring"

    id: UUID = Field(default=KEYRING_ID, primary_key=True)
    sealed_keys: bytes = encrypted_bytes()
    changed_at: datetime = instant()

    keys = EncryptedField("sealed_keys")


class StoredStatusList(SQLModel, table=True):
    """One signed and published status list. `fingerprint`: of its content without the dates."""

    __tablename__ = "status_lists"

    number: int = big_integer(primary_key=True)
    issued_at: datetime = instant()
    next_update: datetime = instant()
    fingerprint: str
    document: str


without_personal_data(StoredSigningKeys, "the desk's own keys")
without_personal_data(StoredStatusList, "published lists of revoked certificates, by number")


def read(session: Session) -> str | None:
    """Return the private keys as JSON, None before the first were created."""
    row = session.get(StoredSigningKeys, KEYRING_ID)
    return row.keys if row is not None else None


def lock(session: Session) -> str | None:
    """Return the private keys, locked until the end of the transaction."""
    row = lock_row(session, StoredSigningKeys, KEYRING_ID)
    return row.keys if row is not None else None


def create(session: Session, keys: str, *, at: datetime) -> str:
    """Store the first keys. Returns the stored keys, which are another transaction's if it was first."""
    encrypted = current_keyring().encrypt(keys.encode(), f"certificate_keyring:{KEYRING_ID}:sealed_keys")
    add_once(session, StoredSigningKeys, {"id": KEYRING_ID, "sealed_keys": encrypted, "changed_at": at})
    return str(
        session.get_one(StoredSigningKeys, KEYRING_ID, with_for_update={"key_share": True}, populate_existing=True).keys
    )


def write(session: Session, keys: str, *, at: datetime) -> None:
    """Store changed keys. The caller has locked the row."""
    row = session.get_one(StoredSigningKeys, KEYRING_ID)
    row.keys, row.changed_at = keys, at
    add(session, row)


def newest_status_list(session: Session) -> StoredStatusList | None:
    """Return the status list published last."""
    return session.exec(select(StoredStatusList).order_by(col(StoredStatusList.number).desc()).limit(1)).first()
