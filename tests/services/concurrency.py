"""Concurrent actions, each in a transaction of its own, as turns of different people are."""

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

from sqlmodel import Session

from bot.errors import Refusal
from storage.database import Database

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
SessionAction = Callable[[Session], Any]


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
