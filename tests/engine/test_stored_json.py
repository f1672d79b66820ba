"""Typed drafts, task arguments and task results: their JSON forms stay those of version 0.1.0."""

from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session

from bot.card import Card
from bot.context import DeskContext
from bot.engine.listeners import END, Ask, Flow, FlowSignal, FlowStep, on_command, on_result, on_words
from bot.stored_json import Draft, TaskResult, to_json
from bot.task_definition import TaskDefinition
from storage.engine import conversations
from tests.engine import sample_flow
from tests.stories.app_driver import AppDriver

THING = UUID(int=7)


class Colour(StrEnum):
    """A choice."""

    RED = "red"


class Order(Draft):
    """What is entered step by step."""

    thing: UUID
    colours: list[Colour] = []
    note: str | None = None


class Painted(TaskResult):
    """What a task returns."""

    thing: UUID | None = None
    problem: str = ""


async def paint(resources: Any, adapters: Any, *, thing: UUID, colour: Colour, day: date) -> Painted:
    """A task with typed arguments."""
    assert isinstance(thing, UUID)
    assert colour is Colour.RED
    assert day == date(2026, 11, 29)
    return Painted(thing=thing)


PAINT = TaskDefinition("paint", paint)


class Step(FlowStep):
    """What the flow waits for."""

    NOTE = "note"


def start(context: DeskContext) -> Step:
    """Begin with a draft."""
    context.store_draft(Order(thing=THING, colours=[Colour.RED]))
    return Step.NOTE


def take_note(context: DeskContext) -> FlowSignal:
    """Read the draft back, and order a task."""
    draft = context.load_draft(Order)
    context.order_task(PAINT, thing=draft.thing, colour=draft.colours[0], day=date(2026, 11, 29))
    return END


def take_painted(context: DeskContext) -> None:
    """Say the typed result."""
    painted = context.result_of(PAINT)
    context.say(Card(f"PAINTED {painted.thing if painted else 'nothing'}"))


@pytest.fixture
def app(lite_url: str) -> Any:
    """A desk that paints."""
    handlers = [
        Flow(
            "filing",
            entry_points=[on_command("paint", start)],
            steps={
                Step.NOTE: Ask(lambda context: Card(f"NOTE? {context.load_draft(Order).thing}"), on_words(take_note))
            },
        ),
        on_result(PAINT, take_painted),
    ]
    tasks = {PAINT.name: PAINT.bind(None)}
    app = AppDriver(lite_url, handlers=handlers, notifications=sample_flow.NOTIFICATIONS, tasks=tasks)
    yield app
    app.close()


def test_values_are_stored_as_version_0_1_0_stored_them() -> None:
    at = datetime(2026, 11, 29, tzinfo=UTC)
    stored = to_json({"id": THING, "ids": [THING], "colour": Colour.RED, "day": at.date(), "at": at, "on": True})
    assert stored == {
        "id": THING.hex,
        "ids": [THING.hex],
        "colour": "red",
        "day": "2026-11-29",
        "at": "2026-11-29T00:00:00+00:00",
        "on": True,
    }


def test_a_draft_stores_its_defaults_but_no_missing_values() -> None:
    assert to_json(Order(thing=THING)) == {"thing": THING.hex, "colours": []}


def test_a_result_stores_only_the_values_that_the_task_has_set() -> None:
    assert to_json(Painted(problem="gone")) == {"problem": "gone"}


def test_drafts_arguments_and_results_keep_their_types_through_the_store(app: AppDriver) -> None:
    person = app.person("小王")
    person.says("/paint")
    person.sees(f"NOTE? {THING}")
    person.says("matt")
    person.sees(f"PAINTED {THING}")


def test_a_draft_that_does_not_fit_ends_the_flow_with_an_explanation(app: AppDriver) -> None:
    person = app.person("小王")
    person.says("/paint")

    def spoil(session: Session) -> None:
        conversation = conversations.load(session, f"{app.bot.id}:{person.id}")
        conversation.draft = {"thing": "no id"}
        conversations.save(session, conversation, at=app.now)

    app.write(spoil)
    person.says("matt")
    person.sees("已经办过")
    person.says("/cancel")
    person.sees("没有进行中")


def test_a_result_that_does_not_fit_is_a_bug_and_its_values_are_not_in_the_message() -> None:
    with pytest.raises(LookupError, match=r"the result of paint does not fit: \['thing'\]") as raised:
        PAINT.result.from_json({"thing": "secret"})
    assert "secret" not in str(raised.value)


async def test_arguments_that_do_not_fit_are_refused_and_not_in_the_message() -> None:
    with pytest.raises(TypeError, match="the arguments of paint do not fit") as raised:
        await PAINT.bind(None)(None, thing="secret")
    assert "secret" not in str(raised.value)
