"""The transaction and the kinds of column."""

import threading
from datetime import UTC, datetime, timedelta, timezone
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError, StatementError
from sqlmodel import Session

from storage import database as columns
from storage.database import Database, TransactionLost
from storage.database.counters import Counter, next_number
from storage.engine.timers import Timer, TimerState
from storage.identity.accounts import Account

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
                row = columns.lock_row(session, Counter, "tickets")
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


def test_a_savepoint_takes_back_what_failed_and_nothing_else(database: Database) -> None:
    def fail(session: Session) -> None:
        with columns.savepoint(session):
            columns.add(session, account(NOON, 8))
            raise LookupError

    with database.transaction() as session:
        with columns.savepoint(session):
            columns.add(session, account(NOON, 7))
        with pytest.raises(LookupError):
            fail(session)
        with columns.savepoint(session):
            columns.add(session, account(NOON, 9))
    with database.reading() as session:
        kept = session.execute(text("SELECT telegram_id FROM accounts ORDER BY telegram_id")).scalars().all()
        assert kept == [7, 9]


def test_a_flush_that_the_database_refuses_loses_the_whole_transaction_and_says_so(database: Database) -> None:
    def clash() -> None:
        with database.transaction() as session, columns.savepoint(session):
            columns.add(session, account(NOON, 7))
            columns.add(session, account(NOON, 7))

    with pytest.raises(TransactionLost):
        clash()
    with database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM accounts")).scalar() == 0


def test_a_nested_refusal_inside_a_savepoint_harms_nothing(database: Database) -> None:
    def clash(session: Session) -> None:
        with session.begin_nested():
            session.connection().execute(text("DELETE FROM accounts"))
            columns.add(session, account(NOON, 7))
            columns.add(session, account(NOON, 7))

    with database.transaction() as session, columns.savepoint(session):
        columns.add(session, account(NOON, 7))
        with pytest.raises(IntegrityError):
            clash(session)
        columns.add(session, account(NOON, 8))
    with database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM accounts")).scalar() == 2
