"""The desk of a random world, in one thread; it checks the invariants."""

import logging
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bot.simulator.chats import Chat
from tests.fault_injection.inline_desk import InlineDesk
from tests.fault_injection.random_worlds.invariant_checker import Check, InvariantChecker
from tests.fault_injection.random_worlds.observations import Input, Sms
from tests.fault_injection.random_worlds.records import Records
from tests.fault_injection.random_worlds.writes import Writes
from tests.inline_database import InlineDatabase


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


class WatchedDatabase(InlineDatabase):
    """A database that notes what it writes."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.writes = Writes(self.engine)


class WatchedDesk(InlineDesk):
    """A desk whose rows are checked after each input."""

    database: WatchedDatabase

    def __init__(self, database_url: str, database: WatchedDatabase | None = None) -> None:
        """database: used again with another store at its URL, so that no statement is compiled again."""
        self.new_inputs: list[Input] = []
        self.checker: InvariantChecker | None = None
        self.inputs = 0
        self.history: deque[str] = deque(maxlen=1)
        self.errors = ErrorLog()
        logging.getLogger().addHandler(self.errors)
        self._held = False
        self._sms_seen = 0
        super().__init__(database_url, database or WatchedDatabase(database_url))

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
        try:
            await super()._settle()
        except AssertionError as problem:
            raise DeskFailed(str(problem)) from problem
