"""The sender: order within a lane, retries, and deliveries whose result is unknown."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlmodel import Session

from bot.engine.outbound.budgets import (
    MAX_ANSWERS,
    MAX_MESSAGES,
    MAX_NOTIFICATIONS,
    MAX_TASKS,
    DeliveryClass,
    room,
)
from bot.engine.outbound.delivery_results import DeliveryResult, DeliveryUnknown, NotDelivered
from storage.database import Database
from storage.engine import outbox
from storage.engine.outbox import Channel, DeliveryPolicy, DeliveryState
from storage.engine.outbox_queue import QueuedDelivery
from tests.engine.scripted_sender import START, Desk, ScriptedSender


async def test_a_lane_is_sent_in_order_and_lanes_in_parallel(lite: Database) -> None:
    desk = Desk(lite, ScriptedSender())
    desk.put("one", "two", "three")
    desk.put("other", lane="1:8")
    assert await desk.settle() == ["one", "other", "two", "three"]
    assert desk.states() == ["done"] * 4


async def test_a_retry_waits_as_long_as_the_rate_limit_says(lite: Database) -> None:
    desk = Desk(lite, ScriptedSender(one=[NotDelivered(900)]))
    desk.put("one", "two")
    assert await desk.settle() == ["one"]
    desk.now += timedelta(seconds=899)
    assert await desk.settle() == []
    desk.now += timedelta(seconds=1)
    assert await desk.settle() == ["one", "two"]


async def test_a_failed_delivery_is_retried_after_growing_delays(lite: Database) -> None:
    desk = Desk(lite, ScriptedSender(one=[NotDelivered(), NotDelivered(), NotDelivered()]))
    desk.put("one")
    await desk.settle()
    for pause in (0.5, 1.0, 2.0):
        desk.now += timedelta(seconds=pause)
        assert await desk.settle() == ["one"]
    assert desk.states() == ["done"]


@pytest.mark.parametrize(
    ("policy", "tries"), [(DeliveryPolicy.AGAIN, 2), (DeliveryPolicy.EDIT, 2), (DeliveryPolicy.ONCE, 1)]
)
async def test_the_policy_decides_whether_an_unknown_delivery_is_repeated(
    lite: Database, policy: DeliveryPolicy, tries: int
) -> None:
    desk = Desk(lite, ScriptedSender(one=[DeliveryUnknown()]))
    desk.put("one", policy=policy)
    await desk.settle()
    desk.now += timedelta(seconds=1)
    await desk.settle()
    assert desk.channel_sender.sent == ["one"] * tries
    assert desk.states() == ["done" if tries == 2 else "failed"]


async def test_a_once_delivery_in_progress_at_a_crash_is_not_repeated(lite: Database) -> None:
    desk = Desk(lite, ScriptedSender())
    desk.put("typing", policy=DeliveryPolicy.ONCE)
    desk.put("after", policy=DeliveryPolicy.AGAIN)
    await desk.sender.step()  # Marked as in progress; then the process is killed.
    desk.start()
    await desk.settle()
    assert desk.channel_sender.sent.count("typing") <= 1
    assert desk.states() == ["failed", "done"]


async def test_a_final_refusal_and_a_bug_do_not_block_the_lane(lite: Database) -> None:
    refused = DeliveryResult(DeliveryState.FAILED, note="blocked")
    desk = Desk(lite, ScriptedSender(one=[refused], two=[LookupError("a bug")]))
    desk.put("one", "two", "three")
    assert await desk.settle() == ["one", "two", "three"]
    assert desk.states() == ["failed", "failed", "done"]


async def test_a_follow_up_is_stored_in_the_transaction_of_the_result(lite: Database) -> None:
    def by_sms(session: Session) -> None:
        outbox.put_sms(session, "+86", "key", at=START, lane="x")

    sms = DeliveryResult(DeliveryState.FAILED, then=by_sms)
    desk = Desk(lite, ScriptedSender(one=[sms]))
    desk.put("one")
    await desk.settle()
    with lite.reading() as session:
        assert session.execute(text("SELECT channel FROM outbox ORDER BY id")).scalars().all() == ["chat", "sms"]


async def test_a_failing_follow_up_does_not_affect_other_results(lite: Database) -> None:
    def fail(session: object) -> None:
        raise LookupError

    desk = Desk(lite, ScriptedSender(one=[DeliveryResult(DeliveryState.FAILED, then=fail)]))
    desk.put("one", "two")
    desk.put("other", lane="1:8")
    await desk.settle()
    assert desk.states() == ["failed", "done", "done"]


class FailingDatabase(Database):
    """A database that is unavailable while `away` is set."""

    away = False

    def _in_transaction(self, work: Callable[..., object]) -> object:  # type: ignore[override]
        if self.away:
            raise OSError("the database is away")
        return super()._in_transaction(work)


async def test_a_result_that_could_not_be_stored_is_stored_later_and_nothing_is_sent_twice(lite_url: str) -> None:
    database = FailingDatabase(lite_url)
    desk = Desk(database, ScriptedSender())
    desk.put("one", "two")
    await desk.sender.step()
    database.away = True
    for _ in range(3):
        with pytest.raises(OSError, match="away"):
            await desk.sender.settle()
    database.away = False
    await desk.settle()
    assert desk.channel_sender.sent == ["one", "two"]
    assert desk.states() == ["done", "done"]
    database.close()


async def test_a_delivery_that_cannot_be_decrypted_does_not_block_others(lite: Database) -> None:
    desk = Desk(lite, ScriptedSender())
    desk.put("one")
    with lite.transaction() as session:
        session.execute(text("UPDATE outbox SET payload = :x"), {"x": b"broken"})
    desk.put("two")
    desk.put("other", lane="1:8")
    assert sorted(await desk.settle()) == ["other", "two"]
    assert desk.states() == ["failed", "done", "done"]


async def test_answers_do_not_wait_for_notifications_under_way(lite: Database) -> None:
    gate = asyncio.Event()

    class SlowNotifications(ScriptedSender):
        """Notifications take until the gate opens."""

        async def deliver(self, delivery: QueuedDelivery) -> DeliveryResult:
            if outbox.NOTIFICATION_KEY in delivery.content:
                await gate.wait()
            return await super().deliver(delivery)

    desk = Desk(lite, SlowNotifications())
    with lite.transaction() as session:
        for chat in range(MAX_MESSAGES + 5):
            content = {outbox.NOTIFICATION_KEY: "approval.asked", "text": "notification"}
            outbox.put(session, Channel.CHAT, f"1:{chat}", content, at=desk.now)
    assert await desk.sender.step()
    desk.put("answer", lane="2:1")
    for _ in range(9):
        await desk.sender.step()
        await asyncio.sleep(0)
    assert desk.channel_sender.sent == ["answer"]
    gate.set()
    await desk.sender.settle()
    assert len(desk.channel_sender.sent) == 1 + MAX_NOTIFICATIONS


def test_each_class_leaves_room_to_the_others() -> None:
    answers, notifications = [DeliveryClass.ANSWER] * MAX_ANSWERS, [DeliveryClass.NOTIFICATION] * MAX_NOTIFICATIONS
    assert room([], DeliveryClass.ANSWER) == MAX_ANSWERS
    assert room(answers, DeliveryClass.ANSWER) == 0
    assert room(answers, DeliveryClass.NOTIFICATION) == MAX_MESSAGES - MAX_ANSWERS > 0
    assert room(notifications, DeliveryClass.NOTIFICATION) == 0
    assert room(notifications, DeliveryClass.ANSWER) == MAX_MESSAGES - MAX_NOTIFICATIONS > 0
    assert room([*answers, *notifications], DeliveryClass.TASK) == MAX_TASKS
