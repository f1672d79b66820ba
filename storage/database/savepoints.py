"""Savepoints of a turn, and whether a transaction is still the one that was begun.

A fault of the database may roll back more than a savepoint: then the whole transaction is repeated.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from psycopg.pq import TransactionStatus
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from storage.database.faults import is_fault
from storage.database.session import TransactionSession


class TransactionLost(Exception):
    """The whole transaction is rolled back, or may be, not only the savepoint: all of it must be repeated."""


@contextmanager
def savepoint(session: Session) -> Iterator[None]:
    """Run a block in a savepoint: an exception undoes the block alone. Objects loaded before are detached afterwards.

    It costs a fifth of `begin_nested`. TransactionLost is raised if the session cannot go on, because the database
    refused a flush inside the block, and if the savepoint is gone: SQLite rolls back the whole transaction when the
    disk is full or an I/O error occurs, and PostgreSQL when the connection is cut. The caller repeats the whole
    transaction.
    """
    driver = _driver(session)
    notes = session.notes if isinstance(session, TransactionSession) else []
    kept = len(notes)
    driver.execute("SAVEPOINT turn")
    try:
        yield
        session.flush()
    except BaseException as problem:
        del notes[kept:]
        session.expunge_all()
        if not session.is_active:
            raise TransactionLost from problem
        _execute_or_lose(driver, "ROLLBACK TO SAVEPOINT turn", problem)
        _execute_or_lose(driver, "RELEASE SAVEPOINT turn", problem)
        raise
    session.expunge_all()
    _execute_or_lose(driver, "RELEASE SAVEPOINT turn", None)


@contextmanager
def slow_savepoint(session: Session) -> Iterator[None]:
    """Run a block in a savepoint that survives any error of a statement, and is slow.

    A fault of the database raises TransactionLost: of a savepoint that could not be released, the rows would stay.
    """
    try:
        with session.begin_nested():
            yield
    except Exception as problem:
        if is_fault(problem):
            raise TransactionLost from problem
        raise


def wait_briefly_for_locks(session: Session, *, milliseconds: int = 1) -> None:
    """Let statements of this transaction fail from now on if a lock is not free in this time.

    Who gives up so soon is part of no deadlock: PostgreSQL looks for one after a second. SQLite has one writer.
    """
    if session.connection().dialect.name == "postgresql":
        session.connection().execute(text(f"SET LOCAL lock_timeout = {milliseconds:d}"))


def require_open(session: Session) -> None:
    """Check that the transaction of this session is still open and not failed. Raises TransactionLost."""
    try:
        driver = _driver(session)
    except SQLAlchemyError as problem:
        raise TransactionLost from problem
    is_sqlite = isinstance(driver, sqlite3.Connection)
    is_open = driver.in_transaction if is_sqlite else driver.info.transaction_status == TransactionStatus.INTRANS
    if not is_open:
        raise TransactionLost


def _driver(session: Session) -> Any:
    driver = session.connection().connection.driver_connection
    assert driver is not None
    return driver


def _execute_or_lose(driver: Any, statement: str, cause: BaseException | None) -> None:
    try:
        driver.execute(statement)
    except Exception as problem:
        raise TransactionLost from cause or problem
