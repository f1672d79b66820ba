"""Files: photos people send and documents the desk draws, each sealed with a key of its own.

The key stands, sealed, in the row: deleting the row leaves nothing that could be read,
whatever a backup of the disk still holds.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import delete, update
from sqlmodel import Field, Session, SQLModel, col, select

from storage.database import add, encrypted_bytes, instant
from storage.database.encryption import NONCE_SIZE, current_keyring


class StoredFile(SQLModel, table=True):
    """One file. `fingerprint` finds a photo that was seen before; `delete_at` ends its keeping."""

    __tablename__ = "files"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID | None = Field(default=None, foreign_key="people.id", index=True)
    kind: str
    name: str
    media_type: str
    fingerprint: str = Field(default="", index=True)
    sealed_key: bytes = encrypted_bytes()
    content: bytes = encrypted_bytes()
    created_at: datetime = instant()
    delete_at: datetime | None = instant(default=None, index=True)


@dataclass(frozen=True, slots=True)
class File:
    """A file, opened."""

    name: str
    media_type: str
    content: bytes


def keep(
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
    """Seal and keep a file. `name` is what a receiver sees: nothing personal in it."""
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


def read(session: Session, file_id: UUID) -> File | None:
    """Open a file. None once it was deleted."""
    row = session.get(StoredFile, file_id)
    if row is None:
        return None
    key = current_keyring().decrypt(row.sealed_key, f"files:{file_id}")
    return File(row.name, row.media_type, AESGCM(key).decrypt(key[:NONCE_SIZE], row.content, file_id.bytes))


def seen_before(session: Session, fingerprint: str) -> list[StoredFile]:
    """Return kept files with this fingerprint."""
    return list(session.exec(select(StoredFile).where(StoredFile.fingerprint == fingerprint)))


def of_person(session: Session, person_id: UUID) -> list[StoredFile]:
    """Return the files kept about this person, oldest first."""
    question = select(StoredFile).where(StoredFile.person_id == person_id)
    return list(session.exec(question.order_by(col(StoredFile.created_at))))


def keep_until(session: Session, file_id: UUID, moment: datetime) -> None:
    """Let the keeping of a file end at this moment."""
    session.execute(update(StoredFile).where(col(StoredFile.id) == file_id).values(delete_at=moment))


def drop(session: Session, file_id: UUID) -> None:
    """Delete a file, and with its key all its copies."""
    session.execute(delete(StoredFile).where(col(StoredFile.id) == file_id))


def drop_due(session: Session, *, now: datetime) -> int:
    """Delete every file whose keeping has ended. Returns how many."""
    return session.execute(delete(StoredFile).where(col(StoredFile.delete_at) <= now)).rowcount  # type: ignore[attr-defined, no-any-return]
