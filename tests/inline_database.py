"""A database of the desk without threads, for tests of what the desk does and not of how its threads share a store.

A turn hands work to a thread and back eight times, which costs a sixth of a story. The threads have tests of their own:
in `tests/engine`, `tests/services` (races), `tests/deployment` and `tests/fault_injection`.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy import event
from sqlmodel import Session

from storage.database import Database

Answer = TypeVar("Answer")


class InlineDatabase(Database):
    """A database that works in the calling thread; on SQLite it waits for no disk.

    is_working: whether the desk's work is running, and not what a test reads or writes itself. is_closed: whether it
    refuses the desk's work, as threads that have ended do.
    """

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.is_working = self.is_closed = False
        if self.is_sqlite:
            event.listen(self.engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=OFF"))

    async def write(self, work: Callable[[Session], Answer]) -> Answer:
        """Call the function in one transaction."""
        with self._working():
            return self._in_transaction(work)

    async def write_turns(self, work: Callable[[Session], Answer]) -> Answer:
        """Call the function in one transaction."""
        with self._working():
            return self._in_transaction(work)

    async def write_queue(self, work: Callable[[Session], Answer]) -> Answer:
        """Call the function in one transaction."""
        with self._working():
            return self._in_transaction(work)

    async def read(self, work: Callable[[Session], Answer]) -> Answer:
        """Call the function in one reading session."""
        with self._working():
            return self._in_reading(work)

    def close(self) -> None:
        """Close all connections."""
        super().close()
        self.is_closed = True

    @contextmanager
    def _working(self) -> Iterator[None]:
        if self.is_closed:
            raise RuntimeError("the database is closed")
        self.is_working = True
        try:
            yield
        finally:
            self.is_working = False
