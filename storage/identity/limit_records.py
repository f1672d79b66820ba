"""Limit records: what counts against a limit, by the keyed hash of an ID number, phone number or Telegram account.

They outlive the account until their last day. A row names no person, vehicle or moment, and the hashes occur in no
other table, so that after the deletion of an account no query connects them.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from datetime import date

from sqlalchemy import delete as delete_rows, func
from sqlmodel import Field, Session, col, select

from storage.database import UuidRow, today
from storage.database.encryption import current_keyring
from storage.database.keyed_hashes import keyed_hash
from storage.retention import EndOfKeeping, keep_until


class LimitRecord(UuidRow, table=True):
    """One act or state that counts for one key. until: the last day on which it counts.

    On SQLite the rows are stored in the order of their random id, so that rows written together do not lie together.
    """

    __tablename__ = "limit_records"
    __table_args__ = ({"sqlite_with_rowid": False},)

    key_hash: str = keyed_hash(index=True)
    until: date = Field(index=True)


keep_until(
    EndOfKeeping.OWN_DATE,
    LimitRecord,
    no_keeper="keyed hashes that outlive the account; deleted after their last day; what they count is exported",
)


def key_hash(kind: str, key: str) -> str:
    """Return the keyed hash of a key for one kind of limit: those of two kinds cannot be connected."""
    return current_keyring().blind_index("limit record", f"{kind}:{key}")


def add(session: Session, hashes: Iterable[str], *, until: date) -> None:
    """Add a record for each of these hashes."""
    session.add_all(LimitRecord(key_hash=each, until=until) for each in hashes)
    session.flush()


def most(session: Session, hashes: Collection[str], *, on: date) -> int:
    """Return how many records count on this day for the hash that has most of them."""
    query = select(LimitRecord.key_hash, func.count()).where(col(LimitRecord.key_hash).in_(hashes))
    counted: Counter[str] = Counter()
    for key, count in session.exec(query.where(LimitRecord.until >= on).group_by(col(LimitRecord.key_hash))):
        counted[key] += count  # One hash may be stored in two forms.
    return max(counted.values(), default=0)


def full_until(session: Session, hashes: Collection[str], *, most: int, on: date) -> date | None:
    """Return the last day on which any of these hashes has `most` records that count, None if none has today."""
    query = select(LimitRecord).where(col(LimitRecord.key_hash).in_(hashes), LimitRecord.until >= on)
    days = defaultdict(list)
    for record in session.exec(query):
        days[record.key_hash].append(record.until)
    ends = [sorted(each, reverse=True)[most - 1] for each in days.values() if len(each) >= most]
    return max(ends, default=None)


def latest(session: Session, hashes: Collection[str], *, on: date) -> date | None:
    """Return the last day of the record that counts longest for any of these hashes, None if none counts."""
    query = select(func.max(LimitRecord.until)).where(col(LimitRecord.key_hash).in_(hashes), LimitRecord.until >= on)
    return session.exec(query).one()


def exists(session: Session, hashes: Collection[str]) -> bool:
    """Return whether there is a record of any of these hashes that counts today."""
    found, day = select(LimitRecord.id).where(col(LimitRecord.key_hash).in_(hashes)), today(session)
    if day is not None:
        found = found.where(LimitRecord.until >= day)
    return session.exec(found.limit(1)).first() is not None


def delete(session: Session, hashes: Collection[str]) -> None:
    """Delete every record of these hashes."""
    session.connection().execute(delete_rows(LimitRecord).where(col(LimitRecord.key_hash).in_(hashes)))


def delete_ended(session: Session, *, before: date, limit: int = 500) -> int:
    """Delete records whose last day lies before this day, at most `limit`. Returns how many."""
    ended = select(LimitRecord.id).where(LimitRecord.until < before).limit(limit).scalar_subquery()
    return session.connection().execute(delete_rows(LimitRecord).where(col(LimitRecord.id).in_(ended))).rowcount
