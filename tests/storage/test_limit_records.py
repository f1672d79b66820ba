"""Limit records: counted by key, valid to the end of their last day, and deleted in batches."""

from datetime import date, datetime, timedelta

from sqlmodel import select

from bot.services.staff import retention
from storage.database import Database
from storage.identity import limit_records
from storage.identity.limit_records import LimitRecord

TODAY, TOMORROW = date(2026, 11, 25), date(2026, 11, 26)
YESTERDAY = date(2026, 11, 24)


def test_the_key_with_most_records_counts(database: Database) -> None:
    with database.transaction() as session:
        for hashes in (["a", "b"], ["a"], ["c"], ["c"], ["c"]):
            limit_records.add(session, hashes, until=TODAY)
        limit_records.add(session, ["a"], until=YESTERDAY)
        assert limit_records.most(session, ["a", "b"], on=TODAY) == 2
        assert limit_records.most(session, ["b", "d"], on=TODAY) == 1
        assert limit_records.most(session, ["d"], on=TODAY) == 0
        assert limit_records.most(session, ["a", "c"], on=TOMORROW) == 0


def test_the_longest_record_of_any_key_counts(database: Database) -> None:
    with database.transaction() as session:
        limit_records.add(session, ["a"], until=TODAY)
        limit_records.add(session, ["b"], until=TOMORROW)
        limit_records.add(session, ["c"], until=date(2027, 1, 1))
        assert limit_records.latest(session, ["a", "b"], on=TODAY) == TOMORROW
        assert limit_records.latest(session, ["a"], on=TODAY) == TODAY
        assert limit_records.latest(session, ["a"], on=TOMORROW) is None


def test_the_records_of_some_keys_are_deleted(database: Database) -> None:
    with database.transaction() as session:
        limit_records.add(session, ["a", "b", "c"], until=TODAY)
        limit_records.delete(session, ["a", "b"])
        assert session.exec(select(LimitRecord.key_hash)).all() == ["c"]


def test_ended_records_are_deleted_in_batches(database: Database) -> None:
    with database.transaction() as session:
        limit_records.add(session, ["a"] * 3, until=YESTERDAY)
        limit_records.add(session, ["b"], until=TODAY)
        assert limit_records.delete_ended(session, before=TODAY, limit=2) == 2
        assert limit_records.delete_ended(session, before=TODAY, limit=2) == 1
        assert session.exec(select(LimitRecord.key_hash)).all() == ["b"]


def test_retention_deletes_records_after_their_last_day(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        limit_records.add(session, ["a"], until=now.date())
        retention.delete_expired(session, now)
        assert session.exec(select(LimitRecord.key_hash)).all() == ["a"]
        retention.delete_expired(session, now + timedelta(days=1))
        assert session.exec(select(LimitRecord.key_hash)).all() == []


def test_hashes_of_two_kinds_or_keys_differ() -> None:
    hashes = {limit_records.key_hash(kind, key) for kind in ("one", "two") for key in ("phone:1", "number:1")}
    assert len(hashes) == 4
