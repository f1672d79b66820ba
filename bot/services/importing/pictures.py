"""Pictures in the folder of an imported file: re-encoded, so that only their pixels are stored."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session

from bot.services.importing.rows import InvalidRow, RowFault
from storage import files
from storage.database.encryption import current_keyring
from storage.files import StoredFile

# A picture of an import that was not carried out is deleted after this time.
STAGED_FOR = timedelta(days=7)
STAGED = "import"


@dataclass(frozen=True, slots=True)
class CleanPicture:
    """A re-encoded picture (JPEG), and the fingerprint of the file that it was made from."""

    jpeg: bytes
    fingerprint: str


def fresh(session: Session, content: bytes, column: str, *, instead_of: UUID | None, kind: str) -> CleanPicture | None:
    """Re-encode a picture. Returns None if it is the one on record. Raises InvalidRow."""
    fingerprint = _fingerprint(content, kind)
    old = session.get(StoredFile, instead_of) if instead_of else None
    if old is not None and old.fingerprint == fingerprint:
        return None
    return CleanPicture(_clean(content, column), fingerprint)


def keep(
    session: Session,
    content: bytes | CleanPicture,
    column: str,
    *,
    instead_of: UUID | None,
    kind: str,
    at: datetime,
    **about: Any,
) -> UUID | None:
    """Store a picture in place of an older one. Returns None if it is the same picture. Raises InvalidRow."""
    fingerprint = content.fingerprint if isinstance(content, CleanPicture) else _fingerprint(content, kind)
    old = session.get(StoredFile, instead_of) if instead_of else None
    if old is not None and old.fingerprint == fingerprint:
        return None
    jpeg = content.jpeg if isinstance(content, CleanPicture) else _clean(content, column)
    stored = store(session, CleanPicture(jpeg, fingerprint), kind=kind, at=at, **about)
    if old is not None:
        files.delete_file(session, old.id)
    return stored


def store(session: Session, picture: CleanPicture, *, kind: str, at: datetime, **about: Any) -> UUID:
    """Store a picture. Returns its id."""
    name, jpeg = f"{kind}.jpg", "image/jpeg"
    return files.store(
        session, picture.jpeg, kind=kind, name=name, media_type=jpeg, at=at, fingerprint=picture.fingerprint, **about
    )


def stage(session: Session, picture: CleanPicture, *, at: datetime) -> UUID:
    """Store a picture until its row is carried out. Returns its id."""
    return store(session, picture, kind=STAGED, at=at, delete_at=at + STAGED_FOR)


def staged(session: Session, file_id: UUID) -> CleanPicture | None:
    """Return a staged picture, or None if its time is over."""
    row, content = session.get(StoredFile, file_id), files.read(session, file_id)
    return CleanPicture(content.content, row.fingerprint) if row is not None and content is not None else None


def _fingerprint(content: bytes, kind: str) -> str:
    return current_keyring().blind_index(kind, hashlib.sha256(content).hexdigest())


def _clean(content: bytes, column: str) -> bytes:
    from bot.adapters.pictures.sanitise import PictureProblem, sanitise  # Slow to import, and seldom needed.

    cleaned = sanitise(content)
    if isinstance(cleaned, PictureProblem):
        raise InvalidRow(RowFault(column, "picture-unusable", {"reason": cleaned.value.replace("_", "-")}))
    return cleaned.jpeg
