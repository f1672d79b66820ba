"""Former keys: the phone numbers and Telegram users of a person that are no longer theirs, as keyed hashes.

Staff acts compare them too, so that a matter stays somebody's own, and two acts stay one person's, after a change.
When the account is deleted, each hash is replaced by one that also needs the person's id: the hashes of two people then
differ even where their keys are equal, and no query leads from one to the other.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete as delete_rows, exists
from sqlmodel import Field, Session, col, select

from storage.database import UuidRow, today
from storage.database.encryption import current_keyring
from storage.database.keyed_hashes import keyed_hash
from storage.retention import EndOfKeeping, keep_until


class FormerKey(UuidRow, table=True):
    """One key that was a person's. until: the last day on which it counts."""

    __tablename__ = "former_keys"

    person_id: UUID = Field(foreign_key="people.id", index=True)
    key_hash: str = keyed_hash(index=True)
    until: date = Field(index=True)


keep_until(EndOfKeeping.OWN_DATE, FormerKey)


def key_hash(key: str) -> str:
    """Return the keyed hash of a key, such as `phone:…`."""
    return current_keyring().blind_index("former key", key)


def unlinked_hash(person_id: UUID, hashed: str) -> str:
    """Return the hash that replaces a hash of this person when their account is deleted."""
    return current_keyring().blind_index("former key of", f"{person_id.hex}:{hashed}")


def add(session: Session, person_id: UUID, hashes: Iterable[str], *, until: date) -> None:
    """Add former keys of a person by their hashes."""
    session.add_all(FormerKey(person_id=person_id, key_hash=each, until=until) for each in hashes)
    session.flush()


def is_of(session: Session, person: Any) -> ColumnElement[bool]:
    """Return the condition that a column of people's ids names somebody with former keys."""
    return exists().where(col(FormerKey.person_id) == person, *_count(session))


def of_person(session: Session, person_id: UUID) -> frozenset[str]:
    """Return the hashes of the former keys of a person."""
    return frozenset(ends_of_person(session, person_id))


def ends_of_person(session: Session, person_id: UUID) -> dict[str, date]:
    """Return the hashes of the former keys of a person, each with the last day on which it counts."""
    query = select(FormerKey).where(FormerKey.person_id == person_id, *_count(session))
    return {row.key_hash: row.until for row in session.exec(query.order_by(col(FormerKey.until)))}


def people_with(session: Session, hashes: Iterable[str]) -> frozenset[UUID]:
    """Return the ids of the people who had any of these keys before."""
    query = select(FormerKey.person_id).where(col(FormerKey.key_hash).in_(list(hashes)), *_count(session))
    return frozenset(session.exec(query))


def who_had(session: Session, person_ids: Collection[UUID], hashes: Iterable[str]) -> set[UUID]:
    """Return which of these people had any of these keys before, those whose account was deleted too."""
    known = frozenset(hashes)
    kept = defaultdict(set)
    for row in session.exec(select(FormerKey).where(col(FormerKey.person_id).in_(person_ids), *_count(session))):
        kept[row.person_id].add(row.key_hash)
    return {who for who, theirs in kept.items() if theirs & (known | {unlinked_hash(who, each) for each in known})}


def forget(session: Session, person_id: UUID, hashed: str) -> None:
    """Delete one former key of a person."""
    theirs = col(FormerKey.person_id) == person_id, col(FormerKey.key_hash) == hashed
    session.connection().execute(delete_rows(FormerKey).where(*theirs))


def unlink(session: Session, person_id: UUID) -> None:
    """Replace the hashes of a person whose account is deleted."""
    for row in session.exec(select(FormerKey).where(FormerKey.person_id == person_id)):
        row.key_hash = unlinked_hash(person_id, row.key_hash)
        session.add(row)
    session.flush()


def delete_ended(session: Session, *, before: date, limit: int = 500) -> int:
    """Delete keys whose last day lies before this day, at most `limit`. Returns how many."""
    ended = select(FormerKey.id).where(FormerKey.until < before).limit(limit).scalar_subquery()
    return session.connection().execute(delete_rows(FormerKey).where(col(FormerKey.id).in_(ended))).rowcount


def _count(session: Session) -> list[ColumnElement[bool]]:
    """Return the condition that a key counts today, also before housekeeping has deleted those that do not."""
    day = today(session)
    return [col(FormerKey.until) >= day] if day is not None else []
