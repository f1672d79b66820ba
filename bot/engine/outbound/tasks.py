"""The task carrier: slow work outside every transaction, whose result comes back as an event of its lane.

A task may run twice (a crash in between); its result counts once. So a task either
changes nothing, or changes it under a number of its own.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session
from telegram import Bot
from telegram.error import TelegramError

from bot.engine.clock import Clock
from bot.engine.outbound.sender import DeliveryResult, NotDelivered
from bot.services.staff import alarms
from storage import files
from storage.database import Database
from storage.engine.inbox import EventSource, NewEvent
from storage.engine.outbox import DeliveryState, QueuedDelivery
from storage.staff.alarms import AlarmKind

log = logging.getLogger("chezhu.tasks")

MAX_ATTEMPTS = 4
TIMEOUT_SECONDS = 90


class TryAgain(Exception):
    """The task could not be done now (a gateway is away); it goes again, the person waits."""


class Tools:
    """What a task may use: the chat's files, the store for reading, a place to keep what it made."""

    def __init__(self, database: Database, bot: Bot, clock: Clock) -> None:
        self.database = database
        self.bot = bot
        self.clock = clock

    async def download(self, file_id: str) -> bytes:
        """Fetch a file somebody sent. Raises TryAgain, or LookupError where Telegram will not give it."""
        try:
            file = await self.bot.get_file(file_id)
            return bytes(await file.download_as_bytearray())
        except TelegramError as problem:
            if "too big" in str(problem).lower() or "wrong file" in str(problem).lower():
                raise LookupError(str(problem)) from problem
            raise TryAgain from problem

    async def keep(
        self,
        content: bytes,
        *,
        kind: str,
        name: str,
        media_type: str,
        person_id: UUID | None = None,
        fingerprint: str = "",
        days: float = 1,
    ) -> UUID:
        """Keep a file, sealed, for some days; the turn that takes the result may keep it longer."""
        now = self.clock()
        return await self.database.write(
            lambda session: files.store(
                session,
                content,
                kind=kind,
                name=name,
                media_type=media_type,
                at=now,
                person_id=person_id,
                fingerprint=fingerprint,
                delete_at=now + timedelta(days=days),
            )
        )


Task = Callable[..., Awaitable[dict[str, Any]]]


class TaskRunner:
    """Carries tasks out. `tasks`: name → async function(tools, **arguments) → JSON values."""

    def __init__(self, tools: Tools, tasks: Mapping[str, Task]) -> None:
        self._tools = tools
        self._tasks = tasks

    async def deliver(self, delivery: QueuedDelivery) -> DeliveryResult:
        """Do the task; a failing one is tried again, then its result says so. Raises NotDelivered."""
        content = delivery.content
        try:
            async with asyncio.timeout(TIMEOUT_SECONDS):
                result = await self._tasks[content["task"]](self._tools, **content["arguments"])
        except Exception as problem:
            if delivery.attempts + 1 < MAX_ATTEMPTS:
                log.warning("task goes again", extra={"task": content["task"], "problem": type(problem).__name__})
                raise NotDelivered from problem
            log.exception("task failed", extra={"task": content["task"], "delivery": delivery.id})
            return self._failed(delivery)
        return DeliveryResult(DeliveryState.DONE, events=(_result(delivery, result, self._tools.clock()),))

    def _failed(self, delivery: QueuedDelivery) -> DeliveryResult:
        """The result says so, and the admins hear of which kind it was, and by which number to find it."""
        now, which = self._tools.clock(), f"{delivery.content['task']} {delivery.id}"

        def alarm(session: Session) -> None:
            alarms.raise_alarm(session, AlarmKind.TASK_FAILED, which, now=now)

        return DeliveryResult(DeliveryState.DONE, events=(_result(delivery, {"failed": True}, now),), then=alarm)


def _result(delivery: QueuedDelivery, result: dict[str, Any], at: datetime) -> NewEvent:
    reference = delivery.reference.hex
    content = {"task": delivery.content["task"], "reference": reference, "result": result}
    return NewEvent(EventSource.RESULT, reference, delivery.content["lane"], content)
