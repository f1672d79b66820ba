"""Encrypted files: photos people send and documents the desk creates, each with a key of its own.

The file's key is stored, encrypted, in its row: deleting the row makes every copy of the content
unreadable, including those in backups of the disk.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import delete, update
from sqlmodel import Field, Session, col, select

from storage.database import UuidRow, add, encrypted_bytes, instant
from storage.database.encryption import NONCE_SIZE, current_keyring
from storage.database.keyed_hashes import keyed_hash
from storage.retention import EndOfKeeping, keep_until


class StoredFile(UuidRow, table=True):
    """One file. `fingerprint` finds a photo that was submitted before; `delete_at` ends its retention."""

    __tablename__ = "files"

    person_id: UUID | None = Field(default=None, foreign_key="people.id", index=True)
    kind: str
    name: str
    media_type: str
    fingerprint: str = keyed_hash(default="", index=True)
    sealed_key: bytes = encrypted_bytes()
    content: bytes = encrypted_bytes()
    created_at: datetime = instant()
    delete_at: datetime | None = instant(default=None, index=True)


keep_until(EndOfKeeping.OWN_DATE, StoredFile)


@dataclass(frozen=True, slots=True)
class DecryptedFile:
    """A decrypted file."""

    name: str
    media_type: str
    content: bytes


def store(
    session: Session,
    content: bytes,
    *,
    kind: str,
    name: str,
    media_type: str,
    at: datetime,
    person_id: UUID | None = None,
    fingerprint: str = "",
    delete_at: datetime | None = None,
) -> UUID:
    """Encrypt and store a file. `name` is shown to recipients: it must hold nothing personal."""
    file_id = uuid4()
    key = AESGCM.generate_key(256)
    nonce = key[:NONCE_SIZE]  # The key serves this one file, so any fixed nonce is used once.
    row = StoredFile(
        id=file_id,
        person_id=person_id,
        kind=kind,
        name=name,
        media_type=media_type,
        fingerprint=fingerprint,
        sealed_key=current_keyring().encrypt(key, f"files:{file_id}"),
        content=AESGCM(key).encrypt(nonce, content, file_id.bytes),
        created_at=at,
        delete_at=delete_at,
    )
    add(session, row)
    return file_id


def read(session: Session, file_id: UUID) -> DecryptedFile | None:
    """Return a file, decrypted; None after it was deleted."""
    row = session.get(StoredFile, file_id)
    if row is None:
        return None
    key = current_keyring().decrypt(row.sealed_key, f"files:{file_id}")
    return DecryptedFile(row.name, row.media_type, AESGCM(key).decrypt(key[:NONCE_SIZE], row.content, file_id.bytes))


def by_fingerprint(session: Session, fingerprint: str) -> list[StoredFile]:
    """Return the stored files with this fingerprint."""
    return list(session.exec(select(StoredFile).where(StoredFile.fingerprint == fingerprint)))


def of_person(session: Session, person_id: UUID) -> list[StoredFile]:
    """Return the stored files about this person, oldest first."""
    query = select(StoredFile).where(StoredFile.person_id == person_id)
    return list(session.exec(query.order_by(col(StoredFile.created_at))))


def set_delete_at(session: Session, file_id: UUID, moment: datetime) -> None:
    """Set the moment at which the retention of a file ends."""
    session.execute(update(StoredFile).where(col(StoredFile.id) == file_id).values(delete_at=moment))


def delete_file(session: Session, file_id: UUID) -> None:
    """Delete a file and its key."""
    session.execute(delete(StoredFile).where(col(StoredFile.id) == file_id))


def delete_due(session: Session, *, now: datetime) -> int:
    """Delete the files whose retention has ended. Returns how many."""
    return session.exec(delete(StoredFile).where(col(StoredFile.delete_at) <= now)).rowcount
