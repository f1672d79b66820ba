"""MessageRateLimiter: 30 a second in all, one a second a chat after a short burst, 20 a minute a group."""

import pytest

from bot.engine.outbound.rate_limit import MAX_CHATS, MessageRateLimiter


class Time:
    """A clock that moves when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)


async def test_without_a_limit_nothing_waits() -> None:
    time = Time()
    pace = MessageRateLimiter(0, clock=time, sleep=time.sleep)
    for _ in range(100):
        await pace.wait(7)
    assert time.slept == []


async def test_a_chat_has_a_burst_and_then_one_a_second() -> None:
    time = Time()
    pace = MessageRateLimiter(30, clock=time, sleep=time.sleep)
    for _ in range(5):
        await pace.wait(7)
    assert time.slept == [1.0, 2.0]
    time.now = 10
    await pace.wait(7)
    assert time.slept == [1.0, 2.0]


async def test_all_chats_together_have_thirty_a_second() -> None:
    time = Time()
    pace = MessageRateLimiter(30, clock=time, sleep=time.sleep)
    for chat in range(1, 61):
        await pace.wait(chat)
    assert len(time.slept) == 30
    assert time.slept[-1] == pytest.approx(1.0)


async def test_a_group_has_twenty_a_minute() -> None:
    time = Time()
    pace = MessageRateLimiter(30, clock=time, sleep=time.sleep)
    for _ in range(4):
        await pace.wait(-100)
    assert time.slept == [pytest.approx(3.0)]


async def test_only_so_many_chats_are_remembered() -> None:
    time = Time()
    pace = MessageRateLimiter(1e9, clock=time, sleep=time.sleep)
    for chat in range(1, MAX_CHATS + 10):
        await pace.wait(chat)
    assert len(pace._chats) == MAX_CHATS
