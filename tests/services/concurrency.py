"""Actions done by many at once, each in a transaction of its own, as turns of different people are."""

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
    """Do all of this at once; say how each went: "passed", or the refusal, of which stays what it keeps."""

    def do(action: SessionAction) -> str:
        with database.transaction() as session:
            try:
                action(session)
            except Refusal as refusal:
                if not refusal.keeps:
                    session.rollback()
                return type(refusal).__name__
        return "passed"

    with ThreadPoolExecutor(threads) as pool:
        return sorted(pool.map(do, actions))


def counted(database: Database, actions: Sequence[SessionAction]) -> Counter[str]:
    """Do all of this at once; count how it went."""
    return Counter(outcomes(database, actions))
