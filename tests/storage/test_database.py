"""Transactions, savepoints, column types and row helpers."""

import asyncio
import sqlite3
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError, StatementError
from sqlmodel import Session

from storage import database as db
from storage.database import Database, TransactionLost
from storage.database.counters import Counter, next_number
from storage.database.faults import FaultCause, cause_of, is_fault
from storage.engine.timers import Timer, TimerState
from storage.identity.accounts import Account

NOON = datetime(2026, 11, 25, 12, tzinfo=timezone(timedelta(hours=8)))


def account(at: datetime, telegram_id: int = 7) -> Account:
    return Account(bot_id=1, telegram_id=telegram_id, created_at=at)


def test_a_datetime_of_any_zone_is_returned_in_utc(database: Database) -> None:
    with database.transaction() as session:
        row = db.add(session, account(NOON))
    with database.reading() as session:
        found = session.get(Account, row.id)
        assert found is not None
        assert found.created_at == NOON
        assert found.created_at.tzinfo is UTC


def test_a_datetime_without_a_zone_is_refused(database: Database) -> None:
    naive = NOON.replace(tzinfo=None)
    with pytest.raises(StatementError, match="time zone"), database.transaction() as session:
        db.add(session, account(naive))


def test_an_enum_is_stored_as_its_value_and_other_values_are_refused(database: Database) -> None:
    timer = Timer(kind="reminder", subject=uuid4(), lane="1:7", due_at=NOON)
    with database.transaction() as session:
        db.add(session, timer)
        assert session.execute(text("SELECT state FROM timers")).scalar() == TimerState.SET.value
    with pytest.raises(IntegrityError, match="timerstate"), database.transaction() as session:
        session.execute(text("UPDATE timers SET state = 'perhaps'"))


def test_an_exception_rolls_back_the_transaction(database: Database) -> None:
    def add_and_fail() -> None:
        with database.transaction() as session:
            db.add(session, account(NOON))
            raise LookupError

    with pytest.raises(LookupError):
        add_and_fail()
    with database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM accounts")).scalar() == 0


def test_a_reading_session_cannot_write(lite: Database) -> None:
    with lite.reading() as session, pytest.raises(OperationalError, match="readonly"):
        session.execute(text("DELETE FROM accounts"))


def test_a_reader_does_not_wait_for_the_writer(lite: Database) -> None:
    with lite.transaction() as writer:
        db.add(writer, account(NOON))
        with lite.reading() as reader:
            assert reader.execute(text("SELECT count(*) FROM accounts")).scalar() == 0


def test_sqlite_is_durable_and_checks_foreign_keys(lite: Database) -> None:
    with lite.transaction() as session:
        asked = {name: session.execute(text(f"PRAGMA {name}")).scalar() for name in ("synchronous", "foreign_keys")}
        assert asked == {"synchronous": 2, "foreign_keys": 1}
        assert session.execute(text("PRAGMA journal_mode")).scalar() == "wal"


def test_a_locked_row_is_read_afresh_and_others_wait(database: Database) -> None:
    with database.transaction() as session:
        db.add(session, Counter(name="tickets", last=0))

    def count_up() -> None:
        for _ in range(20):
            with database.transaction() as session:
                row = db.lock_row(session, Counter, "tickets")
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


def test_a_running_number_is_given_out_once_in_a_race(database: Database) -> None:
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


def test_nothing_is_written_once_the_file_of_the_store_is_gone(lite: Database) -> None:
    path = Path(lite.url.removeprefix("sqlite:///"))
    away = path.with_suffix(".away")
    with lite.transaction() as session:
        next_number(session, "filing")
    path.rename(away)
    for replace in (lambda: None, lambda: path.write_bytes(away.read_bytes())):
        replace()
        with pytest.raises(sqlite3.OperationalError, match="moved, deleted or replaced") as refused, lite.transaction():
            pytest.fail("a transaction has begun")
        assert (is_fault(refused.value), cause_of(refused.value)) == (True, FaultCause.CANNOT_OPEN)
    away.rename(path)
    with lite.transaction() as session:
        assert next_number(session, "filing") == 1002


async def test_work_on_a_writing_thread_is_committed_before_it_returns(database: Database) -> None:
    await database.write(lambda session: db.add(session, account(NOON)))
    count = await database.read(lambda session: session.execute(text("SELECT count(*) FROM accounts")).scalar())
    assert count == 1


async def test_work_that_raises_stop_iteration_ends_for_who_awaits_it(database: Database) -> None:
    for run in (database.read, database.write, database.write_turns, database.write_queue):
        async with asyncio.timeout(5):
            with pytest.raises(RuntimeError):
                await run(lambda _: next(iter(())))


def test_a_savepoint_rolls_back_the_failed_block_alone(database: Database) -> None:
    def fail(session: Session) -> None:
        with db.savepoint(session):
            db.add(session, account(NOON, 8))
            raise LookupError

    with database.transaction() as session:
        with db.savepoint(session):
            db.add(session, account(NOON, 7))
        with pytest.raises(LookupError):
            fail(session)
        with db.savepoint(session):
            db.add(session, account(NOON, 9))
    with database.reading() as session:
        kept = session.execute(text("SELECT telegram_id FROM accounts ORDER BY telegram_id")).scalars().all()
        assert kept == [7, 9]


def test_a_refused_flush_in_a_savepoint_raises_transaction_lost(database: Database) -> None:
    def clash() -> None:
        with database.transaction() as session, db.savepoint(session):
            db.add(session, account(NOON, 7))
            db.add(session, account(NOON, 7))

    with pytest.raises(TransactionLost):
        clash()
    with database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM accounts")).scalar() == 0


def test_a_refused_nested_transaction_inside_a_savepoint_is_undone_alone(database: Database) -> None:
    def clash(session: Session) -> None:
        with session.begin_nested():
            session.connection().execute(text("DELETE FROM accounts"))
            db.add(session, account(NOON, 7))
            db.add(session, account(NOON, 7))

    with database.transaction() as session, db.savepoint(session):
        db.add(session, account(NOON, 7))
        with pytest.raises(IntegrityError):
            clash(session)
        db.add(session, account(NOON, 8))
    with database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM accounts")).scalar() == 2


def test_a_deferred_checkpoint_is_made_beside_other_writers(tmp_path: Path) -> None:
    path, wal = tmp_path / "store.db", tmp_path / "store.db-wal"
    with closing(Database(f"sqlite:///{path}")) as database:
        for _ in range(2):
            with database.transaction() as session:
                db.defer_checkpoint(session)
                session.connection().exec_driver_sql("CREATE TABLE IF NOT EXISTS big (text)")
                session.connection().exec_driver_sql("INSERT INTO big VALUES (zeroblob(8000000))")
        before = path.stat().st_size
        assert (before < 1_000_000, wal.stat().st_size > 16_000_000) == (True, True)
        database.checkpoint(beyond=100_000_000)
        assert path.stat().st_size == before
        with database.transaction():
            database.checkpoint(beyond=4_000_000)
        assert path.stat().st_size > 16_000_000
