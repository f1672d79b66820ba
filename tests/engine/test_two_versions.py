"""Yesterday's and today's version as two processes over one store, which has rows of both in every state.

On SQLite, which serves one process, they run one after the other.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import text
from sqlmodel import Session

from bot.engine.inbound.receiver import new_event
from storage.database import Database
from storage.engine import inbox, outbox, processes, timers
from storage.engine.inbox import EventSource, NewEvent
from storage.engine.outbox import Channel, DeliveryPolicy
from storage.identity import accounts
from tests.engine.version_child import BOT, live
from tests.fault_injection import children

TIMEOUT = 300.0
KNOWN, ASKED, TIMED, NOTIFIED, TASKED = range(11, 16)
LEFT_FOR_EVER = {"inbox": 1, "outbox": 2}  # An unknown source; an unknown channel and an unknown policy.


def lane(person: int) -> str:
    """Return a person's lane."""
    return accounts.lane(BOT, person)


def say(session: Session, number: int, person: int, words: str) -> None:
    """Store a message of a person."""
    user = {"id": person, "is_bot": False, "first_name": "Li", "language_code": "en"}
    message: dict[str, Any] = {"message_id": number, "date": 1, "chat": {"id": person, "type": "private"}}
    if words.startswith("/"):
        message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(words)}]
    update = {"update_id": number, "message": {**message, "from": user, "text": words}}
    inbox.put(session, [new_event(BOT, update)], at=datetime.now(UTC))


def card(session: Session, person: int, words: str, **how: Any) -> None:
    """Queue a card for a person."""
    content = {"chat": person, "card": {"text": words}}
    outbox.put(session, how.pop("channel", Channel.CHAT), lane(person), content, at=datetime.now(UTC), **how)


def fill(session: Session) -> None:
    """Store rows of both versions, in every state."""
    now = datetime.now(UTC)
    for person in (KNOWN, TIMED, NOTIFIED, TASKED):
        accounts.get_or_create(session, BOT, person, language="en", at=now)
    for number, (person, words) in enumerate([(KNOWN, "hello"), (KNOWN, "ended"), (KNOWN, "aside")], 1):
        say(session, number, person, words)
    session.execute(
        text("UPDATE inbox SET state = 'done', done_at = received_at WHERE key = :key"), {"key": f"{BOT}:2"}
    )
    session.execute(
        text("UPDATE inbox SET state = 'set_aside', done_at = received_at WHERE key = :key"), {"key": f"{BOT}:3"}
    )
    for kind in ("newer", "wake"):
        timers.start(session, kind, uuid4(), lane=lane(TIMED), due_at=now)
    account = accounts.by_telegram(session, BOT, NOTIFIED)
    assert account is not None
    outbox.notify_account(session, account, "newer", uuid4(), at=now)
    card(session, NOTIFIED, "AFTER THE NOTICE")
    card(session, NOTIFIED, "SENT BEFORE")
    session.execute(text("UPDATE outbox SET state = 'done', done_at = created_at WHERE id = 3"))
    card(session, NOTIFIED, "UNDER WAY", policy=DeliveryPolicy.ONCE)
    session.execute(text("UPDATE outbox SET state = 'underway' WHERE id = 4"))
    for task, arguments in (("newer", {"colour": "red"}), ("double", {"number": 4})):
        content = {"task": task, "arguments": arguments, "lane": lane(TASKED)}
        outbox.put(session, Channel.TASK, f"task:{task}:{TASKED}", content, at=now)
    inbox.put(session, [NewEvent(EventSource.TIMER, "tomorrow", lane(KNOWN), {})], at=now)
    card(session, KNOWN, "BY FAX")
    card(session, KNOWN, "NEVER")
    session.execute(text("UPDATE inbox SET source = 'tomorrow' WHERE key = 'tomorrow'"))
    session.execute(text("UPDATE outbox SET channel = 'fax' WHERE id = 7"))
    session.execute(text("UPDATE outbox SET policy = 'never' WHERE id = 8"))


def allow_unknown_values(database: Database) -> None:
    """Drop the checks of the enums, as a migration of tomorrow does."""
    with database.transaction() as session:
        if database.is_sqlite:
            session.execute(text("PRAGMA ignore_check_constraints = ON"))
        else:
            session.execute(text("ALTER TABLE inbox DROP CONSTRAINT ck_inbox_source"))
            session.execute(text("ALTER TABLE outbox DROP CONSTRAINT ck_outbox_channel"))
            session.execute(text("ALTER TABLE outbox DROP CONSTRAINT ck_outbox_policy"))
        fill(session)


