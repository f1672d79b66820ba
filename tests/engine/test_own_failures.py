"""A delivery that a newer version takes over has all of its attempts, however often an older one has left it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

import pytest
from sqlalchemy import text

from bot.adapters.sms.gateway import SmsGateway, SmsNotSent
from bot.engine.outbound import sms
from bot.engine.outbound.delivery_results import ChannelSender
from bot.engine.outbound.sms import SmsSender
from bot.engine.outbound.tasks import MAX_ATTEMPTS, TaskResources, TaskRunner, TryAgain
from storage.database import Database
from storage.engine import outbox
from storage.engine.outbox import Channel
from tests.engine.scripted_sender import Desk, ScriptedSender
from tests.engine.test_albums_and_edits import Resources

TASK = {"task": "read", "arguments": {}, "lane": "1:7"}
LEFT = 30


@dataclass
class Refusing:
    """A gateway, and a task, that fails so many times."""

    failures: int
    calls: int = 0

    async def send(self, message_id: str, to: str, words: str) -> None:
        """Take a text message."""
        self._fail(SmsNotSent())

    async def read(self, resources: Any) -> dict[str, Any]:
        """Do the task."""
        self._fail(TryAgain())
        return {}

    def _fail(self, problem: Exception) -> None:
        self.calls += 1
        if self.calls <= self.failures:
            raise problem


def tasks(desk: Desk, does: dict[str, Callable[..., Awaitable[dict[str, Any]]]]) -> ChannelSender:
    """Return what runs these tasks."""
    return TaskRunner(cast(TaskResources, Resources(lambda: desk.now)), does)


async def run(desk: Desk, channel: Channel, sender: ChannelSender, *, times: int) -> None:
    """Send what is due, again and again."""
    desk.channel_sender = cast(ScriptedSender, sender)
    desk.start(channels=(channel,))
    for _ in range(times):
        while await desk.sender.step():
            await desk.sender.settle()
        desk.now += timedelta(minutes=6)


@pytest.mark.parametrize(("failures", "note"), [(MAX_ATTEMPTS - 1, ""), (MAX_ATTEMPTS, "TryAgain")])
async def test_a_task_that_an_older_version_left_has_all_attempts(lite: Database, failures: int, note: str) -> None:
    desk, work = Desk(lite, ScriptedSender()), Refusing(failures)
    with lite.transaction() as session:
        outbox.put(session, Channel.TASK, "task:read:1", TASK, at=desk.now)
    await run(desk, Channel.TASK, tasks(desk, {}), times=1)
    with lite.transaction() as session:
        assert session.execute(text("SELECT note FROM outbox")).scalar() == "left to a newer version"
        session.execute(text("UPDATE outbox SET attempts = :left"), {"left": LEFT})
    await run(desk, Channel.TASK, tasks(desk, {"read": work.read}), times=MAX_ATTEMPTS)
    assert work.calls == MAX_ATTEMPTS
    with lite.reading() as session:
        assert session.execute(text("SELECT note FROM outbox WHERE channel = 'task'")).scalar() == note


@pytest.mark.parametrize(("failures", "state"), [(sms.MAX_ATTEMPTS - 1, "done"), (sms.MAX_ATTEMPTS, "failed")])
async def test_an_sms_that_an_older_version_left_has_all_attempts(lite: Database, failures: int, state: str) -> None:
    desk, work = Desk(lite, ScriptedSender()), Refusing(failures)
    content = {"to": "+8613800000001", "key": "sms-signature", "values": {}}
    with lite.transaction() as session:
        outbox.put(session, Channel.SMS, "sms:1", content, at=desk.now)
        session.execute(text("UPDATE outbox SET attempts = :left"), {"left": LEFT})
    sender = SmsSender(lite, cast(SmsGateway, work), {}, clock=lambda: desk.now)
    await run(desk, Channel.SMS, sender, times=sms.MAX_ATTEMPTS)
    assert (desk.states()[0], work.calls) == (state, sms.MAX_ATTEMPTS)


async def test_a_task_that_was_tried_for_days_ends_with_its_next_failure(lite: Database) -> None:
    desk, work = Desk(lite, ScriptedSender()), Refusing(MAX_ATTEMPTS)
    with lite.transaction() as session:
        outbox.put(session, Channel.TASK, "task:read:1", TASK, at=desk.now)
        session.execute(text("UPDATE outbox SET attempts = :left"), {"left": LEFT})
    desk.now += timedelta(days=4)
    await run(desk, Channel.TASK, tasks(desk, {"read": work.read}), times=1)
    assert work.calls == 1
    with lite.reading() as session:
        assert session.execute(text("SELECT note FROM outbox WHERE channel = 'task'")).scalar() == "TryAgain"
