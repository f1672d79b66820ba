"""Entries of the audit as the database stores them, so that a value in another spelling is noticed.

SQLite compares text, and more than one spelling of a person or a moment can be read: whoever writes an id in capital
letters hides the entry from every search by it. A value that nobody can read keeps nothing else from verification.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import type_coerce
from sqlalchemy.types import NullType

from storage.audit import AuditEntry
from storage.database import table_of

_audit = table_of(AuditEntry)
_CONVERTED = ("at", "by", "on")
# The columns of an entry, without conversion. To be read by `read`.
COLUMNS = tuple(
    type_coerce(each, NullType()).label(each.name) if each.name in _CONVERTED else each for each in _audit.c
)
_MOMENT = "%Y-%m-%d %H:%M:%S.%f"


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """An entry whose values are spelled as the desk writes them."""

    id: int
    at: datetime
    action: str
    by: UUID | None
    on: UUID | None
    details: str
    mark: str | None


def read(row: Any) -> StoredEntry | None:
    """Return the entry of a row with `COLUMNS`, None if a value is spelled otherwise."""
    try:
        at, by, on = _moment(row.at), _id(row.by), _id(row.on)
    except (ValueError, TypeError, AttributeError):
        return None
    return StoredEntry(row.id, at, row.action, by, on, row.details, row.mark)


def _moment(stored: Any) -> datetime:
    """Return a moment; PostgreSQL has a type for it. Raises ValueError, TypeError or AttributeError."""
    if not isinstance(stored, str):
        found: datetime = stored.astimezone(UTC)
        return found
    moment = datetime.strptime(stored, _MOMENT)  # noqa: DTZ007 - the zone is that of all moments in the store
    if moment.strftime(_MOMENT) != stored:
        raise ValueError("another spelling")
    return moment.replace(tzinfo=UTC)


def _id(stored: Any) -> UUID | None:
    """Return an id; PostgreSQL has a type for it. Raises ValueError or AttributeError."""
    if stored is None or isinstance(stored, UUID):
        return stored
    found = UUID(stored)
    if found.hex != stored:
        raise ValueError("another spelling")
    return found
