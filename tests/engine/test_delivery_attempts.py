"""Attempts of deliveries: counted before they are made, stored once, and given up if they end the process."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import cast

import pytest
from sqlalchemy import text

from bot.engine.outbound.delivery_results import DeliveryResult, NotDelivered
from bot.engine.outbound.sender import MAX_INTERRUPTIONS
from storage.database import Database
from storage.engine import outbox, outbox_queue
from storage.engine.inbox import EventSource, NewEvent
from storage.engine.lanes import MAX_EXAMINED
from storage.engine.leader_election import LeadershipLost
from storage.engine.outbox import Channel, DeliveryPolicy, DeliveryState
from storage.engine.outbox_queue import QueuedDelivery
from tests.engine.scripted_sender import START, Desk, ScriptedSender, delivered


class Panic(BaseException):
    """What a library in Rust raises."""


class SlowSender(ScriptedSender):
    """Delivers `slow` when the test says so, and everything else at once."""

    def __init__(self) -> None:
        super().__init__()
        self.ends = asyncio.Event()

    async def deliver(self, delivery: QueuedDelivery) -> DeliveryResult:
        self.sent.append(delivery.content["text"])
        if delivery.content["text"] == "slow":
            await self.ends.wait()
        return delivered(delivery)


async def until(condition: Callable[[], bool]) -> None:
    """Wait until the condition holds."""
    while not condition():  # noqa: ASYNC110 - the sender has no event for it
        await asyncio.sleep(0.01)


def counts(database: Database) -> list[tuple[int, int]]:
    """Return attempts and interruptions of every delivery."""
    with database.reading() as session:
        rows = session.execute(text("SELECT attempts, interruptions FROM outbox ORDER BY id")).all()
    return [(row.attempts, row.interruptions) for row in rows]


async def test_an_attempt_is_counted_before_it_is_made(store: Database) -> None:
    desk = Desk(store, SlowSender())
    desk.put("slow")
    await desk.sender.step()
    await asyncio.sleep(0)
    assert (desk.channel_sender.sent, counts(store)) == (["slow"], [(1, 1)])


async def test_a_delivery_whose_attempts_end_the_process_is_given_up_and_the_lane_continues(store: Database) -> None:
    desk = Desk(store, SlowSender())
    desk.put("slow", "next")
    for _ in range(MAX_INTERRUPTIONS):
        await desk.start().step()
        await asyncio.sleep(0)  # Then the process dies: nothing in memory is kept.
    assert desk.channel_sender.sent == ["slow"] * MAX_INTERRUPTIONS
    desk.start()
    assert await desk.settle() == ["next"]
    assert desk.states() == ["failed", "done"]


async def test_only_one_suspect_is_in_progress_so_that_others_are_delivered(store: Database) -> None:
    desk = Desk(store, SlowSender())
    for lane in range(4):
        desk.put("slow" if lane == 0 else f"text {lane}", lane=f"1:{lane}")
    for _ in range(2):
        await desk.start().step()  # Claims all of them; then the process dies.
        await asyncio.sleep(0)
    desk.put("new", lane="1:9")
    desk.channel_sender.sent.clear()
    desk.start()
    await desk.sender.step()
    await asyncio.sleep(0)
    assert desk.channel_sender.sent == ["slow", "new"]
    with store.transaction() as session:
        session.execute(text("UPDATE outbox SET state = 'failed' WHERE lane = '1:0'"))
    desk.start()
    assert sorted(await desk.settle()) == ["new", "text 1", "text 2", "text 3"]


async def test_an_attempt_with_a_result_begins_the_count_of_interruptions_anew(store: Database) -> None:
    desk = Desk(store, ScriptedSender(one=[NotDelivered()] * 3))
    desk.put("one")
    for attempt in (1, 2, 3):
        await desk.settle()
        assert counts(store) == [(attempt, 0)]
        desk.now += timedelta(minutes=5)
    await desk.settle()
    assert desk.states() == ["done"]


async def test_of_two_senders_one_claims_a_delivery(store: Database) -> None:
    desk = Desk(store, ScriptedSender())
    desk.put("typing", policy=DeliveryPolicy.ONCE)
    with store.transaction() as session:
        seen = outbox_queue.next_deliveries(session, now=START, limit=9)
        (claimed,) = outbox_queue.claim(session, seen)
        assert (claimed.attempts, claimed.state) == (1, DeliveryState.WAITING)
        assert outbox_queue.claim(session, seen) == []
    assert desk.states() == ["underway"]


async def test_a_late_result_of_an_attempt_that_was_claimed_again_is_ignored(store: Database) -> None:
    Desk(store, ScriptedSender()).put("one")
    with store.transaction() as session:
        (first,) = outbox_queue.claim(session, outbox_queue.next_deliveries(session, now=START, limit=9))
        (second,) = outbox_queue.claim(session, outbox_queue.next_deliveries(session, now=START, limit=9))
        assert not outbox_queue.update_delivery(session, first, state=DeliveryState.FAILED, done_at=START)
        outbox_queue.mark_delivered(session, [(first, 5)], at=START)
        assert len(outbox_queue.next_deliveries(session, now=START, limit=9)) == 1
        outbox_queue.mark_delivered(session, [(second, 6)], at=START)
        assert outbox_queue.next_deliveries(session, now=START, limit=9) == []


async def test_a_stop_stores_what_has_finished_and_sends_the_rest_again(store: Database) -> None:
    desk = Desk(store, SlowSender())
    desk.start(wind_up_seconds=0.1)
    for lane in range(20):
        desk.put("slow" if lane == 7 else f"text {lane}", lane=f"1:{lane}")
    running = asyncio.create_task(desk.sender.run())
    await until(lambda: len(desk.channel_sender.sent) == 20)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert desk.states().count("done") == 19
    assert desk.states()[7] == "waiting"
    assert counts(store)[7] == (1, 0)


async def test_a_stop_waits_for_what_ends_soon(store: Database) -> None:
    desk = Desk(store, SlowSender())
    desk.start(wind_up_seconds=60)
    desk.put("slow")
    running = asyncio.create_task(desk.sender.run())
    await until(lambda: bool(desk.channel_sender.sent))
    running.cancel()
    asyncio.get_running_loop().call_later(0.05, cast(SlowSender, desk.channel_sender).ends.set)
    await asyncio.gather(running, return_exceptions=True)
    assert desk.states() == ["done"]


async def test_a_once_delivery_that_a_stop_cancels_is_not_repeated(store: Database) -> None:
    desk = Desk(store, SlowSender())
    desk.put("slow", policy=DeliveryPolicy.ONCE)
    running = asyncio.create_task(desk.sender.run())
    await until(lambda: bool(desk.channel_sender.sent))
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert desk.states() == ["failed"]


async def test_a_result_that_cannot_be_stored_fails_its_delivery_and_no_other(store: Database) -> None:
    broken = NewEvent(EventSource.RESULT, "key", "1:7", {"result": object()})
    result = DeliveryResult(DeliveryState.DONE, events=(broken,))
    desk = Desk(store, ScriptedSender(one=[result]))
    desk.put("one", lane="1:7")
    desk.put("other", lane="1:8")
    while await desk.sender.step():
        await asyncio.sleep(0)
        await asyncio.sleep(0)
    assert desk.states() == ["failed", "done"]


@pytest.mark.parametrize("problem", [Panic(), BaseExceptionGroup("of a task group", [Panic()]), SystemExit(2)])
async def test_what_is_no_exception_fails_its_delivery_only(store: Database, problem: BaseException) -> None:
    desk = Desk(store, ScriptedSender(one=[problem]))
    desk.put("one", "two")
    assert await desk.settle() == ["one", "two"]
    assert desk.states() == ["failed", "done"]


async def test_without_the_lease_results_are_stored_and_nothing_is_sent(store: Database) -> None:
    desk = Desk(store, ScriptedSender())
    desk.put("one", "two")
    await desk.sender.step()
    await until(lambda: desk.channel_sender.sent == ["one"])
    desk.lease.has_ended = True
    with pytest.raises(LeadershipLost):
        await desk.sender.step()
    assert desk.states() == ["done", "waiting"]
    assert desk.channel_sender.sent == ["one"]


async def test_a_claimed_delivery_is_not_sent_when_the_lease_ends_before(store: Database) -> None:
    desk = Desk(store, ScriptedSender())
    desk.put("one")
    await desk.sender.step()
    desk.lease.has_ended = True  # For example because the process was stopped for a minute.
    await desk.sender.settle()
    assert desk.channel_sender.sent == []
    assert desk.states() == ["waiting"]


@pytest.mark.parametrize("column", ["channel", "policy"])
async def test_a_delivery_of_a_newer_version_is_left_and_blocks_nothing(store: Database, column: str) -> None:
    desk = Desk(store, ScriptedSender())
    desk.put("newer", "one")
    with store.transaction() as session:
        if not store.is_sqlite:
            session.execute(text(f"ALTER TABLE outbox DROP CONSTRAINT ck_outbox_{column}"))
        session.execute(text("PRAGMA ignore_check_constraints = ON" if store.is_sqlite else "SELECT 1"))
        session.execute(text(f"UPDATE outbox SET {column} = 'newer' WHERE id = 1"))
    assert await desk.settle() == ["one"]
    assert desk.states() == ["waiting", "done"]


async def test_a_due_lane_behind_more_postponed_lanes_than_one_look_covers_is_sent(store: Database) -> None:
    desk = Desk(store, ScriptedSender())
    with store.transaction() as session:
        for number in range(3 * MAX_EXAMINED):
            later = START + timedelta(minutes=20)
            outbox.put(session, Channel.CHAT, f"late {number:04}", {"text": "late"}, at=START, due_at=later)
    desk.put("due", lane="late 0300 due")
    for _ in range(8):
        await desk.sender.step()
        await desk.sender.settle()
    assert desk.channel_sender.sent == ["due"]
