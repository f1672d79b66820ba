"""Runs tasks: slow work outside transactions, whose result comes back as an event of its lane.

A task may run twice (after a crash); its result is handled once. So a task must be idempotent: it changes nothing, or
only what is identified by an id in its arguments.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

import orjson
from telegram import Bot
from telegram.error import TelegramError

from bot.adapters.sandbox.fair_queue import on_behalf_of
from bot.engine.clock import Clock, is_within
from bot.engine.failures import is_failure
from bot.engine.newer_versions import UnknownHere
from bot.engine.outbound.delivery_results import ChannelSender, DeliveryResult, NotDelivered
from bot.engine.outbound.retries import MAX_AGE, MAX_FAILURES, OwnFailures
from bot.services.staff import alarms
from bot.task_definition import UnfitArguments
from storage import files
from storage.database import Database
from storage.database.faults import is_fault
from storage.engine.inbox import EventSource, NewEvent
from storage.engine.outbox import DeliveryState
from storage.engine.outbox_queue import QueuedDelivery
from storage.staff.alarms import AlarmKind

log = logging.getLogger("chezhu.tasks")

MAX_ATTEMPTS = 4
TIMEOUT_SECONDS = 300  # A photo may wait for its turn and for a second try; its limit is processor time.
NOT_YET_PATIENCE = timedelta(days=1)


class TryAgain(Exception):
    """The task cannot be done now, for example because a gateway is unavailable; it is retried.

    about: by what staff find it once it is given up, without personal data; by default the number of the delivery.
    """

    def __init__(self, about: str = "") -> None:
        super().__init__(about)
        self.about = about


class NotYet(TryAgain):
    """What the task needs is on its way, for example a message; the task is retried for a day, however often."""


class TaskResources:
    """What a task may use: files from Telegram, the database for reading, stored files for its output."""

    def __init__(self, database: Database, bot: Bot, clock: Clock) -> None:
        self.database = database
        self.bot = bot
        self.clock = clock

    async def download(self, file_id: str) -> bytes:
        """Download a file that a person sent. Raises TryAgain, or LookupError if Telegram refuses it."""
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
        """Store a file, encrypted, for some days; the turn that handles the result may extend that."""
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


class TaskRunner(ChannelSender):
    """Runs tasks. `tasks`: stored name → async function(resources, **arguments) that returns JSON values."""

    def __init__(self, resources: TaskResources, tasks: Mapping[str, Task]) -> None:
        self._resources = resources
        self._tasks = tasks
        self._failures = OwnFailures()

    async def deliver(self, delivery: QueuedDelivery) -> DeliveryResult:
        """Run a task. One that fails is retried; after the last attempt its result is `failed`.

        Raises NotDelivered, or UnknownHere.
        """
        content = delivery.content
        if content["task"] not in self._tasks:
            raise UnknownHere(content["task"])
        try:
            with on_behalf_of(content.get("lane", "")):
                async with asyncio.timeout(TIMEOUT_SECONDS):
                    result = await self._tasks[content["task"]](self._resources, **content["arguments"])
            orjson.dumps(result)  # Raises TypeError for what cannot be stored.
        except BaseException as problem:
            if not is_failure(problem):
                raise
            if isinstance(problem, UnfitArguments):
                raise UnknownHere(content["task"]) from problem
            self._retry(delivery, problem)
            log.exception("task failed for good", extra={"task": content["task"], "delivery": delivery.id})
            about = problem.about if isinstance(problem, TryAgain) else ""
            return self.abandon(delivery, type(problem).__name__, about)
        self._failures.forget(delivery)
        return DeliveryResult(DeliveryState.DONE, events=(_result(delivery, result, self._resources.clock()),))

    def _retry(self, delivery: QueuedDelivery, problem: BaseException) -> None:
        """Raise NotDelivered if a task that has failed is to be tried again."""
        after = None
        if isinstance(problem, NotYet) or is_fault(problem):
            is_new = is_within(NOT_YET_PATIENCE, delivery.created_at, self._resources.clock())
            is_over = delivery.attempts >= MAX_ATTEMPTS and not is_new
        else:
            failures = self._failures.count(delivery)
            after, is_over = 2 ** (failures - 1) / 2, failures >= MAX_ATTEMPTS or self._is_old(delivery)
        if is_over:
            self._failures.forget(delivery)
            return
        log.warning(
            "task failed and is retried", extra={"task": delivery.content["task"], "problem": type(problem).__name__}
        )
        raise NotDelivered(after) from problem

    def _is_old(self, delivery: QueuedDelivery) -> bool:
        """Whether a task was tried often and for days: processes that end early count few failures each."""
        is_new = is_within(MAX_AGE, delivery.created_at, self._resources.clock())
        return delivery.attempts >= MAX_FAILURES and not is_new

    def abandon(self, delivery: QueuedDelivery, note: str, about: str = "") -> DeliveryResult:
        """Return the result `failed` with the arguments, and notify the admins of the task's name and what it is about.

        about: by default the number of the delivery.
        """
        now, which = self._resources.clock(), f"{delivery.content['task']} {about or delivery.id}"
        alarm = partial(alarms.raise_alarm, kind=AlarmKind.TASK_FAILED, subject=which, now=now)
        failed = _result(delivery, {"failed": True}, now, arguments=delivery.content["arguments"])
        return DeliveryResult(DeliveryState.DONE, note=note, events=(failed,), then=alarm)


def _result(delivery: QueuedDelivery, result: dict[str, Any], at: datetime, **more: Any) -> NewEvent:
    reference = delivery.reference.hex
    content = {"task": delivery.content["task"], "reference": reference, "result": result, **more}
    return NewEvent(EventSource.RESULT, reference, delivery.content["lane"], content)
