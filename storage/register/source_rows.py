"""Rows of the register that a client of the machine API has sent, each under the key that it has in its own system.

Only hashes are stored: of that key, which may be a number of a person, and of what names the row in the register.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint, text
from sqlmodel import Field, Session, select

from storage.database import UuidRow, add_once, instant, lock_row
from storage.database.encryption import current_keyring
from storage.database.keyed_hashes import keyed_hash
from storage.retention import EndOfKeeping, keep_until


class SourceRow(UuidRow, table=True):
    """The newest version of a row that has arrived. changed_at: by the clock of the client's system.

    parts: kinds whose fields a whole row has given too, such as insurances of a vehicle, each as `kind@moment`, with
    blanks between them; without a moment that of the row counts.
    """

    __tablename__ = "source_rows"
    __table_args__ = (UniqueConstraint("client_id", "kind", "key_hash"),)

    client_id: UUID = Field(foreign_key="api_clients.id")
    kind: str
    key_hash: str = keyed_hash()
    row_hash: str = keyed_hash(index=True)
    changed_at: datetime = instant()
    deleted: bool = False
    parts: str = Field(default="", sa_column_kwargs={"server_default": text("''")})

    def take(self, at: datetime, *, parts: Iterable[str], deleted: bool) -> None:
        """Note a newer version. What an earlier one gave of the parts that this one leaves out keeps its moment."""
        moments = self._moments() | dict.fromkeys(parts, at)
        self.parts = " ".join(f"{part}@{moment.isoformat()}" for part, moment in moments.items())
        self.changed_at, self.deleted = at, deleted

    def moment_of(self, part: str) -> datetime | None:
        """Return when this source has changed a part: as a part, or in a whole row that gave it; None: never."""
        return self.changed_at if part == self.kind else self._moments().get(part)

    def _moments(self) -> dict[str, datetime]:
        found = (each.partition("@") for each in self.parts.split())
        return {part: datetime.fromisoformat(at) if at else self.changed_at for part, _, at in found}


keep_until(
    EndOfKeeping.REGISTER, SourceRow, no_keeper="keyed hashes of numbers in other systems, which lead to no person"
)


def locked(session: Session, client_id: UUID, kind: str, key: str, *, row: str, at: datetime) -> SourceRow:
    """Return the row that this client has under this key, locked; a new one, if none. row: what the row is named by.

    Who sends the same key at the same time waits for the other transaction.
    """
    fresh = SourceRow(
        client_id=client_id, kind=kind, key_hash=_hash("key", key), row_hash=hash_of(kind, row), changed_at=at
    )
    add_once(session, SourceRow, fresh.model_dump())
    query = select(SourceRow).where(SourceRow.client_id == client_id, SourceRow.kind == kind)
    found = session.exec(query.where(SourceRow.key_hash == fresh.key_hash)).one()
    return lock_row(session, SourceRow, found.id) or found


def versions_of(session: Session, kind: str, row: str) -> list[tuple[datetime, bool]]:
    """Return when each source has changed a row of a kind, and whether it has deleted it. row: what it is named by."""
    query = select(SourceRow.changed_at, SourceRow.deleted).where(SourceRow.row_hash == hash_of(kind, row))
    return list(session.exec(query))


def moments_of_part(session: Session, part: str, whole: str, row: str, *, but: UUID) -> list[datetime]:
    """Return when each source has changed a part of a row of the register: as a part, or in a whole row that gave it.

    part, whole: kinds; row: what the row is named by; but: the id of the source row that asks.
    """
    found = [
        each
        for kind in (part, whole)
        for each in session.exec(select(SourceRow).where(SourceRow.row_hash == hash_of(kind, row)))
    ]
    moments = [each.moment_of(part) for each in found if each.id != but]
    return [moment for moment in moments if moment is not None]


def hash_of(kind: str, row: str) -> str:
    """Return the hash of what names a row of a kind in the register."""
    return _hash("row", f"{kind} {row}")


def _hash(purpose: str, value: str) -> str:
    return current_keyring().blind_index("source row", f"{purpose}:{value}")
