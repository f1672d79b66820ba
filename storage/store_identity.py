"""What a store is: local or real, of which bot, and a canary that only its own secret keys open. A table of one row.

The canary also says, under the key, whether the sealing of the audit has begun: then its keys cannot be missing.

Every start compares the row with the settings before it changes anything, so that no desk works on another's store,
and none with a key that cannot read it.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Connection, inspect, select, update
from sqlmodel import Field, Session, SQLModel

from storage.database import add_once, big_integer, choice, encrypted_bytes, instant, table_of
from storage.database.encryption import DecryptionError, EncryptedField, current_keyring
from storage.retention import without_personal_data

_ID = 1
_TEXT = "canary"
_AUDIT_SEALED = "canary, the audit is sealed"
_PURPOSE = "store canary"


class StoreKind(StrEnum):
    """Whether a store serves people on Telegram, or the local Telegram, where everybody may act as anyone."""

    LOCAL = "local"
    REAL = "real"


class StoreIdentity(SQLModel, table=True):
    """The identity. canary: one of two texts, encrypted; canary_hash: its keyed hash, which needs the oldest key."""

    __tablename__ = "store_identity"
    __table_args__ = (CheckConstraint(f"id = {_ID}", name="one_row"),)

    id: int = Field(default=_ID, primary_key=True, sa_column_kwargs={"autoincrement": False})
    kind: StoreKind = choice(StoreKind)
    bot_id: int = big_integer()
    canary_sealed: bytes = encrypted_bytes()
    canary_hash: str
    adopted_at: datetime = instant()

    canary = EncryptedField("canary_sealed")


without_personal_data(StoreIdentity, "what the store is, with a constant text under its secret key")

_identity = table_of(StoreIdentity)


def read(connection: Connection) -> StoreIdentity | None:
    """Return the identity of a store at any revision; None if it has none yet."""
    if not inspect(connection).has_table(_identity.name):
        return None
    row = connection.execute(select(_identity)).mappings().first()
    return StoreIdentity(**row) if row else None


def adopt(session: Session, kind: StoreKind, bot_id: int, *, at: datetime) -> bool:
    """Give a store without an identity this one, under the keyring in use. Returns False if it has one."""
    new = StoreIdentity(kind=kind, bot_id=bot_id, canary_sealed=b"", canary_hash=_hash(), adopted_at=at)
    new.canary = _TEXT
    return add_once(session, StoreIdentity, {column.name: getattr(new, column.name) for column in _identity.columns})


def change_bot(session: Session, bot_id: int) -> None:
    """Let the store belong to another bot."""
    session.connection().execute(update(_identity).values(bot_id=bot_id))


def is_opened(identity: StoreIdentity) -> bool:
    """Return whether the keyring in use reads this store: encrypted values, and look-ups by keyed hash."""
    try:
        return identity.canary in (_TEXT, _AUDIT_SEALED) and identity.canary_hash == _hash()
    except DecryptionError:
        return False


def is_audit_sealed(session: Session) -> bool:
    """Return whether the sealing of the audit has begun, as far as the store knows. Raises DecryptionError."""
    identity = session.get(StoreIdentity, _ID)
    return identity is not None and identity.canary == _AUDIT_SEALED


def note_audit_sealed(session: Session) -> None:
    """Note that the sealing of the audit has begun, unless it is noted or the store has no identity yet."""
    identity = session.get(StoreIdentity, _ID)
    if identity is not None and identity.canary == _TEXT:
        identity.canary = _AUDIT_SEALED
        session.add(identity)
        session.flush()


def _hash() -> str:
    return current_keyring().blind_index(_PURPOSE, _TEXT)
