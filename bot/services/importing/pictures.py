"""Pictures in the folder of an imported file: re-encoded, so that only their pixels are stored."""

import hashlib
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from bot.services.importing.rows import InvalidRow, RowFault
from storage import files
from storage.database.encryption import current_keyring
from storage.files import StoredFile


def keep(
    session: Session, content: bytes, column: str, *, instead_of: UUID | None, kind: str, at: datetime, **about: Any
) -> UUID | None:
    """Store a picture in place of an older one. Returns None if it is the same picture. Raises InvalidRow."""
    fingerprint = current_keyring().blind_index(kind, hashlib.sha256(content).hexdigest())
    old = session.get(StoredFile, instead_of) if instead_of else None
    if old is not None and old.fingerprint == fingerprint:
        return None
    fresh = files.store(
        session,
        _clean(content, column),
        kind=kind,
        name=f"{kind}.jpg",
        media_type="image/jpeg",
        at=at,
        fingerprint=fingerprint,
        **about,
    )
    if old is not None:
        files.delete_file(session, old.id)
    return fresh


def _clean(content: bytes, column: str) -> bytes:
    from bot.adapters.pictures.sanitise import PictureProblem, sanitise  # Slow to import, and seldom needed.

    cleaned = sanitise(content)
    if isinstance(cleaned, PictureProblem):
        raise InvalidRow(RowFault(column, f"the picture cannot be used: {cleaned.value.replace('_', ' ')}"))
    return cleaned.jpeg
