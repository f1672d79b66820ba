"""Housekeeping: retention and other periodic jobs outside the turns. Each round is one transaction."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial

from sqlmodel import Session

from bot.engine.clock import Clock
from bot.engine.leadership import WritableDatabase
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from storage import audit_chain, files
from storage.audit_chain import ChainCursor
from storage.engine import inbox, outbox_queue
from storage.engine.finished_rows import DeletionCursor

# A periodic job of a domain: takes session and time. It is quick when nothing is due, and idempotent.
HousekeepingJob = Callable[[Session, datetime], None]


class Housekeeping:
    """Extends the audit's hash chain, deletes what is past its retention, and runs the jobs of the domains."""

    def __init__(
        self, database: WritableDatabase, *, clock: Clock, jobs: Sequence[HousekeepingJob] = (), pause: float = 5.0
    ) -> None:
        self._database = database
        self._clock = clock
        self._jobs = jobs
        self._pause = pause
        self._inbox, self._outbox, self._chain = DeletionCursor(), DeletionCursor(), ChainCursor()

    async def run(self) -> None:
        """Run a round every few seconds until cancelled."""
        while True:
            await self._database.write(self.round)
            await asyncio.sleep(self._pause)

    def round(self, session: Session) -> None:
        """Run everything that is due, once."""
        now = self._clock()
        audit_chain.extend_chain(session, self._chain)
        files.delete_due(session, now=now)
        days = partial(rules.number, session, at=now)
        handled_before = now - timedelta(days=days(RuleName.UPDATE_DAYS))
        inbox.delete_finished(session, self._inbox, done_before=handled_before)
        sent_before = now - timedelta(days=days(RuleName.MESSAGE_DAYS))
        outbox_queue.delete_finished(session, self._outbox, done_before=sent_before)
        for job in self._jobs:
            job(session, now)
