"""Delivery receipts of SMS: polled from a gateway that has them, and stored."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from uuid import UUID

from sqlmodel import Session

from bot.adapters.sms.gateway import ReceiptsUnavailable, SmsReceipt, SmsReceipts
from bot.engine.clock import Clock
from bot.engine.leadership import WritableDatabase
from bot.services.identity import sms_receipts

log = logging.getLogger("chezhu.sms")

PAUSE, LONG_DELAY = 5.0, 600.0


class SmsReceiptPoller:
    """Polls for receipts. Receipts that are fetched but not stored when the process dies are lost."""

    def __init__(
        self,
        database: WritableDatabase,
        gateway: SmsReceipts,
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
            except ReceiptsUnavailable as problem:
                log.warning("fetching SMS receipts failed", extra={"problem": str(problem)})
                pause = LONG_DELAY
            await asyncio.sleep(pause)

    async def step(self) -> int:
        """Fetch and store receipts. Returns how many there were. Raises ReceiptsUnavailable."""
        found = await self._gateway.receipts()
        if found:
            await self._database.write(lambda session: self._take(session, found))
            self._after()
        return len(found)

    def _take(self, session: Session, found: Sequence[SmsReceipt]) -> None:
        now = self._clock()
        for receipt in found:
            try:
                reference = UUID(hex=receipt.message_id)
            except ValueError:
                continue  # Another application uses the same account.
            sms_receipts.record(session, reference, arrived=receipt.arrived, why=receipt.why, now=now)