def ask(database: Database) -> None:
    """Use what only today's version has: both versions take turns on these messages, if both run."""
    with database.transaction() as session:
        for number, words in enumerate(("/newer", "red", "after"), 10):
            say(session, number, ASKED, words)


@contextmanager
def running(database: Database, version: str, sent: Path) -> Iterator[Callable[[], None]]:
    """Run a process of this version. Yields a function that stops it in order."""
    process = children.start(live, database.url, version, str(sent))

    def stop() -> None:
        process.terminate()
        process.join(TIMEOUT)

    try:
        yield stop
    finally:
        process.kill()
        process.join()


def wait_for(condition: Callable[[], bool], what: Callable[[], object]) -> None:
    """Wait until the condition holds."""
    deadline = time.monotonic() + TIMEOUT
    while not condition():
        assert time.monotonic() < deadline, what()
        time.sleep(0.05)


def open_rows(database: Database) -> dict[str, int]:
    """Return how many rows of inbox and outbox are open."""
    with database.reading() as session:
        events = session.execute(text("SELECT count(*) FROM inbox WHERE state = 'waiting'")).scalar() or 0
        deliveries = session.execute(text(f"SELECT count(*) FROM outbox WHERE {outbox.IS_OPEN}")).scalar() or 0
    return {"inbox": events, "outbox": deliveries}


def make_due(database: Database) -> None:
    """Let what was left for some seconds be due now, to save the test the wait."""
    with database.transaction() as session:
        for table in ("inbox", "outbox"):
            session.execute(text(f"UPDATE {table} SET due_at = :now WHERE note <> ''"), {"now": "2026-01-01 00:00:00"})


def lines(sent: Path) -> list[str]:
    """Return what was sent so far."""
    return sent.read_text().splitlines() if sent.exists() else []


def test_yesterdays_version_leaves_todays_rows_and_todays_handles_them(store: Database, tmp_path: Path) -> None:
    sent = tmp_path / "sent"
    allow_unknown_values(store)
    with running(store, "yesterday", sent) as stop_yesterday:
        known = {"ECHO hello", "WOKEN", "AFTER THE NOTICE", "RESULT {'number': 8}"}
        wait_for(lambda: known <= {line.split(" ", 2)[2] for line in lines(sent)}, lambda: lines(sent))
        if store.is_sqlite:
            stop_yesterday()
        with running(store, "today", sent) as stop_today:
            wait_for(lambda: len(versions(store)) == (1 if store.is_sqlite else 2), lambda: versions(store))
            ask(store)
            wait_for(lambda: any("ECHO after" in line for line in lines(sent)), lambda: lines(sent))
            stop_yesterday()
            make_due(store)
            wait_for(lambda: open_rows(store) == LEFT_FOR_EVER, lambda: (open_rows(store), lines(sent)))
            stop_today()
    check(store, lines(sent))


def versions(database: Database) -> set[str]:
    """Return the versions that run."""
    with database.reading() as session:
        return {row.version for row in processes.running(session, now=datetime.now(UTC))}


def check(store: Database, found: list[str]) -> None:
    """Check that each message left once, in order, and that nothing was set aside or failed that had not before."""
    said = [tuple(line.split(" ", 2)) for line in found]
    assert len({words for *_, words in said}) == len(said), said
    assert {version for version, _, words in said if words == "NEWER NOTICE"} == {"today"}
    by_person = [[words for _, person, words in said if person == str(each)] for each in range(11, 16)]
    assert by_person[ASKED - 11] == ["COLOUR?", "COLOUR red", "ECHO after"]
    assert sorted(by_person[TIMED - 11]) == ["NEWER TIMER", "WOKEN"]
    assert sorted(by_person[NOTIFIED - 11]) == ["AFTER THE NOTICE", "NEWER NOTICE"]
    assert sorted(by_person[TASKED - 11]) == ["NEWER RESULT", "RESULT {'number': 8}"]
    with store.reading() as session:
        aside = session.execute(text("SELECT key FROM inbox WHERE state = 'set_aside'")).scalars().all()
        failed = session.execute(text("SELECT id FROM outbox WHERE state = 'failed'")).scalars().all()
    assert (aside, failed) == ([f"{BOT}:3"], [4])
    assert versions(store) == set()
