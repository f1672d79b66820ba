"""The inbox: every event once, each lane in order, claimed by one worker."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import text
from sqlmodel import Session

from storage.database import Database
from storage.database.encryption import DecryptionError
from storage.engine import inbox, inbox_queue
from storage.engine.finished_rows import DeletionCursor
from storage.engine.inbox import EventSource, NewEvent


def event(number: int, lane: str = "1:7") -> NewEvent:
    return NewEvent(EventSource.TELEGRAM, f"1:{number}", lane, {"update_id": number})


def claimed(session: Session, now: datetime, most: int = 10) -> list[int]:
    return [found.content["update_id"] for found in inbox_queue.claim(session, now=now, limit=most)]


def test_a_repeated_event_is_stored_once(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        assert inbox.put(session, [event(1), event(2)], at=now) == 2
        assert inbox.put(session, [event(2), event(3), event(3)], at=now) == 1
        assert inbox.put(session, [], at=now) == 0
    with database.transaction() as session:
        assert inbox.put(session, [event(1)], at=now) == 0


def test_a_handled_event_that_is_repeated_stays_handled(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        inbox.put(session, [event(1)], at=now)
        (found,) = inbox_queue.claim(session, now=now, limit=1)
        inbox.finish(session, [found.id], at=now)
        inbox.put(session, [event(1)], at=now)
        assert claimed(session, now) == []


def test_only_the_oldest_event_of_a_lane_is_claimed(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        inbox.put(session, [event(1, "1:7"), event(2, "1:7"), event(3, "1:8")], at=now)
        assert claimed(session, now) == [1, 3]


def test_the_oldest_lanes_are_claimed_up_to_the_limit(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        inbox.put(session, [event(number, f"1:{number}") for number in range(1, 6)], at=now)
        assert claimed(session, now, most=3) == [1, 2, 3]


def test_a_postponed_event_blocks_its_lane_and_no_other(database: Database, now: datetime) -> None:
    later = now + timedelta(seconds=3)
    with database.transaction() as session:
        inbox.put(session, [event(1), event(2), event(3, "1:8")], at=now)
        first = inbox_queue.claim(session, now=now, limit=1)[0]
        inbox.postpone(session, first.id, attempts=1, due_at=later, note="LookupError")
        assert claimed(session, now) == [3]
        assert claimed(session, later) == [1, 3]
        assert inbox_queue.claim(session, now=later, limit=1)[0].attempts == 1


def test_an_event_set_aside_unblocks_its_lane(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        inbox.put(session, [event(1), event(2)], at=now)
        first = inbox_queue.claim(session, now=now, limit=1)[0]
        inbox.set_aside(session, first.id, attempts=5, at=now, note="LookupError")
        assert claimed(session, now) == [2]


def test_only_old_handled_events_are_deleted(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        inbox.put(session, [event(1, "1:1"), event(2, "1:2"), event(3, "1:3")], at=now)
        ids = [found.id for found in inbox_queue.claim(session, now=now, limit=9)]
        inbox.finish(session, ids[:1], at=now)
        inbox.set_aside(session, ids[1], attempts=5, at=now + timedelta(days=2), note="LookupError")
        cursor = DeletionCursor()
        assert inbox.delete_finished(session, cursor, done_before=now + timedelta(days=1)) == 1
        assert inbox.delete_finished(session, cursor, done_before=now + timedelta(days=3)) == 1
        assert claimed(session, now) == [3]


def test_handled_events_behind_many_that_wait_are_deleted(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        inbox.put(session, [event(number, f"1:{number}") for number in range(1, 7)], at=now)
        inbox.put(session, [event(7, "1:7")], at=now + timedelta(days=2))
        inbox.finish(session, [5, 6], at=now)
        inbox.finish(session, [7], at=now + timedelta(days=2))
        cursor, before = DeletionCursor(), now + timedelta(days=1)
        deleted = [inbox.delete_finished(session, cursor, done_before=before, limit=2) for _ in range(4)]
        assert deleted == [0, 0, 2, 0]
        assert cursor == DeletionCursor()
        assert claimed(session, now) == [1, 2, 3, 4]


def test_a_changed_event_fails_only_when_it_is_decrypted(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        inbox.put(session, [event(1, "1:7"), event(2, "1:8")], at=now)
        first = text("SELECT payload FROM inbox WHERE key = '1:1'")
        session.execute(text("UPDATE inbox SET payload = :other WHERE key = '1:2'"), {"other": session.scalar(first)})
        whole, broken = inbox_queue.claim(session, now=now, limit=2)
        assert whole.content == {"update_id": 1}
        with pytest.raises(DecryptionError):
            _ = broken.content


def test_a_worker_skips_what_another_has_claimed(postgresql_store: Database, now: datetime) -> None:
    with postgresql_store.transaction() as session:
        inbox.put(session, [event(1, "1:7"), event(2, "1:7"), event(3, "1:8")], at=now)
    with postgresql_store.transaction() as one, postgresql_store.transaction() as other:
        assert claimed(one, now, most=1) == [1]
        assert claimed(other, now) == [3]


def test_an_event_that_commits_late_does_not_open_a_claimed_lane(postgresql_store: Database, now: datetime) -> None:
    with postgresql_store.transaction() as slow:
        inbox.put(slow, [event(1)], at=now)
        with postgresql_store.transaction() as quick:
            inbox.put(quick, [event(2)], at=now)
        worker = Session(postgresql_store.engine)
        assert claimed(worker, now) == [2]
    with postgresql_store.transaction() as other:
        assert claimed(other, now) == []
    worker.rollback()
    worker.close()
    with postgresql_store.transaction() as after:
        assert claimed(after, now) == [1]


def test_the_claim_of_a_worker_that_dies_is_released(postgresql_store: Database, now: datetime) -> None:
    with postgresql_store.transaction() as session:
        inbox.put(session, [event(1)], at=now)
    worker = Session(postgresql_store.engine)
    assert claimed(worker, now) == [1]
    worker.connection().invalidate()
    worker.close()
    with postgresql_store.transaction() as session:
        assert claimed(session, now) == [1]


def test_an_event_that_another_worker_has_handled_is_neither_postponed_nor_set_aside(
    database: Database, now: datetime
) -> None:
    with database.transaction() as session:
        inbox.put(session, [event(1), event(2, "1:8")], at=now)
        handled, failing = inbox_queue.claim(session, now=now, limit=2)
        inbox.finish(session, [handled.id], at=now)
        inbox.postpone(session, handled.id, attempts=1, due_at=now, note="bug")
        assert not inbox.set_aside(session, handled.id, attempts=5, at=now, note="bug")
        assert inbox.set_aside(session, failing.id, attempts=5, at=now, note="bug")
        rows = session.execute(text("SELECT state, note FROM inbox ORDER BY id")).all()
    assert [tuple(row) for row in rows] == [("done", ""), ("set_aside", "bug")]
