"""People whom version 0.1.0 has left in the middle of something go on with this version, at every step that it knew.

`tests/data/steps_0001.json` holds a conversation at each of them, with its draft, as the stories of 0.1.0 stored it.
What a draft refers to is gone, as after a deletion. The file never changes.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from storage.engine import conversations
from storage.engine.conversations import Conversation
from storage.staff.members import StaffRole
from tests.stories import cast
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver

STEPS: list[dict[str, Any]] = json.loads((Path(__file__).parents[1] / "data" / "steps_0001.json").read_text("utf-8"))
OF_GUESTS = ("registration", "verification")
OF_STAFF = ("answering", "paper-tracking", "return", "rule", "staff")


@pytest.fixture
def people(app: AppDriver) -> dict[str, Actor]:
    """A guest, somebody registered, and a member of staff with every role."""
    staff = cast.greeted(cast.reviewer(app, "小全", tuple(StaffRole)))
    guest = app.person("小王")
    guest.says("/start")
    return {"guest": guest, "registered": cast.driver(app), "staff": staff}


def lane_of(app: AppDriver, person: Actor) -> str:
    """Return a person's lane."""
    return f"{app.bot.id}:{person.id}"


def leave_at(app: AppDriver, person: Actor, state: dict[str, Any]) -> None:
    """Leave a person at a step, as 0.1.0 stored it."""
    conversation = Conversation(lane_of(app, person), revision=7, **state)
    app.write(lambda session: conversations.save(session, conversation, at=app.now))


def step_of(app: AppDriver, person: Actor) -> str:
    """Return the step at which a person is."""
    step: str = app.read(lambda session: conversations.load(session, lane_of(app, person)).step)
    return step


def shown(person: Actor) -> list[Any]:
    """Return what the desk shows this person."""
    return [message for message in person.messages() if message["from"]["is_bot"]]


def test_every_step_of_0_1_0_is_answered_and_ends(app: AppDriver, people: dict[str, Actor]) -> None:
    assert len(STEPS) == 46
    silent = []
    for state in STEPS:
        who = "guest" if state["flow"] in OF_GUESTS else "staff" if state["flow"] in OF_STAFF else "registered"
        person = people[who]
        leave_at(app, person, state)
        for words in ("随便说说", "/cancel"):
            before = shown(person)
            person.says(words)
            silent += [(state["flow"], state["step"], words)] if shown(person) == before else []
        assert step_of(app, person) == "", state
    assert not silent
    failed = text("SELECT lane, key, state, note FROM inbox WHERE state = 'set_aside' OR attempts > 0")
    assert app.read(lambda session: session.execute(failed).all()) == []
    assert app.read(lambda session: session.execute(text("SELECT id FROM outbox WHERE state = 'failed'")).all()) == []
