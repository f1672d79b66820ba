"""Runs the loops of the desk: restarts one that fails, notifies the admins, and knows which of them fail.

A panic in a library ends a loop like an exception does. Only the cancellation of the loop itself ends it for good.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.engine import alarm_writer
from bot.engine.clock import Clock
from bot.engine.failures import is_failure
from storage.database import Database
from storage.staff.alarms import AlarmKind

log = logging.getLogger("chezhu.desk")

RESTART_SECONDS = 1.0
# From so many failures in a row a loop is reported. The row ends when the loop has run for so many seconds.
REPORTED_FAILURES = 3
STEADY_SECONDS = 30.0
# After the reported failure of a row the log has one so often: a full disk has no room for a traceback a second.
LOG_SECONDS = 60.0

Loop = Callable[[], Awaitable[None]]


@dataclass
class LoopState:
    """One loop: its task, how often it has failed in a row, and when that was logged, in seconds of the event loop."""

    name: str
    failures: int = 0
    logged_at: float = 0.0
    task: "asyncio.Task[None] | None" = None


class Loops:
    """The loops of one process."""

    def __init__(self, database: Database, *, clock: Clock, restart_seconds: float = RESTART_SECONDS) -> None:
        self._database = database
        self._clock = clock
        self._restart_seconds = restart_seconds
        self._states: list[LoopState] = []

    def start(self, name: str, loop: Loop) -> None:
        """Start a loop in the background."""
        state = LoopState(name)
        state.task = asyncio.create_task(self._run_forever(state, loop), name=name)
        self._states.append(state)

    async def stop(self) -> None:
        """Cancel the loops, and wait until they have ended."""
        tasks = [state.task for state in self._states if state.task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._states.clear()

    def failing(self) -> list[str]:
        """Return the names of the loops that have ended, or fail again and again."""
        return [
            state.name
            for state in self._states
            if state.failures >= REPORTED_FAILURES or state.task is None or state.task.done()
        ]

    async def _run_forever(self, state: LoopState, loop: Loop) -> None:
        while True:
            steady = asyncio.get_running_loop().call_later(STEADY_SECONDS, setattr, state, "failures", 0)
            try:
                await loop()
            except BaseException as problem:
                if not is_failure(problem):
                    raise
                await self._count_failure(state, problem)
            finally:
                steady.cancel()

    async def _count_failure(self, state: LoopState, problem: BaseException) -> None:
        state.failures += 1
        _log(state, problem)
        if state.failures == REPORTED_FAILURES:
            await alarm_writer.raise_alarm(self._database, AlarmKind.LOOP_FAILED, state.name, now=self._clock())
        await asyncio.sleep(self._restart_seconds)


def _log(state: LoopState, problem: BaseException) -> None:
    now = asyncio.get_running_loop().time()
    if state.failures <= REPORTED_FAILURES or now - state.logged_at >= LOG_SECONDS:
        state.logged_at = now
        found = {"loop": state.name, "failures": state.failures}
        log.error("loop failed, restarting", exc_info=problem, extra=found)
