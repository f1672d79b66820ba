"""Telegram's limits, switched on at the local one: floods are waited out in order, long words are cut."""

from collections.abc import Iterator

import pytest

from bot.engine.outbound.rate_limit import MessageRateLimiter
from bot.simulator.rate_limits import FloodLimits
from bot.simulator.world import World
from storage.engine import outbox
from storage.identity import accounts
from tests.engine import sample_flow
from tests.stories.actor import Actor
from tests.stories.app_driver import TOKEN, AppDriver


class Hour:
    """A clock that goes only when it is told to."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        self.seconds += seconds + 0.001  # Who sleeps wakes a little late.


@pytest.fixture
def hour() -> Hour:
    return Hour()


@pytest.fixture
def flooded(lite_url: str, hour: Hour) -> Iterator[AppDriver]:
    """A desk that keeps no pace of its own, at a Telegram that keeps its limits."""
    world = World({TOKEN: {"id": 1000000001, "username": "chezhu_bot", "first_name": "Desk"}}, clock=hour)
    app = AppDriver(
        lite_url,
        world,
        handlers=sample_flow.handlers(),
        notifications=sample_flow.NOTIFICATIONS,
        tasks=sample_flow.TASKS,
    )
    app.ask("POST", "/world/faults", json={"flood": True})
    yield app
    app.close()


def pass_time(app: AppDriver, hour: Hour, seconds: int) -> None:
    for _ in range(seconds):
        hour.seconds += 1
        app.later(seconds=1)


def put(app: AppDriver, person: Actor, text: str, **more: object) -> None:
    lane = accounts.lane(app.bot.id, person.id)
    content = {"chat": person.id, "card": {"text": text}, **more}
    app.write(lambda session: outbox.put(session, outbox.Channel.CHAT, lane, content, at=app.now))


def said(person: Actor) -> list[str]:
    return [message["text"] for message in person.messages() if message["from"]["is_bot"]]


def test_a_flood_in_one_chat_arrives_whole_in_order_and_once(flooded: AppDriver, hour: Hour) -> None:
    person = flooded.person("Ann")
    person.says("hello")
    for at in range(8):
        put(flooded, person, f"{at}")
    flooded.settle()
    assert len(said(person)) < 9
    pass_time(flooded, hour, 20)
    assert said(person) == ["ECHO hello", *(f"{at}" for at in range(8))]


def test_a_word_to_many_chats_reaches_each_once(flooded: AppDriver, hour: Hour) -> None:
    crowd = [flooded.person(f"person {at}") for at in range(50)]
    for person in crowd:
        flooded.world.bot.chat_with(person.id).started = True
        put(flooded, person, "NEWS")
    flooded.settle()
    assert sum(len(said(person)) for person in crowd) < 50
    pass_time(flooded, hour, 10)
    assert [said(person) for person in crowd] == [["NEWS"]] * 50


async def test_our_own_pace_is_never_refused(hour: Hour) -> None:
    pace = MessageRateLimiter(30, clock=hour, sleep=hour.sleep)
    limits = FloodLimits(on=True)
    for at in range(400):
        chat = 1 + at % 7 if at % 2 else 1000 + at
        await pace.wait(chat)
        limits.spend(chat, hour())


async def test_our_own_pace_in_a_group_is_never_refused(hour: Hour) -> None:
    pace = MessageRateLimiter(30, clock=hour, sleep=hour.sleep)
    limits = FloodLimits(on=True)
    for _ in range(60):
        await pace.wait(-5)
        limits.spend(-5, hour())


@pytest.mark.parametrize("text", ["<b>line</b>\n" * 2000, "😀" * 5000])
def test_words_too_long_arrive_cut_as_a_message_and_as_an_edit(app: AppDriver, text: str) -> None:
    person = app.person("Ann")
    person.says("hello")
    put(app, person, text)
    app.settle()
    assert person.last().endswith("…")
    put(app, person, f"{text}!", edit=person.messages()[0]["message_id"] + 1)
    app.settle()
    assert len([words for words in said(person) if words.endswith("…")]) == 2
