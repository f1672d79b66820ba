"""Failures of no expected kind: a panic, a cancellation that nobody asked for, a failure while one is examined.

Each ends one piece of work after its attempts, and frees its lane.
"""

import asyncio
import sqlite3
from collections.abc import Callable
from datetime import timedelta
from typing import Any, cast

import pytest
from sqlalchemy import text

from bot.engine import alarm_writer
from bot.engine.inbound.failed_events import MAX_ATTEMPTS, fail
from bot.engine.inbound.turn import TurnHandler
from bot.engine.outbound.delivery_results import DeliveryResult, NotDelivered
from bot.engine.outbound.retries import FAILURES_BEFORE_ASKING
from bot.engine.outbound.tasks import MAX_ATTEMPTS as MAX_TASK_ATTEMPTS, TaskResources, TaskRunner
from storage.database import Database
from storage.engine import inbox, inbox_queue, outbox
from storage.engine.inbox import EventSource, NewEvent
from storage.engine.outbox import Channel, DeliveryPolicy, DeliveryState
from storage.staff.alarms import AlarmKind
from tests.engine.scripted_sender import START, Desk, ScriptedSender
from tests.engine.test_harmful_work import PanicException, Resources, fault


def panic(*_: object, **__: object) -> None:
    """Panic as a library in Rust does."""
    raise PanicException


class UnknownGateway(ScriptedSender):
    """A channel whose gateway cannot even be asked whether it is up."""

    async def gateway_answers(self) -> bool:
        raise LookupError


async def later(desk: Desk, times: int) -> None:
    """Send what is due, and what is due some minutes later, this often."""
    for _ in range(times):
        await desk.settle()
        desk.now += timedelta(minutes=30)


@pytest.mark.parametrize(
    ("channel_sender", "problem"),
    [(UnknownGateway, NotDelivered()), (ScriptedSender, NotDelivered(1e300)), (ScriptedSender, NotDelivered(-1e300))],
)
async def test_a_failure_while_a_failure_is_examined_frees_the_lane(
    store: Database, channel_sender: type[ScriptedSender], problem: Exception
) -> None:
    desk = Desk(store, channel_sender(one=[problem] * (FAILURES_BEFORE_ASKING + 1)))
    desk.put("one", "two")
    await later(desk, FAILURES_BEFORE_ASKING + 3)
    assert desk.channel_sender.sent[-1] == "two"
    assert desk.states()[-1] == "done"


async def test_a_panic_in_a_follow_up_affects_no_other_result(store: Database) -> None:
    desk = Desk(store, ScriptedSender(one=[DeliveryResult(DeliveryState.FAILED, then=panic)]))
    desk.put("one", "two")
    desk.put("other", lane="1:8")
    await desk.settle()
    assert desk.states() == ["failed", "done", "done"]


async def test_a_follow_up_that_meets_a_fault_of_the_database_is_repeated_with_its_result(store: Database) -> None:
    faults, ran = [fault()], []

    def follow_up(session: object) -> None:
        if faults:
            raise faults.pop()
        ran.append("alarm of the admins, or SMS instead")

    desk = Desk(store, ScriptedSender(one=[DeliveryResult(DeliveryState.FAILED, then=follow_up)]))
    desk.put("one", "two")
    with pytest.raises(sqlite3.OperationalError):
        await desk.settle()
    await desk.settle()
    assert desk.states() == ["failed", "done"]
    assert len(ran) == 1


class PanickingEvents(tuple[Any]):
    """Events of a result that cannot even be looked at."""

    def __iter__(self) -> Any:
        return panic()


class PanickingStore(Database):
    """A database whose transaction panics while `panics` is set."""

    panics = False

    def _in_transaction(self, work: Callable[..., Any]) -> Any:
        return panic() if self.panics else super()._in_transaction(work)


async def test_results_that_meet_a_panic_are_stored_one_by_one_and_an_alarm_that_does_is_logged(
    lite_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    database = PanickingStore(lite_url)
    desk = Desk(database, ScriptedSender(one=[DeliveryResult(DeliveryState.DONE, events=PanickingEvents([1]))]))
    desk.put("one", "two")
    database.panics = True
    await alarm_writer.raise_alarm(database, AlarmKind.LOOP_FAILED, "sending", now=START)
    assert "an alarm could not be stored" in caplog.text
    database.panics = False
    await desk.sender.step()
    await asyncio.gather(*asyncio.all_tasks() - {cast("asyncio.Task[None]", asyncio.current_task())})
    await desk.sender.step()
    assert desk.states() == ["failed", "waiting"]
    database.close()


class Panicking:
    """A turn handler that panics while it apologises."""

    def __init__(self, desk: Desk) -> None:
        self.versions = desk.versions

    apologise = staticmethod(panic)


async def test_an_event_is_set_aside_even_if_the_apology_panics(store: Database) -> None:
    desk = Desk(store, ScriptedSender())
    with store.transaction() as session:
        inbox.put(session, [NewEvent(EventSource.TELEGRAM, "1", "1:7", {})], at=START)
        session.execute(text("UPDATE inbox SET attempts = :most"), {"most": MAX_ATTEMPTS - 1})
    with store.transaction() as session:
        (event,) = inbox_queue.claim(session, now=START, limit=1)
        fail(session, event, PanicException(), cast(TurnHandler, Panicking(desk)), START)
    with store.reading() as session:
        assert session.execute(text("SELECT state FROM inbox")).scalars().all() == ["set_aside"]
        assert session.execute(text("SELECT count(*) FROM alarms")).scalar() == 1


@pytest.mark.parametrize(
    ("policy", "states"), [(DeliveryPolicy.AGAIN, ["done", "done"]), (DeliveryPolicy.ONCE, ["failed", "done"])]
)
async def test_a_cancellation_that_nobody_asked_for_is_an_unknown_delivery(
    store: Database, policy: DeliveryPolicy, states: list[str]
) -> None:
    desk = Desk(store, ScriptedSender(one=[asyncio.CancelledError()]))
    desk.put("one", policy=policy)
    desk.put("two")
    assert (await desk.settle())[:1] == ["one"]
    if policy is DeliveryPolicy.AGAIN:
        assert desk.states() == ["waiting", "waiting"], "it is not tried again at once"
    await later(desk, 2)
    assert desk.states() == states


async def cancelled(resources: Any) -> dict[str, Any]:
    """Wait for what somebody else has cancelled, as when the worker process that computes it ends."""
    future: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
    future.cancel()
    return await future


async def test_a_task_that_is_cancelled_from_within_fails_after_its_attempts(store: Database) -> None:
    desk = Desk(store, ScriptedSender())
    runner = TaskRunner(cast(TaskResources, Resources(lambda: desk.now)), {"read": cancelled})
    desk.channel_sender = cast(ScriptedSender, runner)
    desk.start(channels=(Channel.TASK,))
    with store.transaction() as session:
        order = {"task": "read", "arguments": {}, "lane": "1:7"}
        outbox.put(session, Channel.TASK, "task:read:1", order, at=desk.now)
    for _ in range(MAX_TASK_ATTEMPTS):
        assert attempts(store) < MAX_TASK_ATTEMPTS
        while await desk.sender.step():
            await desk.sender.settle()
            assert attempts(store) <= MAX_TASK_ATTEMPTS
        desk.now += timedelta(minutes=5)
    assert desk.states() == ["done"]


def attempts(database: Database) -> int:
    """Return the attempts of the only delivery."""
    with database.reading() as session:
        return int(session.execute(text("SELECT attempts FROM outbox")).scalar_one())
