"""The database of a model: filled once, restored for every example, and able to simulate crashes."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import event
from sqlmodel import Session

from storage.database import Database
from tests import databases

Cast = TypeVar("Cast")
# A statement number that no action reaches, so that the crash comes at the commit.
AT_COMMIT = 1_000_000


class SimulatedCrash(BaseException):
    """A simulated crash of the process, which the desk does not catch."""


class ModelDatabase:
    """An SQLite database that is restored to its first state for every example."""

    def __init__(self, folder: Path, insert_rows: Callable[[Session], Any]) -> None:
        databases.use_test_secret()
        path = folder / "desk.sqlite3"
        databases.fill(f"sqlite:///{path}")
        self.database = Database(f"sqlite:///{path}")
        with self.database.transaction() as session:
            self.cast = insert_rows(session)
        self._observer = sqlite3.connect(path, isolation_level=None)
        self._initial_state = sqlite3.connect(":memory:")
        self._observer.backup(self._initial_state)
        self._statements_left: int | None = None
        event.listen(self.database.engine, "before_cursor_execute", self._count)

    def restore(self) -> None:
        """Restore the first state."""
        self._initial_state.backup(self._observer)

    def version(self) -> int:
        """Return a number that changes with every commit that changed something."""
        return int(self._observer.execute("PRAGMA data_version").fetchone()[0])

    def rows(self, question: str) -> list[tuple[Any, ...]]:
        """Return the rows of an SQL query on a separate connection. Ids are hexadecimal."""
        return self._observer.execute(question).fetchall()

    def table(self, question: str) -> dict[Any, tuple[Any, ...]]:
        """Return the rows of a query by their first column."""
        return {row[0]: row[1:] for row in self.rows(question)}

    @contextmanager
    def crashing_at(self, statement: int) -> Iterator[None]:
        """Raise SimulatedCrash before this statement of the block, at the latest before the commit."""
        self._statements_left = statement
        try:
            yield
        finally:
            self._statements_left = None

    def close(self) -> None:
        """Close the connections."""
        self.database.close()
        self._observer.close()
        self._initial_state.close()

    def _count(self, *_: Any) -> None:
        if self._statements_left is None:
            return
        self._statements_left -= 1
        if self._statements_left <= 0:
            raise SimulatedCrash
