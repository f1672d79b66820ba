"""The transaction and the kinds of column."""

import threading
from datetime import UTC, datetime, timedelta, timezone
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError, StatementError

from storage import database as columns
from storage.accounts import Account
from storage.counters import Counter, next_number
from storage.database import Database
from storage.timers import Timer, TimerState

NOON = datetime(2026, 11, 25, 12, tzinfo=timezone(timedelta(hours=8)))


def account(at: datetime, telegram_id: int = 7) -> Account:
    return Account(bot_id=1, telegram_id=telegram_id, created_at=at)


def test_a_moment_comes_back_in_utc_whatever_zone_it_came_in(database: Database) -> None:
    with database.transaction() as session:
        row = columns.add(session, account(NOON))
    with database.reading() as session:
        found = session.get(Account, row.id)
        assert found is not None
        assert found.created_at == NOON
        assert found.created_at.tzinfo is UTC


def test_a_moment_without_a_zone_is_refused(database: Database) -> None:
    naive = NOON.replace(tzinfo=None)
    with pytest.raises(StatementError, match="time zone"), database.transaction() as session:
        columns.add(session, account(naive))


def test_a_choice_is_kept_as_its_value_and_nothing_else_is_let_in(database: Database) -> None:
    timer = Timer(kind="reminder", subject=uuid4(), lane="1:7", due_at=NOON)
    with database.transaction() as session:
        columns.add(session, timer)
        assert session.execute(text("SELECT state FROM timers")).scalar() == TimerState.SET.value
    with pytest.raises(IntegrityError, match="timerstate"), database.transaction() as session:
        session.execute(text("UPDATE timers SET state = 'perhaps'"))


def test_an_exception_takes_everything_back(database: Database) -> None:
    def add_and_fail() -> None:
        with database.transaction() as session:
            columns.add(session, account(NOON))
            raise LookupError

    with pytest.raises(LookupError):
        add_and_fail()
    with database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM accounts")).scalar() == 0


def test_the_door_for_reading_does_not_write(lite: Database) -> None:
    with lite.reading() as session, pytest.raises(OperationalError, match="readonly"):
        session.execute(text("DELETE FROM accounts"))


def test_a_reader_does_not_wait_for_the_writer(lite: Database) -> None:
    with lite.transaction() as writer:
        columns.add(writer, account(NOON))
        with lite.reading() as reader:
            assert reader.execute(text("SELECT count(*) FROM accounts")).scalar() == 0


def test_sqlite_keeps_what_it_has_committed_and_minds_its_references(lite: Database) -> None:
    with lite.transaction() as session:
        asked = {name: session.execute(text(f"PRAGMA {name}")).scalar() for name in ("synchronous", "foreign_keys")}
        assert asked == {"synchronous": 2, "foreign_keys": 1}
        assert session.execute(text("PRAGMA journal_mode")).scalar() == "wal"


def test_hold_reads_the_row_afresh_and_keeps_others_out(database: Database) -> None:
    with database.transaction() as session:
        columns.add(session, Counter(name="tickets", last=0))

    def count_up() -> None:
        for _ in range(20):
            with database.transaction() as session:
                row = columns.hold(session, Counter, "tickets")
                assert row is not None
                row.last += 1
                session.add(row)

    threads = [threading.Thread(target=count_up) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as session:
        assert session.execute(text("SELECT last FROM counters")).scalar() == 80


def test_a_running_number_is_given_once_whoever_asks_at_once(database: Database) -> None:
    given: list[int] = []

    def take() -> None:
        for _ in range(10):
            with database.transaction() as session:
                number = next_number(session, "filing")
            given.append(number)

    threads = [threading.Thread(target=take) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(given) == list(range(1001, 1051))


async def test_work_on_a_writing_thread_is_committed_when_it_is_answered(database: Database) -> None:
    await database.write(lambda session: columns.add(session, account(NOON)))
    count = await database.read(lambda session: session.execute(text("SELECT count(*) FROM accounts")).scalar())
    assert count == 1
