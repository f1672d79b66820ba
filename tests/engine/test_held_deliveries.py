"""Rows of the outbox that another transaction holds, and a database that fails while results are stored."""

import asyncio
import sqlite3
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from bot.engine.outbound import unstored_results
from bot.engine.outbound.delivery_results import DeliveryResult
from bot.engine.uncancelled import uncancelled
from storage.database import Database
from storage.engine.outbox import DeliveryState
from tests.engine.scripted_sender import Desk, GatedSender, ScriptedSender
from tests.engine.test_delivery_attempts import until
from tests.engine.test_harmful_work import fault
from tests.operating_system import behaving

HOLD = text("SELECT id FROM outbox WHERE lane = '1:7' FOR UPDATE")


class FailingStore(Database):
    """A database that fails so many times."""

    failures = 0

    def _in_transaction(self, work: Callable[..., Any]) -> Any:
        if self.failures:
            self.failures -= 1
            raise fault()
        return super()._in_transaction(work)


async def test_a_held_delivery_keeps_no_other_from_being_sent(postgresql_store: Database) -> None:
    desk = Desk(postgresql_store, ScriptedSender())
    desk.put("held", lane="1:7")
    desk.put("other", lane="1:8")
    with postgresql_store.transaction() as holder:
        holder.execute(HOLD)
        assert await desk.settle() == ["other"]
    assert await desk.settle() == ["held"]
    assert desk.states() == ["done", "done"]


async def test_a_result_whose_row_is_held_waits_and_the_others_are_stored(postgresql_store: Database) -> None:
    desk, gated = Desk(postgresql_store, ScriptedSender()), GatedSender()
    desk.channel_sender = gated
    desk.start()
    desk.put("held", "after", lane="1:7")
    desk.put("other", lane="1:8")
    await desk.sender.step()
    with behaving(unstored_results, HELD_SECONDS=0):
        with postgresql_store.transaction() as holder:
            holder.execute(HOLD)
            gated.gate.set()
            while desk.states() != ["waiting", "waiting", "done"]:
                await desk.sender.step()
                await asyncio.sleep(0)
        await desk.settle()
    assert sorted(gated.sent) == ["after", "held", "other"]
    assert desk.states() == ["done", "done", "done"]


@pytest.mark.parametrize("failures", [1, 3])
async def test_results_are_offered_to_a_database_that_restarts(lite_url: str, failures: int) -> None:
    store, gated = FailingStore(lite_url), GatedSender()
    desk = Desk(store, gated)
    desk.put("one")
    running = asyncio.create_task(desk.start(wind_up_seconds=5).run())
    await gated.began.wait()
    store.failures = failures
    gated.gate.set()
    with behaving(unstored_results, OFFER_PAUSE=0):
        await asyncio.wait([running])
    assert isinstance(running.exception(), sqlite3.OperationalError)
    assert desk.states() == ["done"]
    store.close()


async def test_a_database_that_goes_on_failing_ends_the_offer_until_it_is_back(lite_url: str) -> None:
    store, gated = FailingStore(lite_url), GatedSender()
    desk = Desk(store, gated)
    desk.put("one")
    running = asyncio.create_task(desk.start().run())
    await gated.began.wait()
    store.failures = 1000
    gated.gate.set()
    with behaving(unstored_results, OFFER_SECONDS=0):
        await asyncio.wait([running])
    store.failures = 3
    assert desk.states() == ["waiting"]
    with behaving(unstored_results, OFFER_PAUSE=0):
        await desk.sender.wait(0.2)
    assert desk.states() == ["done"], "the results are stored without the role, once the database is back"
    store.close()


async def test_after_a_takeover_what_was_under_way_waits_for_its_result(postgresql_store: Database) -> None:
    desk, gated = Desk(postgresql_store, ScriptedSender()), GatedSender()
    desk.channel_sender = gated
    desk.put("under way", lane="1:7")
    former = desk.start()
    await former.step()
    desk.put("new", lane="1:8")
    desk.channel_sender = ScriptedSender()
    running = asyncio.create_task(desk.start(takeover_seconds=3600).run())
    await until(lambda: desk.states()[1] == "done")
    gated.gate.set()
    await former.settle()
    assert desk.states() == ["done", "done"]
    assert (gated.sent, desk.channel_sender.sent) == (["under way"], ["new"])
    running.cancel()
    await asyncio.wait([running])


@pytest.mark.parametrize(("note", "stored"), [("said", "done"), ("\0", "failed")])
async def test_at_the_end_results_are_stored_beside_a_held_row_and_its_own_once_it_is_free(
    postgresql_store: Database, note: str, stored: str
) -> None:
    gated = GatedSender()
    gated.script = {
        each: [DeliveryResult(DeliveryState.DONE, note=note)] for each, note in (("a", note), ("b", "said"))
    }
    desk = Desk(postgresql_store, gated)
    desk.put("a", lane="1:6")
    desk.put("b", lane="1:7")
    running = asyncio.create_task(desk.start(wind_up_seconds=5).run())
    await gated.began.wait()
    with behaving(unstored_results, OFFER_PAUSE=0):
        with postgresql_store.transaction() as holder:
            holder.execute(HOLD)
            running.cancel()
            await asyncio.wait([running], timeout=0.1)  # It waits for its deliveries now, and takes no further step.
            gated.gate.set()
            async with asyncio.timeout(unstored_results.OFFER_SECONDS - 1):
                while desk.states() != [stored, "waiting"]:
                    await asyncio.wait([running], timeout=0.01)
            await asyncio.wait([running], timeout=0.3)
            assert not running.done()
        await asyncio.wait([running])
    assert running.cancelled()
    assert desk.states() == [stored, "done"]


async def test_a_second_cancellation_waits_for_the_end_of_deliveries_and_their_results(lite: Database) -> None:
    gated = GatedSender()
    desk = Desk(lite, gated)
    desk.put("one")
    running = asyncio.create_task(desk.start(wind_up_seconds=60).run())
    await gated.began.wait()
    for _ in range(2):
        running.cancel()
        await asyncio.sleep(0)
    gated.gate.set()
    await asyncio.wait([running])
    assert running.cancelled()
    assert desk.states() == [DeliveryState.DONE]


async def test_what_is_finished_uncancelled_raises_its_own_failure() -> None:
    async def work() -> None:
        raise LookupError

    with pytest.raises(LookupError):
        await uncancelled(work())
