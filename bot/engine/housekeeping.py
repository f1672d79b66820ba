"""Housekeeping: retention and other periodic jobs outside the turns, each in a transaction of its own."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial

from sqlmodel import Session

from bot.engine.audit_guard import AuditGuard
from bot.engine.clock import Clock
from bot.engine.failures import is_failure
from bot.engine.leadership import WritableDatabase
from bot.engine.loops import LOG_SECONDS
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from storage import files
from storage.database import wait_briefly_for_locks
from storage.database.faults import FaultCause, cause_of, is_lock_timeout
from storage.engine import inbox, outbox_queue
from storage.engine.finished_rows import DeletionCursor
from storage.engine.leader_election import LeadershipLost

log = logging.getLogger("chezhu.desk")

# A job waits no longer for a lock, so that no turn ever waits for housekeeping in a deadlock.
MAX_WAIT_MILLISECONDS = 200

# A periodic job of a domain: takes session and time. It is quick when nothing is due, and idempotent.
HousekeepingJob = Callable[[Session, datetime], None]


class Housekeeping:
    """Guards the audit, deletes what is past its retention, and runs the jobs of the domains."""

    def __init__(
        self, database: WritableDatabase, *, clock: Clock, jobs: Sequence[HousekeepingJob] = (), pause: float = 5.0
    ) -> None:
        self._database = database
        self._clock = clock
        self._jobs = jobs
        self._pause = pause
        self._inbox, self._outbox = DeletionCursor(), DeletionCursor()
        self._audit = AuditGuard()
        self._logged_at: dict[str, float] = {}

    async def run(self) -> None:
        """Run a round every few seconds until cancelled. Raises the first failure of a round when all jobs have run."""
        while True:
            failures = [failure for job in self._every_job if (failure := await self._run(job)) is not None]
            if failures:
                raise failures[0]
            await asyncio.sleep(self._pause)

    async def _run(self, job: HousekeepingJob) -> BaseException | None:
        """Run a job. Returns its failure, which keeps no other job from running.

        One that meets a lock is tried again in the next round. Raises LeadershipLost, and that there is no connection.
        """
        try:
            await self._database.write(partial(self._give_way, job))
        except BaseException as problem:
            no_connection = cause_of(problem) is FaultCause.NO_CONNECTION
            if not is_failure(problem) or isinstance(problem, LeadershipLost) or no_connection:
                raise
            if not is_lock_timeout(problem):
                self._log(_name_of(job), problem)
                return problem
            log.info("a housekeeping job gave way to a turn")
        return None

    def _log(self, job: str, problem: BaseException) -> None:
        """Log a failure, of each job once a minute: rounds that fail follow each other every second."""
        now = asyncio.get_running_loop().time()
        if now - self._logged_at.get(job, -LOG_SECONDS) >= LOG_SECONDS:
            self._logged_at[job] = now
            log.error("a housekeeping job failed", exc_info=problem, extra={"job": job})

    def round(self, session: Session) -> None:
        """Run everything that is due, once."""
        for job in self._every_job:
            job(session, self._clock())

    @property
    def _every_job(self) -> Sequence[HousekeepingJob]:
        return (self._audit.seal, self._audit.verify, self._delete_files, self._delete_finished, *self._jobs)

    def _give_way(self, job: HousekeepingJob, session: Session) -> None:
        wait_briefly_for_locks(session, milliseconds=MAX_WAIT_MILLISECONDS)
        job(session, self._clock())

    def _delete_files(self, session: Session, now: datetime) -> None:
        files.delete_due(session, now=now)

    def _delete_finished(self, session: Session, now: datetime) -> None:
        days = partial(rules.number, session, at=now)
        handled_before = now - timedelta(days=days(RuleName.UPDATE_DAYS))
        inbox.delete_finished(session, self._inbox, done_before=handled_before)
        sent_before = now - timedelta(days=days(RuleName.MESSAGE_DAYS))
        outbox_queue.delete_finished(session, self._outbox, done_before=sent_before)


def _name_of(job: HousekeepingJob) -> str:
    """Return the name of a job for the log: of its function, or of its class."""
    function = job.func if isinstance(job, partial) else job
    return str(getattr(function, "__qualname__", type(function).__qualname__))
