"""The sender: order within a lane, waits as told, and what happens when nobody knows whether it arrived."""

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
Deed = Callable[[QueuedDelivery], DeliveryResult]


def arrives(delivery: QueuedDelivery) -> DeliveryResult:
    """The usual end."""
    return DeliveryResult(DeliveryState.DONE, message_id=5)


class Scripted:
    """A carrier that does with each text what it was told to, one deed a try; then it arrives."""

    def __init__(self, **script: list[Exception | DeliveryResult]) -> None:
        self.script = script
        self.carried: list[str] = []

    async def deliver(self, delivery: QueuedDelivery) -> DeliveryResult:
        text = delivery.content["text"]
        self.carried.append(text)
        await asyncio.sleep(0)
        deeds = self.script.get(text)
        if not deeds:
            return arrives(delivery)
        deed = deeds.pop(0)
        if isinstance(deed, Exception):
            raise deed
        return deed


class Desk:
    """A sender over a store, with a clock that waits for us."""

    def __init__(self, database: Database, carrier: Scripted) -> None:
        self.now = START
        self.database = database
        self.carrier = carrier
        self.sender = self.start()

    def start(self) -> Sender:
        """Put a new sender on the store, as after a crash."""
        senders = {Channel.CHAT: self.carrier}
        self.sender = Sender(self.database, senders, clock=lambda: self.now, wake=WakeEvent())
        return self.sender

    def put(self, *texts: str, lane: str = "1:7", policy: DeliveryPolicy = DeliveryPolicy.AGAIN) -> None:
        """Write deliveries down."""
        with self.database.transaction() as session:
            for text in texts:
                outbox.put(session, Channel.CHAT, lane, {"text": text}, at=self.now, policy=policy)

    async def settle(self) -> list[str]:
        """Carry out what can be carried out now. Returns what was carried."""
        before = len(self.carrier.carried)
        while await self.sender.step():
            await self.sender.settle()
        return self.carrier.carried[before:]

    def states(self) -> list[str]:
        """The state of each delivery."""
        with self.database.reading() as session:
            return list(session.execute(text("SELECT state FROM outbox ORDER BY id")).scalars())


async def test_a_lane_is_sent_in_order_and_lanes_side_by_side(lite: Database) -> None:
    desk = Desk(lite, Scripted())
    desk.put("one", "two", "three")
    desk.put("other", lane="1:8")
    assert await desk.settle() == ["one", "other", "two", "three"]
    assert desk.states() == ["done"] * 4


async def test_a_flood_limit_is_waited_for_as_long_as_told(lite: Database) -> None:
    desk = Desk(lite, Scripted(one=[NotDelivered(900)]))
    desk.put("one", "two")
    assert await desk.settle() == ["one"]
    desk.now += timedelta(seconds=899)
    assert await desk.settle() == []
    desk.now += timedelta(seconds=1)
    assert await desk.settle() == ["one", "two"]


async def test_what_surely_did_not_arrive_goes_again_after_growing_pauses(lite: Database) -> None:
    desk = Desk(lite, Scripted(one=[NotDelivered(), NotDelivered(), NotDelivered()]))
    desk.put("one")
    await desk.settle()
    for pause in (0.5, 1.0, 2.0):
        desk.now += timedelta(seconds=pause)
        assert await desk.settle() == ["one"]
    assert desk.states() == ["done"]


@pytest.mark.parametrize(
    ("policy", "tries"), [(DeliveryPolicy.AGAIN, 2), (DeliveryPolicy.EDIT, 2), (DeliveryPolicy.ONCE, 1)]
)
async def test_an_unknown_end_is_decided_by_the_policy(lite: Database, policy: DeliveryPolicy, tries: int) -> None:
    desk = Desk(lite, Scripted(one=[DeliveryUnknown()]))
    desk.put("one", policy=policy)
    await desk.settle()
    desk.now += timedelta(seconds=1)
    await desk.settle()
    assert desk.carrier.carried == ["one"] * tries
    assert desk.states() == ["done" if tries == 2 else "failed"]


async def test_a_hint_that_was_on_its_way_at_a_crash_is_not_repeated(lite: Database) -> None:
    desk = Desk(lite, Scripted())
    desk.put("typing", policy=DeliveryPolicy.ONCE)
    desk.put("after", policy=DeliveryPolicy.AGAIN)
    await desk.sender.step()  # Marked as under way; then the process is gone.
    desk.start()
    await desk.settle()
    assert desk.carrier.carried.count("typing") <= 1
    assert desk.states() == ["failed", "done"]


async def test_a_final_refusal_and_a_bug_do_not_hold_up_the_lane(lite: Database) -> None:
    refused = DeliveryResult(DeliveryState.FAILED, note="blocked")
    desk = Desk(lite, Scripted(one=[refused], two=[LookupError("a bug")]))
    desk.put("one", "two", "three")
    assert await desk.settle() == ["one", "two", "three"]
    assert desk.states() == ["failed", "failed", "done"]


async def test_what_an_end_entails_is_written_in_the_same_transaction(lite: Database) -> None:
    def by_sms(session: Session) -> None:
        outbox.put_sms(session, "+86", "key", at=START, lane="x")

    sms = DeliveryResult(DeliveryState.FAILED, then=by_sms)
    desk = Desk(lite, Scripted(one=[sms]))
    desk.put("one")
    await desk.settle()
    with lite.reading() as session:
        assert session.execute(text("SELECT channel FROM outbox ORDER BY id")).scalars().all() == ["chat", "sms"]


async def test_what_fails_in_writing_an_end_down_does_not_harm_the_others(lite: Database) -> None:
    def fail(session: object) -> None:
        raise LookupError

    desk = Desk(lite, Scripted(one=[DeliveryResult(DeliveryState.FAILED, then=fail)]))
    desk.put("one", "two")
    desk.put("other", lane="1:8")
    await desk.settle()
    assert desk.states() == ["failed", "done", "done"]


class Failing(Database):
    """A store that is away now and then."""

    away = False

    def _in_transaction(self, work: Callable[..., object]) -> object:  # type: ignore[override]
        if self.away:
            raise OSError("the store is away")
        return super()._in_transaction(work)


async def test_an_end_that_could_not_be_written_is_written_later_and_nothing_is_sent_twice(lite_url: str) -> None:
    database = Failing(lite_url)
    desk = Desk(database, Scripted())
    desk.put("one", "two")
    await desk.sender.step()
    database.away = True
    for _ in range(3):
        with pytest.raises(OSError, match="away"):
            await desk.sender.settle()
    database.away = False
    await desk.settle()
    assert desk.carrier.carried == ["one", "two"]
    assert desk.states() == ["done", "done"]
    database.close()


async def test_a_parcel_whose_seal_is_broken_does_not_stop_the_others(lite: Database) -> None:
    desk = Desk(lite, Scripted())
    desk.put("one")
    with lite.transaction() as session:
        session.execute(text("UPDATE outbox SET payload = :x"), {"x": b"broken"})
    desk.put("two")
    desk.put("other", lane="1:8")
    assert sorted(await desk.settle()) == ["other", "two"]
    assert desk.states() == ["failed", "done", "done"]
