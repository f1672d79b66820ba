"""The message rate limiter: 30 a second overall, one a second in a chat after a burst, 20 a minute in a group."""

import asyncio

import pytest

from bot.engine.outbound.rate_limit import MAX_CHATS, MAX_GIVING_WAY_SECONDS, MessageRateLimiter


class FakeClock:
    """A clock that the test sets, and that records sleeps."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        await asyncio.sleep(0)


async def test_without_a_limit_no_message_waits() -> None:
    time = FakeClock()
    limiter = MessageRateLimiter(0, clock=time, sleep=time.sleep)
    for _ in range(100):
        await limiter.wait(7)
    assert time.slept == []


async def test_a_chat_has_a_burst_and_then_one_a_second() -> None:
    time = FakeClock()
    limiter = MessageRateLimiter(30, clock=time, sleep=time.sleep)
    for _ in range(5):
        await limiter.wait(7)
    assert time.slept == [1.0, 2.0]
    time.now = 10
    await limiter.wait(7)
    assert time.slept == [1.0, 2.0]


async def test_all_chats_together_get_thirty_a_second() -> None:
    time = FakeClock()
    limiter = MessageRateLimiter(30, clock=time, sleep=time.sleep)
    for chat in range(1, 61):
        await limiter.wait(chat)
    assert len(time.slept) == 30
    assert time.slept[-1] == pytest.approx(1.0)


async def test_a_group_gets_twenty_a_minute() -> None:
    time = FakeClock()
    limiter = MessageRateLimiter(30, clock=time, sleep=time.sleep)
    for _ in range(4):
        await limiter.wait(-100)
    assert time.slept == [pytest.approx(3.0)]


async def test_answers_go_before_notifications_for_half_a_minute() -> None:
    time = FakeClock()
    limiter = MessageRateLimiter(30, clock=time, sleep=time.sleep)
    for chat in range(1, 32):
        await limiter.wait(chat)
    notification = asyncio.ensure_future(limiter.wait(100, urgent=False))
    for _ in range(9):
        await asyncio.sleep(0)
    assert not notification.done()
    await limiter.wait(101)
    assert pytest.approx(2 / 30) in time.slept
    time.now = 0.2
    await notification
    assert 30 * max(time.slept) == pytest.approx(3)


async def test_a_notification_does_not_wait_for_ever() -> None:
    time = FakeClock()
    limiter = MessageRateLimiter(30, clock=time, sleep=time.sleep)
    for chat in range(1, 1000):
        await limiter.wait(chat)
    notification = asyncio.ensure_future(limiter.wait(1000, urgent=False))
    await asyncio.sleep(0)
    time.now = MAX_GIVING_WAY_SECONDS
    await notification
    assert len(limiter._chats) == 1000


async def test_the_number_of_remembered_chats_is_limited() -> None:
    time = FakeClock()
    limiter = MessageRateLimiter(1e9, clock=time, sleep=time.sleep)
    for chat in range(1, MAX_CHATS + 10):
        await limiter.wait(chat)
    assert len(limiter._chats) == MAX_CHATS
