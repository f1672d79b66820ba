"""Timers: one of a kind for a subject, fired once, as an event of its lane."""

from datetime import datetime, timedelta
from uuid import uuid4

from storage.database import Database
from storage.engine import inbox_queue, timers

HOUR = timedelta(hours=1)


def test_a_due_timer_fires_once(database: Database, now: datetime) -> None:
    subject = uuid4()
    with database.transaction() as session:
        timers.start(session, "reminder", subject, lane="1:7", due_at=now + HOUR)
        assert len(timers.fire(session, now=now)) == 0
        assert len(timers.fire(session, now=now + HOUR)) == 1
        assert len(timers.fire(session, now=now + HOUR)) == 0
        (event,) = inbox_queue.claim(session, now=now + HOUR, limit=9)
        assert (event.lane, event.content) == ("1:7", {"kind": "reminder", "subject": subject.hex})


def test_a_timer_set_again_replaces_the_first(database: Database, now: datetime) -> None:
    subject = uuid4()
    with database.transaction() as session:
        timers.start(session, "reminder", subject, lane="1:7", due_at=now)
        timers.start(session, "reminder", subject, lane="1:7", due_at=now + HOUR)
        timers.start(session, "lapse", subject, lane="1:7", due_at=now)
        assert len(timers.fire(session, now=now)) == 1
        assert len(timers.fire(session, now=now + HOUR)) == 1


def test_a_cancelled_timer_does_not_fire(database: Database, now: datetime) -> None:
    subject = uuid4()
    with database.transaction() as session:
        timers.cancel(session, "reminder", subject)
        timers.start(session, "reminder", subject, lane="1:7", due_at=now)
        timers.cancel(session, "reminder", subject)
        assert len(timers.fire(session, now=now)) == 0


def test_a_worker_skips_a_timer_that_another_fires(postgresql_store: Database, now: datetime) -> None:
    with postgresql_store.transaction() as session:
        timers.start(session, "reminder", uuid4(), lane="1:7", due_at=now)
    with postgresql_store.transaction() as one, postgresql_store.transaction() as other:
        assert len(timers.fire(one, now=now)) == 1
        assert len(timers.fire(other, now=now)) == 0
