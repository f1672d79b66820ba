"""The stories' desk without threads and sandbox processes, for runs of many worlds: most of a story is waiting."""

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import event
from sqlmodel import Session

from bot.tasks.dependencies import Adapters
from handlers import every_task
from storage.database import Database
from tests.fault_injection.in_process import ImmediateExecutor, InProcessPool, SingleSizeFileStore
from tests.stories.app_driver import AppDriver, WorldFace
from tests.stories.violation_steps import QUICK_DOCUMENTS

Answer = TypeVar("Answer")


class InlineDatabase(Database):
    """A database that works in the calling thread; on SQLite it waits for no disk."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        if self.is_sqlite:
            event.listen(self.engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=OFF"))

    async def write(self, work: Callable[[Session], Answer]) -> Answer:
        """Call the function in one transaction."""
        return self._in_transaction(work)

    async def write_turns(self, work: Callable[[Session], Answer]) -> Answer:
        """Call the function in one transaction."""
        return self._in_transaction(work)

    async def write_queue(self, work: Callable[[Session], Answer]) -> Answer:
        """Call the function in one transaction."""
        return self._in_transaction(work)

    async def read(self, work: Callable[[Session], Answer]) -> Answer:
        """Call the function in one reading session."""
        return self._in_reading(work)


class InlineDesk(AppDriver):
    """A desk in one thread. It may be started again on its store."""

    def __init__(self, database_url: str, database: InlineDatabase | None = None, **parts: Any) -> None:
        """database: used again with another store at its URL, so that no statement is compiled again."""
        self._given = database or InlineDatabase(database_url)
        super().__init__(database_url, **parts)
        self.world.files = SingleSizeFileStore()

    def _start(self) -> None:
        if self.database is not self._given:
            self.database.close()
            self.database = self._given
            self.loop.set_default_executor(ImmediateExecutor())
        tasks = every_task(Adapters(InProcessPool(), WorldFace(self.client)))
        self._parts = {"tasks": {**tasks, **QUICK_DOCUMENTS}, **self._parts}
        super()._start()
