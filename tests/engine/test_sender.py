"""The sender: order within a lane, retries, and deliveries whose result is unknown."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlmodel import Session

from bot.engine.clock import WakeEvent
from bot.engine.outbound.sender import DeliveryResult, DeliveryUnknown, NotDelivered, Sender
from storage.database import Database
from storage.engine import outbox
from storage.engine.outbox import Channel, DeliveryPolicy, DeliveryState, QueuedDelivery

START = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)


def delivered(delivery: QueuedDelivery) -> DeliveryResult:
    """Return the result of a successful delivery."""
    return DeliveryResult(DeliveryState.DONE, message_id=5)


class ScriptedSender:
    """A channel sender with scripted results for each text, one an attempt; then the delivery succeeds."""

    def __init__(self, **script: list[Exception | DeliveryResult]) -> None:
        self.script = script
        self.sent: list[str] = []

    async def deliver(self, delivery: QueuedDelivery) -> DeliveryResult:
        text = delivery.content["text"]
        self.sent.append(text)
        await asyncio.sleep(0)
        results = self.script.get(text)
        if not results:
            return delivered(delivery)
        result = results.pop(0)
        if isinstance(result, Exception):
            raise result
        return result


class Desk:
    """A sender on a database, with a clock that the test sets."""

    def __init__(self, database: Database, channel_sender: ScriptedSender) -> None:
        self.now = START
        self.database = database
        self.channel_sender = channel_sender
        self.sender = self.start()

    def start(self) -> Sender:
        """Make a new sender on the same database, as after a crash."""
        senders = {Channel.CHAT: self.channel_sender}
        self.sender = Sender(self.database, senders, clock=lambda: self.now, wake=WakeEvent())
        return self.sender

    def put(self, *texts: str, lane: str = "1:7", policy: DeliveryPolicy = DeliveryPolicy.AGAIN) -> None:
        """Queue deliveries."""
        with self.database.transaction() as session:
            for text in texts:
                outbox.put(session, Channel.CHAT, lane, {"text": text}, at=self.now, policy=policy)

    async def settle(self) -> list[str]:
        """Send everything that is due. Returns what was sent."""
        before = len(self.channel_sender.sent)
        while await self.sender.step():
            await self.sender.settle()
        return self.channel_sender.sent[before:]

    def states(self) -> list[str]:
        """Return the state of each delivery."""
        with self.database.reading() as session:
            return list(session.execute(text("SELECT state FROM outbox ORDER BY id")).scalars())


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
