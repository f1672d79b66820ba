"""The desk's clock is compared with the Date of the Bot API's answers: a wrong one is said, a slow network is not."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from bot.engine.server_clock import KEPT_SECONDS, MAX_OFFSET, PAUSE_SECONDS, ServerClock
from bot.engine.telegram_client import make_client
from bot.simulator.app import create_app
from bot.simulator.world import World
from tests.simulator.conftest import TOKEN, served

NOW = datetime(2026, 11, 29, 10, 0, tzinfo=UTC)


class Compared:
    """A desk's clock, that of the Bot API, and the seconds that pass."""

    def __init__(self) -> None:
        self.now, self.seconds = NOW, 0.0
        self.clock = ServerClock(lambda: self.now, monotonic=lambda: self.seconds)

    def answer(self, date: str = format_datetime(NOW, usegmt=True)) -> str:
        """Let an answer come a while later. Returns what is wrong then."""
        self.seconds += PAUSE_SECONDS
        self.clock.note(date)
        return self.clock.trouble()


@pytest.mark.parametrize(
    ("offset", "words"),
    [
        (timedelta(days=365), "31536000 s ahead"),
        (-timedelta(hours=1), "3600 s behind"),
        (MAX_OFFSET, ""),
        (-MAX_OFFSET, ""),
        (MAX_OFFSET + timedelta(seconds=1), "301 s ahead"),
    ],
)
def test_a_clock_that_is_off_by_more_than_minutes_is_wrong(offset: timedelta, words: str) -> None:
    compared = Compared()
    compared.now += offset
    assert compared.answer() == ""  # The answer may have waited for a machine that slept.
    assert compared.answer() == words
    compared.now = NOW
    assert compared.answer() == ""


def test_answers_at_once_are_one_comparison_and_what_is_no_date_is_none() -> None:
    compared = Compared()
    compared.now += timedelta(days=1)
    compared.answer()
    compared.clock.note(format_datetime(NOW, usegmt=True))
    assert compared.clock.trouble() == ""
    for date in ("", "yesterday", "Sun, 29 Nov 2026 10:00:00"):
        assert compared.answer(date) == ""


def test_a_comparison_of_long_ago_says_nothing() -> None:
    compared = Compared()
    compared.now += timedelta(days=1)
    compared.answer()
    assert compared.answer() == "86400 s ahead"
    compared.seconds += KEPT_SECONDS
    assert compared.clock.trouble() == ""


async def test_every_answer_of_the_bot_api_is_compared() -> None:
    compared = Compared()
    compared.now = datetime.now(UTC) + timedelta(days=365)
    world = World({TOKEN: {"id": 1_000_000_001, "username": "desk_bot"}})
    async with (
        served(create_app(world)) as address,
        make_client(TOKEN, address, server_clock=compared.clock) as bot,
    ):
        compared.seconds += PAUSE_SECONDS
        await bot.call("getUpdates", timeout=0)
    assert compared.clock.trouble().endswith("s ahead")
