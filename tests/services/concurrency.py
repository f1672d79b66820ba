"""Concurrent actions, each in a transaction of its own, as turns of different people are."""

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Event
from typing import Any

from sqlmodel import Session

from bot.errors import Refusal
from storage.database import Database

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
SessionAction = Callable[[Session], Any]
WAIT = 0.3  # Seconds in which the second transaction reaches the lock, or without one passes it.


def outcomes(database: Database, actions: Sequence[SessionAction], *, threads: int = 8) -> list[str]:
    """Run the actions concurrently and return how each ended: "passed", or the class of the refusal.

    Refused actions are rolled back unless the refusal keeps what was written.
    """

    def run(action: SessionAction) -> str:
        with database.transaction() as session:
            try:
                action(session)
            except Refusal as refusal:
                if not refusal.keeps:
                    session.rollback()
                return type(refusal).__name__
        return "passed"

    with ThreadPoolExecutor(threads) as pool:
        return sorted(pool.map(run, actions))


def counted(database: Database, actions: Sequence[SessionAction]) -> Counter[str]:
    """Run the actions concurrently and count how they ended."""
    return Counter(outcomes(database, actions))


def in_order(database: Database, first: SessionAction, second: SessionAction) -> tuple[str, str]:
    """Let the second action begin while the first is done but not committed. Returns how each ended."""
    done, begun = Event(), Event()

    def run_first() -> str:
        try:
            with database.transaction() as session:
                first(session)
                done.set()
                begun.wait(5)
                begun.clear()
                begun.wait(WAIT)
        finally:
            done.set()
        return "passed"

    def run_second() -> str:
        done.wait(5)
        begun.set()
        return outcome(database, second)

    with ThreadPoolExecutor(2) as pool:
        results = [pool.submit(run_first), pool.submit(run_second)]
        return results[0].result(20), results[1].result(20)


def outcome(database: Database, action: SessionAction) -> str:
    """Run one action in a transaction. Returns how it ended."""
    with database.transaction() as session:
        try:
            action(session)
        except Refusal as refusal:
            session.rollback()
            return type(refusal).__name__
    return "passed"
