"""Work that a newer version has stored, while processes of both versions run during an upgrade.

An older process leaves to the newer ones what it does not know, and what it cannot do while a newer one runs: it
neither fails it nor lets it block others. After a while it answers as well as it can.
"""

import asyncio
import contextlib
import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import uuid4

from sqlmodel import Session

from bot.engine.clock import Clock, is_within
from storage.database import Database
from storage.database.faults import is_fault
from storage.database.revision import newest_revision
from storage.engine import inbox, processes
from storage.engine.processes import ProcessIdentity

UNKNOWN_RETRY = timedelta(seconds=5)
# An upgrade of all processes takes less. Afterwards the work is treated like any that fails.
UNKNOWN_PATIENCE = timedelta(minutes=10)
# What fails while a newer version runs is tried again until a process of that version gets it. The lane waits.
FAILED_RETRY = timedelta(seconds=1)
FAILED_PATIENCE = timedelta(minutes=1)
TRIED_BY_NEWER = "tried by a newer version first"
RENEWAL_SECONDS = 10.0
END_SECONDS = 1.0


class UnknownHere(Exception):
    """This version does not know this kind of timer, task or notification."""


class NotUnderstood(Exception):
    """This version does not understand the conversation or the button, and a newer one runs."""


class Versions:
    """The version of this process, and whether a newer one runs beside it."""

    def __init__(self, database: Database, version: str, role: str, *, clock: Clock) -> None:
        self.identity = ProcessIdentity(uuid4(), version, role, clock())
        self._database = database
        self._clock = clock

    async def run(self) -> None:
        """Tell the other processes that this one runs, until cancelled."""
        try:
            while True:
                await self._database.write(self.renew)
                await asyncio.sleep(RENEWAL_SECONDS)
        finally:
            with contextlib.suppress(Exception):  # Without it the others find out by the silence.
                async with asyncio.timeout(END_SECONDS):
                    await self._database.write(lambda session: processes.end(session, self.identity.id))

    def renew(self, session: Session) -> None:
        """Tell the other processes that this one runs."""
        processes.renew(session, self.identity, now=self._clock())

    def leaves(self, session: Session, *, since: datetime, patience: timedelta = FAILED_PATIENCE) -> bool:
        """Return whether work that has waited since this moment is to be left to a newer version."""
        now = self._clock()
        return is_within(patience, since, now) and processes.newer_runs(session, self.identity, now=now)

    def retry_of(self, session: Session, problem: BaseException, since: datetime) -> tuple[timedelta, str] | None:
        """Return after which time a failed event is tried again, and its note, if it is left to a newer version."""
        if isinstance(problem, UnknownHere) and is_within(UNKNOWN_PATIENCE, since, self._clock()):
            return UNKNOWN_RETRY, inbox.LEFT_TO_NEWER
        if not is_fault(problem) and self.leaves(session, since=since):
            return FAILED_RETRY, TRIED_BY_NEWER
        return None


def version_of(names: Iterable[str]) -> str:
    """Return the version of this code: the newest revision of the database, and a hash of all names that it knows."""
    known = hashlib.sha256("\n".join(sorted(set(names))).encode()).hexdigest()
    return f"{newest_revision()}-{known[:8]}"
