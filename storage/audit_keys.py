"""The keys of the audit's chain: each seals the links from one position on, and keeps where the chain ends.

A key is derived from the newest secret key by a label of its own, and kept encrypted: `keys reseal` encrypts it again,
so that links verify after their secret is gone. After a rotation the next link begins a new key. A link contains the
one before, so whoever learns an old secret can change nothing before the first link of the next key unnoticed.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from sqlmodel import Field, Session, SQLModel, col, select

from storage.database import encrypted_bytes
from storage.database.encryption import EncryptedField, current_keyring
from storage.retention import without_personal_data

PURPOSE = "audit chain"
# Processes of an earlier version, which mark no entries, may run so long beside the first of this one.
ADOPTION = timedelta(hours=1)


class AuditKey(SQLModel, table=True):
    """One key, numbered from 1, as encrypted JSON."""

    __tablename__ = "audit_keys"

    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    sealed_content: bytes = encrypted_bytes()

    content = EncryptedField("sealed_content")


without_personal_data(AuditKey, "the keys of the audit's chain, encrypted")


@dataclass(frozen=True, slots=True)
class SealingKey:
    """A key: the first position that it seals, the hash before it, the last position and its hash.

    is_replaced: another key follows. adopts_until: until then it seals entries without a mark too (ISO 8601, "" never).
    """

    number: int
    key: str
    first: int
    before: str
    position: int
    hash: str
    is_replaced: bool = False
    adopts_until: str = ""

    @property
    def secret(self) -> bytes:
        """The key itself, 32 bytes."""
        return bytes.fromhex(self.key)

    def adopts(self, now: datetime) -> bool:
        """Return whether entries without a mark are those of an earlier version now."""
        return bool(self.adopts_until) and now <= datetime.fromisoformat(self.adopts_until)


def every(session: Session) -> Sequence[SealingKey]:
    """Return the keys, first to last. Raises DecryptionError for one that was altered."""
    rows = session.execute(select(AuditKey).order_by(col(AuditKey.id))).scalars()
    return [SealingKey(**json.loads(row.content)) for row in rows]


def newest(session: Session) -> SealingKey | None:
    """Return the key in use, None before the first. Raises DecryptionError."""
    row = session.execute(select(AuditKey).order_by(col(AuditKey.id).desc()).limit(1)).scalars().first()
    return SealingKey(**json.loads(row.content)) if row is not None else None


def begin(session: Session, *, position: int, last: str, adopts: bool, now: datetime) -> SealingKey:
    """Begin the first key of a store, after the links that an earlier version has made without a key.

    adopts: the store comes from an earlier version, whose processes may still run.
    """
    until = (now + ADOPTION).isoformat() if adopts else ""
    first = SealingKey(1, _derived(), position + 1, last, position, last, adopts_until=until)
    keep(session, first)
    return first


def follow(session: Session, key: SealingKey) -> SealingKey:
    """Return the key to seal with: this one, or a new one if the newest secret key is another."""
    if key.key == _derived():
        return key
    keep(session, replace(key, is_replaced=True))
    new = SealingKey(key.number + 1, _derived(), key.position + 1, key.hash, key.position, key.hash)
    keep(session, new)
    return new


def keep(session: Session, key: SealingKey) -> None:
    """Store a key, with where the chain ends."""
    row = session.get(AuditKey, key.number) or AuditKey(id=key.number, sealed_content=b"")
    row.content = json.dumps(asdict(key))
    session.add(row)
    session.flush()


def _derived() -> str:
    return current_keyring().derived_keys(PURPOSE)[0].hex()
