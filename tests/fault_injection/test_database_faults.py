"""Faults of the database in the middle of a batch: no event is lost, none is handled twice, no other lane waits."""

import asyncio
import contextlib
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import text

from bot.engine.inbound.failed_events import RETRY_DELAYS
from storage.database import Database
from tests import databases
from tests.engine import sample_flow
from tests.engine.scripted_sender import Desk, GatedSender
from tests.fault_injection import faulty_database
from tests.fault_injection.faulty_database import Fault, FaultPlan
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver

LANES = 3


@pytest.fixture
def desk(store_url: str) -> Iterator[AppDriver]:
    """A desk with the sample flow, once on each database."""
    databases.use_test_secret()
    parts: dict[str, Any] = {"notifications": sample_flow.NOTIFICATIONS, "tasks": sample_flow.TASKS}
    app = AppDriver(store_url, handlers=sample_flow.handlers(), **parts)
    yield app
    app.close()


def test_every_fault_at_every_statement_of_a_batch_loses_and_repeats_nothing(desk: AppDriver) -> None:
    people = [desk.person(f"Person {number}") for number in range(LANES)]
    for person in people:
        person.says("hello")
    plan = faulty_database.inject(desk.database)
    for fault in faulty_database.faults_of(desk.database):
        at, statements = 0, 1
        while at < statements:
            said = f"{fault if isinstance(fault, str) else fault.__name__} {at}"
            statements = _run(desk, people, plan, said, (at, fault))
            at += 1
        assert statements > 6, "the faults met no statement of a turn"


class FaultsAtSavepoints(FaultPlan):
    """Lets a batch fail at the release of its first savepoint, and the turn that follows alone at that of its own."""

    def __init__(self, fault: Fault) -> None:
        super().__init__()
        self._met = fault
        self._left = ["RELEASE SAVEPOINT turn", "RELEASE SAVEPOINT sa_"]

    def due(self, statement: str) -> Fault | None:
        """Return the fault at the first statement that begins so."""
        if not self._left or not statement.startswith(self._left[0]):
            return None
        del self._left[0]
        return self._met


def test_a_savepoint_that_cannot_be_released_leaves_nothing(desk: AppDriver) -> None:
    person = desk.person("Person")
    person.says("hello")
    fault = "SQLITE_LOCKED" if desk.database.is_sqlite else faulty_database.CUT
    faulty_database.inject_into(desk.database.engine, FaultsAtSavepoints(fault))
    person.says("once")
    desk.later(seconds=RETRY_DELAYS[0].total_seconds())
    assert [message["text"] for message in person.messages()].count("ECHO once") == 1


async def test_a_fault_at_the_stop_keeps_no_result_from_being_stored(store_url: str) -> None:
    databases.use_test_secret()
    store, gated = Database(store_url), GatedSender()
    plan, desk = faulty_database.inject(store), Desk(store, gated)
    desk.put("one")
    running = asyncio.create_task(desk.start(wind_up_seconds=5).run())
    await gated.began.wait()
    plan.arm(0, faulty_database.faults_of(store)[-1])
    gated.gate.set()
    running.cancel()
    await asyncio.wait([running])
    assert desk.states() == ["done"]
    store.close()


def _run(
    desk: AppDriver, people: list[Actor], plan: faulty_database.FaultPlan, said: str, fault: tuple[int, Fault]
) -> int:
    """Send each person's text, handle it with the fault, and check. Returns the statements of the faulty step."""
    for person in people:
        desk.ask("POST", f"/world/people/{person.id}/messages", json={"text": said})
    desk.wait(desk.desk.receiver.receive(desk.wait(desk.bot.call("getUpdates"))))
    plan.arm(*fault)
    with contextlib.suppress(Exception):  # The loop starts again.
        desk.wait(desk.desk.worker.step())
    count = plan.count
    plan.disarm()
    desk.settle()
    desk.later(seconds=RETRY_DELAYS[0].total_seconds())
    for person in people:
        answers = [message for message in person.messages() if message.get("text") == f"ECHO {said}"]
        assert len(answers) == 1, said
    unfinished = desk.read(lambda s: s.execute(text("SELECT note FROM inbox WHERE state <> 'done'")).scalars().all())
    assert unfinished == [], said
    return count
