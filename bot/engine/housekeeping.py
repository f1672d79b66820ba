"""Housekeeping: what must happen now and then beside the turns. Each round is a transaction of its own."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.engine.clock import Clock
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from storage import audit, files
from storage.database import Database
from storage.engine import inbox, outbox

HousekeepingJob = Callable[[Session, datetime], None]
"""Something a noun wants looked at now and then: quick when nothing is due, and harmless when done twice."""


class Housekeeping:
    """Seals the audit, deletes what its keeping has ended, does the chores of the nouns."""

    def __init__(
        self, database: Database, *, clock: Clock, jobs: Sequence[HousekeepingJob] = (), pause: float = 5.0
    ) -> None:
        self._database = database
        self._clock = clock
        self._jobs = jobs
        self._pause = pause

    async def run(self) -> None:
        """Keep house until cancelled."""
        while True:
            await self._database.write(self.round)
            await asyncio.sleep(self._pause)

    def round(self, session: Session) -> None:
        """Do everything that is due, once."""
        now = self._clock()
        audit.extend_chain(session)
        files.delete_due(session, now=now)
        inbox.delete_finished(
            session, done_before=now - timedelta(days=rules.number(session, RuleName.UPDATE_DAYS, at=now))
        )
        outbox.delete_finished(
            session, done_before=now - timedelta(days=rules.number(session, RuleName.MESSAGE_DAYS, at=now))
        )
        for job in self._jobs:
            job(session, now)
