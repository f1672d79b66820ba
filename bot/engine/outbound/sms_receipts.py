"""Receipts of text messages: fetched from a gateway that has them, and written down."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from uuid import UUID

from sqlmodel import Session

from bot.adapters.sms.gateway import ReceiptsUnavailable, SmsReceipt, SmsReceipts
from bot.engine.clock import Clock
from bot.services.identity import sms_receipts
from storage.database import Database

log = logging.getLogger("chezhu.sms")

PAUSE, LONG_DELAY = 5.0, 600.0


class SmsReceiptPoller:
    """Asks now and then. A receipt that was fetched and not yet written when the desk dies is lost, and only that."""

    def __init__(
        self, database: Database, gateway: SmsReceipts, *, clock: Clock, after: Callable[[], None] = lambda: None
    ) -> None:
        self._database = database
        self._gateway = gateway
        self._clock = clock
        self._after = after

    async def run(self) -> None:
        """Ask until cancelled; a gateway that refuses is asked again after a long while."""
        while True:
            try:
                pause = 0.0 if await self.step() else PAUSE
            except ReceiptsUnavailable as problem:
                log.warning("no receipts of text messages", extra={"problem": str(problem)})
                pause = LONG_DELAY
            await asyncio.sleep(pause)

    async def step(self) -> int:
        """Fetch receipts and write them down. Returns how many came. Raises ReceiptsUnavailable."""
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
                continue  # Somebody else sends over the same account.
            sms_receipts.record(session, reference, arrived=receipt.arrived, why=receipt.why, now=now)
