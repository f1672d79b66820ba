"""The stories' desk without threads and sandbox processes, for runs of many worlds: most of a story is waiting."""

from typing import Any

from bot.tasks.dependencies import Adapters
from handlers import every_task
from tests.fault_injection.in_process import ImmediateExecutor, InProcessPool, SingleSizeFileStore
from tests.inline_database import InlineDatabase
from tests.stories.app_driver import AppDriver, WorldFace
from tests.stories.violation_steps import QUICK_DOCUMENTS


class InlineDesk(AppDriver):
    """A desk in one thread. It may be started again on its store."""

    def __init__(self, database_url: str, database: InlineDatabase | None = None, **parts: Any) -> None:
        """database: used again with another store at its URL, so that no statement is compiled again."""
        given = database or InlineDatabase(database_url)
        given.is_closed = False
        super().__init__(database_url, database=given, **parts)
        self.world.files = SingleSizeFileStore()

    def _start(self) -> None:
        self.loop.set_default_executor(ImmediateExecutor())
        tasks = every_task(Adapters(InProcessPool(), WorldFace(self.client)))
        self._parts = {"tasks": {**tasks, **QUICK_DOCUMENTS}, **self._parts}
        super()._start()
