"""Guards the audit: seals it and verifies it piece by piece, and tells the admins of whatever somebody has altered."""

import asyncio
import logging
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from bot.engine import alarm_writer
from bot.engine.clock import Clock
from bot.services.staff import alarms
from storage import audit_chain, audit_verification
from storage.audit_chain import ChainCursor
from storage.audit_verification import VerificationCursor
from storage.audit_watch import AuditWatch
from storage.database import Database
from storage.database.encryption import DecryptionError
from storage.staff.alarms import AlarmKind

log = logging.getLogger("chezhu.audit")

LINKS_A_ROUND = 500
ROUND_SECONDS = 10.0


class AuditGuard:
    """The work of the process that does housekeeping: no other one extends the chain.

    links: how many are verified in each round.
    """

    def __init__(self, *, links: int = LINKS_A_ROUND) -> None:
        self._links = links
        self._chain, self._verified = ChainCursor(), VerificationCursor()
        self._reported: set[str] = set()
        self._strange = 0

    def seal(self, session: Session, now: datetime) -> None:
        """Seal what waits. An altered audit that cannot be sealed holds up no other job."""
        try:
            with session.begin_nested():
                audit_chain.extend_chain(session, self._chain, now=now)
        except (IntegrityError, DecryptionError):
            self._report(session, "cannot be sealed", now)
        strange = self._chain.strange
        if strange > self._strange:
            self._report(session, f"not written by the desk: {strange}", now)
        self._strange = strange

    def verify(self, session: Session, now: datetime) -> None:
        """Verify a piece of the chain. Copies of entries are found by the whole verification alone."""
        fault = audit_verification.fault_in_next(session, self._verified, links=self._links)
        if fault is not None:
            self._report(session, f"{fault.kind.value} {fault.number}", now)

    def _report(self, session: Session, what: str, now: datetime) -> None:
        """Raise an alarm of what was not found before."""
        if what not in self._reported:
            log.error("the audit was altered", extra={"what": what})
            alarms.raise_alarm(session, AlarmKind.AUDIT_TAMPERED, what, now=now)
            self._reported.add(what)


class UnsealedEntries:
    """The work of every process: its own entries have to be there until they are sealed."""

    def __init__(self, database: Database, *, clock: Clock, watch: AuditWatch | None = None) -> None:
        self._database = database
        self._clock = clock
        self._watch = watch or AuditWatch()
        database.watch = self._watch

    async def run(self) -> None:
        """Look every few seconds until cancelled."""
        while True:
            await self.round()
            await asyncio.sleep(ROUND_SECONDS)

    async def round(self) -> None:
        """Look once, and raise an alarm of entries that are gone."""
        if gone := await self._database.read(self._watch.removed):
            what = f"removed before it was sealed: {gone}"
            log.error("the audit was altered", extra={"what": what})
            await alarm_writer.raise_alarm(self._database, AlarmKind.AUDIT_TAMPERED, what, now=self._clock())
