"""Delivery reports of SMS: polled from a gateway that has them, and stored."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from uuid import UUID

from sqlmodel import Session

from bot.adapters.sms.gateway import DeliveryReport, DeliveryReportSource, DeliveryReportsUnavailable
from bot.engine.clock import Clock
from bot.engine.leadership import WritableDatabase
from bot.services.identity import sms_delivery_reports

log = logging.getLogger("chezhu.sms")

PAUSE, LONG_DELAY = 5.0, 600.0


class DeliveryReportPoller:
    """Polls for delivery reports. Those that are fetched but not stored when the process dies are lost."""

    def __init__(
        self,
        database: WritableDatabase,
        gateway: DeliveryReportSource,
        *,
        clock: Clock,
        after: Callable[[], None] = lambda: None,
    ) -> None:
        self._database = database
        self._gateway = gateway
        self._clock = clock
        self._after = after

    async def run(self) -> None:
        """Poll until cancelled; after a refusal by the gateway, wait longer."""
        while True:
            try:
                pause = 0.0 if await self.step() else PAUSE
            except DeliveryReportsUnavailable as problem:
                log.warning("fetching SMS delivery reports failed", extra={"problem": str(problem)})
                pause = LONG_DELAY
            await asyncio.sleep(pause)

    async def step(self) -> int:
        """Fetch and store delivery reports. Returns how many there were. Raises DeliveryReportsUnavailable."""
        found = await self._gateway.delivery_reports()
        if found:
            await self._database.write(lambda session: self._take(session, found))
            self._after()
        return len(found)

    def _take(self, session: Session, found: Sequence[DeliveryReport]) -> None:
        now = self._clock()
        for report in found:
            try:
                reference = UUID(hex=report.message_id)
            except ValueError:
                continue  # Another application uses the same account.
            sms_delivery_reports.record(session, reference, arrived=report.arrived, why=report.why, now=now)
