"""Health of a running desk: the database takes writes, every role runs, no event waits long, disk, the token is ours.

`problems()` answers the readiness probe in closed words; `run()` tells the admins of what lasts.
"""

import asyncio
import contextlib
import logging
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from sqlmodel import Session

from bot.engine import alarm_writer
from bot.engine.clock import Clock
from bot.engine.newer_versions import Versions
from bot.engine.server_clock import CLOCK_WRONG
from storage import backlog
from storage.database import Database
from storage.database.faults import FaultCause, cause_of
from storage.engine import processes
from storage.staff.alarms import AlarmKind

log = logging.getLogger("chezhu.health")

MEGABYTE = 1024 * 1024
FULL_DISK, LOW_DISK = 100 * MEGABYTE, 1024 * MEGABYTE
MAX_WAIT = timedelta(minutes=5)
ANSWER_SECONDS = 5.0
# Probes within this time share one check, so that nobody can keep the database busy by them.
SHARED_SECONDS = 2.0
ROUND_SECONDS = 30.0
# Which roles a desk of several processes needs beside each other.
ROLES = ("receiver", "worker", "sender")


@dataclass(frozen=True)
class HealthProblem:
    """One thing that is wrong. words: closed ones; kind: of its alarm, None if only the log can be told of it."""

    words: str
    kind: AlarmKind | None = None
    subject: str = ""


# Found by this check, or by any statement of the process before.
DAMAGED = HealthProblem(f"no database ({FaultCause.MALFORMED.value})", AlarmKind.STORE_DAMAGED)


@dataclass
class HealthParts:
    """What is watched. token_trouble: what is wrong with polling, "" if nothing is.

    bot_api_trouble: that the Bot API does not answer; the desk is ready all the same, and catches up by itself.
    clock_trouble: how far the clock is off, "" if it is not.
    """

    database: Database
    versions: Versions
    clock: Clock
    failing_loops: Callable[[], Sequence[str]]
    token_trouble: Callable[[], str] = str
    folders: Sequence[Path] = ()
    free_bytes: Callable[[Path], int] = field(default=lambda folder: shutil.disk_usage(folder).free)
    bot_api_trouble: Callable[[], str] = str
    clock_trouble: Callable[[], str] = str


class Health:
    """The health of one process, and of what it sees of the others."""

    def __init__(
        self,
        parts: HealthParts,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        answer_seconds: float = ANSWER_SECONDS,
    ) -> None:
        self._parts = parts
        self._answer_seconds = answer_seconds
        self._monotonic = monotonic
        self._check: asyncio.Task[list[HealthProblem]] | None = None
        self._found: list[HealthProblem] = []
        self._found_at = float("-inf")
        self._before: set[str] = set()
        self._reported: set[str] = set()

    async def problems(self) -> list[str]:
        """Return what is wrong, in closed words; nothing if the desk is ready. It takes five seconds at most."""
        return [problem.words for problem in await self._problems()]

    def notes(self) -> list[str]:
        """Return what is wrong outside of the desk, in closed words: nothing that makes it less ready."""
        return [each.words for each in self._outside()]

    def _outside(self) -> list[HealthProblem]:
        trouble = self._parts.bot_api_trouble()
        return [HealthProblem(trouble, AlarmKind.EVENTS_WAIT, trouble)] if trouble else []

    async def run(self) -> None:
        """Tell the admins, or the log, of each problem that two rounds find, until cancelled."""
        try:
            while True:
                await self.round()
                await asyncio.sleep(ROUND_SECONDS)
        finally:
            if self._check is not None:
                self._check.cancel()

    async def round(self) -> None:
        """Check once, and report what the round before has found too and nobody was told of."""
        found = [*await self._problems(), *self._low_disk(), *self._outside()]
        for problem in found:
            if problem.words in self._before and problem.words not in self._reported:
                await self._report(problem)
        self._before = {problem.words for problem in found}
        self._reported &= self._before

    async def _report(self, problem: HealthProblem) -> None:
        self._reported.add(problem.words)
        log.error("the desk is not well", extra={"what": problem.words, "subject": problem.subject})
        if problem.kind is not None:
            now = self._parts.clock()
            await alarm_writer.raise_alarm(self._parts.database, problem.kind, problem.subject, now=now)

    async def _problems(self) -> list[HealthProblem]:
        if self._monotonic() - self._found_at < SHARED_SECONDS:
            return self._found
        if self._check is None or self._check.done():
            self._check = asyncio.create_task(self._examine())
        await asyncio.wait([self._check], timeout=self._answer_seconds)
        if not self._check.done():  # The same check is awaited the next time, so that no queue of them builds up.
            return [HealthProblem("no database (no answer)")]
        return self._check.result()

    async def _examine(self) -> list[HealthProblem]:
        found = list(dict.fromkeys([*await self._database_problems(), *self._process_problems()]))
        self._found, self._found_at = found, self._monotonic()
        return found

    async def _database_problems(self) -> list[HealthProblem]:
        """Write this process's row, read it again, and read what only the database knows."""
        parts, now = self._parts, self._parts.clock()
        try:
            await parts.database.write(parts.versions.renew)
            return await parts.database.read(lambda session: self._seen(session, now))
        except Exception as problem:
            cause = cause_of(problem)
            log.warning("the database failed a health check", exc_info=True)
            if cause is FaultCause.MALFORMED:
                return [DAMAGED]
            return [HealthProblem(f"no database ({cause.value})" if cause else "no database")]

    def _seen(self, session: Session, now: datetime) -> list[HealthProblem]:
        found = []
        if not processes.is_renewed(session, self._parts.versions.identity.id, since=now):
            found.append(HealthProblem("no database (a written row is not read)"))
        running = {kind.role for kind in processes.running(session, now=now)}
        if "all" not in running:
            missing = [role for role in ROLES if role not in running]
            found += [HealthProblem(f"no {role}", AlarmKind.PROCESS_MISSING, role) for role in missing]
        oldest = backlog.oldest_due(session)
        if oldest is not None and now - oldest > MAX_WAIT:
            found.append(HealthProblem("events wait", AlarmKind.EVENTS_WAIT, f"{(now - oldest).total_seconds():.0f} s"))
        return found

    def _process_problems(self) -> list[HealthProblem]:
        parts = self._parts
        found = [DAMAGED] if parts.database.damage.found else []
        if failing := parts.failing_loops():
            found.append(HealthProblem(f"failing: {', '.join(failing)}"))
        if trouble := parts.token_trouble():
            found.append(HealthProblem(trouble, AlarmKind.TOKEN_CONFLICT, trouble))
        if offset := parts.clock_trouble():
            found.append(HealthProblem(CLOCK_WRONG, AlarmKind.CLOCK_WRONG, offset))
        if self._free() < FULL_DISK:
            found.append(HealthProblem(FaultCause.DISK_FULL.value))
        return found

    def _low_disk(self) -> list[HealthProblem]:
        free = self._free()
        subject = f"{free // MEGABYTE} MB" if free < LOW_DISK else ""
        return [HealthProblem("disk low", AlarmKind.DISK_LOW, subject)] if subject else []

    def _free(self) -> int:
        """Return the free bytes of the folder that has the fewest."""
        free = [LOW_DISK]
        for folder in self._parts.folders:
            with contextlib.suppress(OSError):  # The folder is gone: the database says so.
                free.append(self._parts.free_bytes(folder))
        return min(free)
