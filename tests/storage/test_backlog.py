"""The backlog is measured by one query, on both databases."""

from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import event, text

from storage import backlog
from storage.backlog import Backlog
from storage.database import Database
from storage.engine import inbox, outbox, timers
from storage.engine.inbox import EventSource, NewEvent
from storage.engine.outbox import Channel


def test_an_empty_database_has_no_backlog(database: Database, now: datetime) -> None:
    with database.reading() as session:
        found = backlog.measure(session, now=now)
    assert [(one.kind, one.count, one.oldest, one.groups) for one in found] == [
        ("inbox", 0, None, 0),
        ("timers", 0, None, 0),
        ("reviews", 0, None, 0),
    ]


def test_events_deliveries_and_timers_are_counted_with_their_age(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        for at, lane in enumerate(("1:1", "1:1", "1:2")):
            inbox.put(session, [NewEvent(EventSource.TELEGRAM, str(at), lane, {})], at=now + timedelta(seconds=at))
        outbox.put(session, Channel.CHAT, "1:1", {}, at=now)
        outbox.put(session, Channel.CHAT, "1:2", {}, at=now + timedelta(seconds=1))
        outbox.put(session, Channel.SMS, "sms:1", {}, at=now)
        timers.start(session, "kind", uuid4(), lane="1:1", due_at=now)
        timers.start(session, "kind", uuid4(), lane="1:1", due_at=now + timedelta(hours=1))
    with database.reading() as session:
        found = backlog.measure(session, now=now + timedelta(minutes=1))
    assert sorted(found, key=lambda one: (one.kind, one.part)) == [
        Backlog("inbox", "", 3, now, 2),
        Backlog("outbox", "chat", 2, now, 2),
        Backlog("outbox", "sms", 1, now, 1),
        Backlog("reviews", "", 0, None, 0),
        Backlog("timers", "", 1, now, 0),
    ]


def test_the_backlog_is_measured_by_one_query(database: Database, now: datetime) -> None:
    asked: list[str] = []
    event.listen(database._readers, "before_cursor_execute", lambda *about: asked.append(about[2]))
    with database.reading() as session:
        backlog.measure(session, now=now)
    assert len([question for question in asked if question != "BEGIN"]) == 1


def test_an_event_of_a_source_that_only_a_newer_version_knows_is_not_late_here(
    database: Database, now: datetime
) -> None:
    with database.transaction() as session:
        for at in range(2):
            inbox.put(session, [NewEvent(EventSource.TELEGRAM, f"{at}", "1:1", {})], at=now + timedelta(seconds=at))
        if not database.is_sqlite:
            session.execute(text("ALTER TABLE inbox DROP CONSTRAINT ck_inbox_source"))
        session.execute(text("PRAGMA ignore_check_constraints = ON" if database.is_sqlite else "SELECT 1"))
        session.execute(text("UPDATE inbox SET source = 'newer' WHERE key = '0'"))
        assert backlog.oldest_due(session) == now + timedelta(seconds=1)
