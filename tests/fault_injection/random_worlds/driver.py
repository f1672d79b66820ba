"""The desk of a random world: the stories' driver without threads and sandbox processes; it checks the invariants."""

import logging
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from sqlalchemy import event, literal, select, text
from sqlmodel import Session

from bot.simulator.chats import Chat
from bot.tasks.dependencies import Adapters
from handlers import every_task
from storage.database import Database, table_of
from storage.engine.outbox import IS_OPEN, Delivery
from tests.fault_injection.in_process import ImmediateExecutor, InProcessPool, SingleSizeFileStore
from tests.fault_injection.random_worlds.invariant_checker import Check, InvariantChecker
from tests.fault_injection.random_worlds.observations import Input, Sms
from tests.fault_injection.random_worlds.records import Records
from tests.fault_injection.random_worlds.writes import Writes
from tests.stories.app_driver import AppDriver, WorldFace, settle
from tests.stories.violation_steps import QUICK_DOCUMENTS

Answer = TypeVar("Answer")


class InvariantBroken(AssertionError):
    """An invariant does not hold after an input."""


class DeskFailed(AssertionError):
    """The desk has logged an error, or does not become idle."""


class ErrorLog(logging.Handler):
    """Keeps the errors that the desk logs."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.errors: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep an error."""
        self.errors.append(self.format(record))


class InlineDatabase(Database):
    """A database that works in the calling thread, and notes what it writes; on SQLite it waits for no disk."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.writes = Writes(self.engine)
        if self.is_sqlite:
            event.listen(self.engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=OFF"))

    async def write(self, work: Callable[[Session], Answer]) -> Answer:
        """Call the function in one transaction."""
        return self._in_transaction(work)

    async def write_turns(self, work: Callable[[Session], Answer]) -> Answer:
        """Call the function in one transaction."""
        return self._in_transaction(work)

    async def read(self, work: Callable[[Session], Answer]) -> Answer:
        """Call the function in one reading session."""
        return self._in_reading(work)


class WatchedDesk(AppDriver):
    """A desk whose rows are checked after each input."""

    database: InlineDatabase

    def __init__(self, database_url: str, database: InlineDatabase | None = None) -> None:
        """database: used again with another store at its URL, so that no statement is compiled again."""
        self._given = database
        self.new_inputs: list[Input] = []
        self.checker: InvariantChecker | None = None
        self.inputs = 0
        self.history: deque[str] = deque(maxlen=1)
        self.errors = ErrorLog()
        logging.getLogger().addHandler(self.errors)
        self._held = False
        self._sms_seen = 0
        super().__init__(database_url)
        self.world.files = SingleSizeFileStore()

    def _start(self) -> None:
        self.database.close()
        self.database = self._given or InlineDatabase(self.database.url)
        self.loop.set_default_executor(ImmediateExecutor())
        tasks = every_task(Adapters(InProcessPool(), WorldFace(self.client)))
        self._parts = {"tasks": {**tasks, **QUICK_DOCUMENTS}, **self._parts}
        super()._start()

    @property
    def records(self) -> Records:
        """The rows as they were when they were last read."""
        assert self.checker is not None
        return self.checker.before

    @property
    def actions(self) -> Counter[str]:
        """The entries of the audit since the world began, by action."""
        assert self.checker is not None
        return self.checker.actions

    def close(self) -> None:
        """Close everything."""
        logging.getLogger().removeHandler(self.errors)
        super().close()

    def watch(self, *more: Check) -> None:
        """Check the rows after each input from now on; more: further checks."""
        self.new_inputs, self._sms_seen = [], len(self.world.sms.by_id)
        self.database.writes.take()
        self.checker = self.read(lambda session: InvariantChecker(session, self.now, *more))

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Let the desk receive all inputs of the block before it handles the first."""
        self._held = True
        try:
            yield
        finally:
            self._held = False
            self.settle()

    def settle(self) -> None:
        """Handle everything, then check. Raises InvariantBroken."""
        if self._held:
            return
        super().settle()
        self.check()

    def check(self) -> None:
        """Check the rows. Raises InvariantBroken."""
        if self.checker is None:
            return
        sent = [Sms(each["to"], each["text"]) for each in self.world.sms.by_id.values()]
        new, inputs = len(sent) - self._sms_seen, self.new_inputs
        self._sms_seen, self.new_inputs, self.inputs = len(sent), [], self.inputs + len(inputs)
        checker = self.checker
        self.history.extend(f"    {each}" for each in inputs)
        if self.errors.errors:
            raise DeskFailed(self.errors.errors[0])
        seen: dict[str, Any] = {"now": self.now, "inputs": inputs, "sms": sent, "new_sms": new}
        seen["written"] = self.database.writes.take()
        wrong = self.read(lambda session: checker.check(session, **seen))
        if wrong:
            raise InvariantBroken("; ".join(wrong))

    def check_that_everything_was_seen(self) -> None:
        """Check that no table was written to unseen. Raises DeskFailed."""
        assert self.checker is not None
        if not self.read(self.checker.has_seen_everything):
            raise DeskFailed("a table was written to unseen")

    def chat(self, telegram_id: int) -> Chat:
        """Return the private chat of a Telegram user."""
        return self.world.bot.chat_with(telegram_id)

    async def _settle(self) -> None:
        pending = self.world.bot.updates.pending
        if not await settle(self.desk, self.bot, are_pending=lambda: pending, are_open=lambda: self.read(_are_open)):
            raise DeskFailed("the desk does not settle")


def _are_open(session: Session) -> bool:
    """Return whether there are open deliveries: to ask costs less than the sender's search for the next ones."""
    return session.execute(_open).first() is not None


_open = select(literal(1)).select_from(table_of(Delivery)).where(text(IS_OPEN)).limit(1)
