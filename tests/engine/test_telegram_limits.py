"""Telegram's limits, as enforced by the local Telegram: rate limits keep the order, long texts are truncated."""

from collections.abc import Iterator

import pytest

from bot.engine.outbound.rate_limit import MessageRateLimiter
from bot.simulator.rate_limits import RateLimits
from bot.simulator.world import World
from storage.engine import outbox
from storage.identity import accounts
from tests.engine import sample_flow
from tests.stories.actor import Actor
from tests.stories.app_driver import TOKEN, AppDriver


class FakeClock:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        self.seconds += seconds + 0.001  # A sleep ends a little late.


@pytest.fixture
def hour() -> FakeClock:
    return FakeClock()


@pytest.fixture
def limited_app(lite_url: str, hour: FakeClock) -> Iterator[AppDriver]:
    """A desk without a rate limiter, at a Telegram that enforces its limits."""
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


def pass_time(app: AppDriver, hour: FakeClock, seconds: int) -> None:
    for _ in range(seconds):
        hour.seconds += 1
        app.later(seconds=1)


def put(app: AppDriver, person: Actor, text: str, **more: object) -> None:
    lane = accounts.lane(app.bot.id, person.id)
    content = {"chat": person.id, "card": {"text": text}, **more}
    app.write(lambda session: outbox.put(session, outbox.Channel.CHAT, lane, content, at=app.now))


def said(person: Actor) -> list[str]:
    return [message["text"] for message in person.messages() if message["from"]["is_bot"]]


def test_many_messages_to_one_chat_arrive_once_and_in_order(limited_app: AppDriver, hour: FakeClock) -> None:
    person = limited_app.person("Ann")
    person.says("hello")
    for at in range(8):
        put(limited_app, person, f"{at}")
    limited_app.settle()
    assert len(said(person)) < 9
    pass_time(limited_app, hour, 20)
    assert said(person) == ["ECHO hello", *(f"{at}" for at in range(8))]


def test_a_message_to_many_chats_reaches_each_once(limited_app: AppDriver, hour: FakeClock) -> None:
    crowd = [limited_app.person(f"person {at}") for at in range(50)]
    for person in crowd:
        limited_app.world.bot.chat_with(person.id).started = True
        put(limited_app, person, "NEWS")
    limited_app.settle()
    assert sum(len(said(person)) for person in crowd) < 50
    pass_time(limited_app, hour, 10)
    assert [said(person) for person in crowd] == [["NEWS"]] * 50


async def test_the_rate_limiter_stays_below_telegrams_limits(hour: FakeClock) -> None:
    limiter = MessageRateLimiter(30, clock=hour, sleep=hour.sleep)
    limits = RateLimits(on=True)
    for at in range(400):
        chat = 1 + at % 7 if at % 2 else 1000 + at
        await limiter.wait(chat)
        limits.spend(chat, hour())


async def test_the_rate_limiter_stays_below_telegrams_limits_in_a_group(hour: FakeClock) -> None:
    limiter = MessageRateLimiter(30, clock=hour, sleep=hour.sleep)
    limits = RateLimits(on=True)
    for _ in range(60):
        await limiter.wait(-5)
        limits.spend(-5, hour())


@pytest.mark.parametrize("text", ["<b>line</b>\n" * 2000, "😀" * 5000])
def test_a_long_text_is_truncated_as_message_and_as_edit(app: AppDriver, text: str) -> None:
    person = app.person("Ann")
    person.says("hello")
    put(app, person, text)
    app.settle()
    assert person.last().endswith("…")
    put(app, person, f"{text}!", edit=person.messages()[0]["message_id"] + 1)
    app.settle()
    assert len([words for words in said(person) if words.endswith("…")]) == 2
