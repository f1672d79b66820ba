"""After a process has died, what it left is tried event by event: one that kills its process is set aside."""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from typing import NoReturn
from uuid import uuid4

import pytest
from psycopg.errors import LockNotAvailable
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from bot.context import DeskContext
from bot.engine.clock import WakeEvent
from bot.engine.inbound.failed_events import MAX_ATTEMPTS
from bot.engine.inbound.worker import EventWorker
from bot.engine.listeners import on_command
from storage.engine import processes
from storage.engine.inbox import EventState
from storage.engine.processes import ProcessIdentity
from storage.identity.accounts import lane
from tests.engine import sample_flow
from tests.engine.test_event_worker import states
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver


def die(_: object) -> NoReturn:
    """Stand for what ends a process: it is nobody's failure to handle, and nothing is committed."""
    raise KeyboardInterrupt


def meet_a_held_row(_: object) -> NoReturn:
    raise OperationalError("SELECT", {}, LockNotAvailable())


def refuse_to_wait(context: DeskContext) -> NoReturn:
    """Fail with how long the transaction waits for a lock."""
    raise RuntimeError(context.session.execute(text("SHOW lock_timeout")).scalar_one())


@pytest.fixture
def app(store_url: str) -> Iterator[AppDriver]:
    """Yield a desk in whose store another process has left its row."""
    own = {"die": die, "held": meet_a_held_row, "wait": refuse_to_wait}
    handlers = [*(on_command(name, handler) for name, handler in own.items()), *sample_flow.handlers()]
    with closing(AppDriver(store_url, handlers=handlers, notifications={}, tasks={})) as app:
        yield app


def died(app: AppDriver) -> None:
    """Let another process have died a moment ago."""
    gone = ProcessIdentity(uuid4(), "", "all", app.now)
    app.write(lambda session: processes.renew(session, gone, now=app.now))


def restarted(app: AppDriver) -> EventWorker:
    """Return the worker of a new process."""
    clock = app.desk.parts.clock
    return EventWorker(app.database, app.desk.turns, clock=clock, wake=WakeEvent(), max_seconds=60)


def send(app: AppDriver, *words: str) -> list[Actor]:
    """Let several people write before any is answered. Returns them."""
    people = [app.person(f"Person {number}") for number in range(len(words))]
    for person, said in zip(people, words, strict=True):
        app.ask("POST", f"/world/people/{person.id}/messages", json={"text": said})
    app.wait(app.desk.receiver.receive(app.wait(app.bot.call("getUpdates"))))
    return people


def live(app: AppDriver, worker: EventWorker) -> None:
    """Let a process handle what it can. Raises KeyboardInterrupt if it dies."""
    while app.wait(worker.step()):
        pass


def test_an_event_that_kills_its_process_is_set_aside_and_blamed_alone(app: AppDriver) -> None:
    send(app, "hello", "/die", "hello")
    died(app)
    for _ in range(MAX_ATTEMPTS):
        with pytest.raises(KeyboardInterrupt):
            live(app, restarted(app))
    live(app, restarted(app))
    assert [state for state, _ in states(app)] == [EventState.DONE, EventState.SET_ASIDE, EventState.DONE]
    assert all(not attempts for state, attempts in states(app) if state == EventState.DONE)


def test_without_another_process_nothing_is_counted(app: AppDriver) -> None:
    send(app, "hello", "hello")
    worker = restarted(app)
    assert app.wait(worker.step()) == 2


def test_a_failure_that_is_not_a_death_begins_the_count_anew(app: AppDriver) -> None:
    send(app, "/poison")
    died(app)
    for attempt in range(1, MAX_ATTEMPTS):
        live(app, restarted(app))
        assert states(app) == [("waiting", attempt)]
        app.now += timedelta(seconds=30)
    live(app, restarted(app))
    assert states(app) == [(EventState.SET_ASIDE, MAX_ATTEMPTS)]


def test_the_event_that_is_counted_is_the_one_that_is_handled_wherever_the_search_goes_on(app: AppDriver) -> None:
    _, second = send(app, "hello", "/die")
    died(app)
    worker = restarted(app)
    worker.cursor.give_back(lane(app.bot.id, second.id))
    with pytest.raises(KeyboardInterrupt):
        live(app, worker)
    question = text("SELECT interruptions FROM inbox WHERE state = 'waiting'")
    assert app.read(lambda session: session.execute(question).scalars().all()) == [1]


def test_only_what_waited_at_the_start_is_counted(app: AppDriver) -> None:
    died(app)
    worker = restarted(app)
    live(app, worker)
    send(app, "hello", "hello")
    assert app.wait(worker.step()) == 2


@pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)
def test_one_that_needs_a_held_row_shortens_the_wait_of_the_others(
    app: AppDriver, caplog: pytest.LogCaptureFixture
) -> None:
    send(app, "/wait", "/held", "/wait")
    died(app)
    live(app, restarted(app))
    waits = [
        str(record.exc_info[1]) for record in caplog.records if record.exc_info and record.message == "turn failed"
    ]
    assert [wait for wait in waits if wait.endswith("ms")] == ["900ms", "50ms"]
