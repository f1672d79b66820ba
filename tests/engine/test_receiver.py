"""The receiver: updates are stored before they are confirmed; what cannot be stored is not confirmed."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.engine.inbound.receiver import ALLOWED_UPDATES, Receiver, new_event
from storage.database import Database

NOW = datetime(2026, 11, 25, tzinfo=UTC)


def update(number: int, user: int = 7) -> dict[str, Any]:
    """Return a raw update with a message."""
    return {"update_id": number, "message": {"message_id": number, "from": {"id": user}, "text": "hello"}}


class Telegram:
    """A Bot API that answers polls by a script and records the calls."""

    id = 1

    def __init__(self, database: Database, *answers: list[dict[str, Any]] | TelegramError) -> None:
        self.database = database
        self.answers = list(answers)
        self.calls: list[dict[str, Any]] = []
        self.stored_at_calls: list[int] = []
        self.answered: list[str] = []

    async def call(self, method: str, *, read_timeout: float | None = None, **parameters: Any) -> Any:
        if method == "answerCallbackQuery":
            self.answered.append(parameters["callback_query_id"])
            raise TelegramError("query is too old")
        self.calls.append(parameters)
        self.stored_at_calls.append(count(self.database))
        if not self.answers:
            raise asyncio.CancelledError
        answer = self.answers.pop(0)
        if isinstance(answer, TelegramError):
            raise answer
        return answer


def count(database: Database) -> int:
    """Return the number of stored events."""
    with database.reading() as session:
        return int(session.execute(text("SELECT count(*) FROM inbox")).scalar_one())


def receiver(database: Database, telegram: Telegram, after: Callable[[], None] = lambda: None) -> Receiver:
    """Return a receiver for this Bot API."""
    return Receiver(database, telegram, clock=lambda: NOW, after=after)  # type: ignore[arg-type]


async def poll(database: Database, telegram: Telegram) -> None:
    """Poll until the script ends."""
    with pytest.raises(asyncio.CancelledError):
        await receiver(database, telegram).poll()


async def test_updates_are_stored_before_the_next_poll_confirms_them(lite: Database) -> None:
    telegram = Telegram(lite, [update(10), update(11)], [], [update(12)])
    await poll(lite, telegram)
    assert telegram.stored_at_calls == [0, 2, 2, 3]
    assert [parameters.get("offset") for parameters in telegram.calls] == [None, 12, 12, 13]
    assert telegram.calls[0]["allowed_updates"] == list(ALLOWED_UPDATES)


class ReadOnlyDatabase(Database):
    """A database that cannot be written."""

    async def write_queue(self, work: Callable[..., Any]) -> Any:
        raise OSError("disk full")


async def test_updates_that_cannot_be_stored_are_not_confirmed(lite_url: str) -> None:
    database = ReadOnlyDatabase(lite_url)
    telegram = Telegram(database, [update(10)])
    with pytest.raises(OSError, match="disk full"):
        await receiver(database, telegram).poll()
    assert [parameters.get("offset") for parameters in telegram.calls] == [None]
    with pytest.raises(OSError, match="disk full"):
        await receiver(database, telegram).receive([update(10)])
    database.close()


async def test_workers_are_woken_only_after_the_commit(lite: Database) -> None:
    seen: list[int] = []
    waking = receiver(lite, Telegram(lite), after=lambda: seen.append(count(lite)))
    await waking.receive([update(1)])
    assert seen == [1]


@pytest.mark.parametrize("problem", [TimedOut(), RetryAfter(0)])
async def test_a_failed_poll_is_repeated_with_the_same_offset(lite: Database, problem: TelegramError) -> None:
    telegram = Telegram(lite, [update(10)], problem, [update(11)])
    await poll(lite, telegram)
    assert [parameters.get("offset") for parameters in telegram.calls] == [None, 11, 11, 12]


async def test_another_desk_on_the_token_is_told_from_a_single_conflict(lite: Database) -> None:
    moment = NOW
    conflict = Conflict("terminated by other getUpdates request")

    async def sleep(seconds: float) -> None:
        nonlocal moment
        moment += timedelta(seconds=seconds)

    async def poll_through(*answers: list[dict[str, Any]] | TelegramError) -> Receiver:
        telegram = Telegram(lite, *answers)
        polling = Receiver(lite, telegram, clock=lambda: moment, after=lambda: None, sleep=sleep)  # type: ignore[arg-type]
        with pytest.raises(asyncio.CancelledError):
            await polling.poll()
        return polling

    assert (await poll_through(conflict, [], conflict)).trouble() == ""
    found = await poll_through(conflict, [update(1)], conflict, [], conflict)
    assert found.trouble() == "token conflict"
    moment += timedelta(minutes=1)
    assert found.trouble() == ""
    assert (await poll_through(InvalidToken())).trouble() == "token rejected"
    assert (await poll_through(InvalidToken(), [])).trouble() == ""


async def test_a_bot_api_that_answers_no_poll_for_two_minutes_is_down_until_it_answers(lite: Database) -> None:
    def polling(*answers: list[dict[str, Any]] | TelegramError) -> Receiver:
        moments = iter(range(0, 10_000, 30))
        telegram = Telegram(lite, *answers)
        return Receiver(
            lite,
            telegram,  # type: ignore[arg-type]
            clock=lambda: NOW,
            after=lambda: None,
            sleep=lambda _: asyncio.sleep(0),
            monotonic=lambda: float(next(moments)),
        )

    for answers, words in (
        ([NetworkError("502")], ""),
        ([NetworkError("502"), TimedOut(), NetworkError("502")], "no Bot API"),
        ([NetworkError("502"), TimedOut(), NetworkError("502"), [update(1)]], ""),
        ([InvalidToken()] * 4, ""),
    ):
        found = polling(*answers)
        with pytest.raises(asyncio.CancelledError):
            await found.poll()
        assert found.unreachable() == words


@pytest.mark.parametrize("problem", [NetworkError("reset"), Conflict("two pollers")])
async def test_polling_pauses_after_a_broken_connection_or_a_second_poller(
    lite: Database, problem: TelegramError
) -> None:
    pauses: list[float] = []

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)

    telegram = Telegram(lite, problem, problem, [update(10)])
    polling = Receiver(lite, telegram, clock=lambda: NOW, after=lambda: None, sleep=sleep)  # type: ignore[arg-type]
    with pytest.raises(asyncio.CancelledError):
        await polling.poll()
    assert pauses == [1.0, 2.0]
    assert count(lite) == 1


async def test_polling_goes_on_however_long_a_pause_is_asked_for(lite: Database) -> None:
    pauses: list[float] = []

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)

    telegram = Telegram(lite, RetryAfter(36_000), RetryAfter(-5), RetryAfter(7), [update(10)])
    polling = Receiver(lite, telegram, clock=lambda: NOW, after=lambda: None, sleep=sleep)  # type: ignore[arg-type]
    with pytest.raises(asyncio.CancelledError):
        await polling.poll()
    assert pauses == [60.0, 0.1, 7.0]
    assert count(lite) == 1


async def test_a_callback_query_is_answered_and_an_error_is_ignored(lite: Database) -> None:
    telegram = Telegram(lite)
    tap = {"update_id": 1, "callback_query": {"id": "55", "from": {"id": 7}, "data": "x"}}
    await receiver(lite, telegram).receive([tap])
    await asyncio.sleep(0)
    assert telegram.answered == ["55"]


@pytest.mark.parametrize(
    ("shape", "lane"),
    [
        ({"message": {"from": {"id": 7}}}, "1:7"),
        ({"callback_query": {"from": {"id": 8}}}, "1:8"),
        ({"my_chat_member": {"from": {"id": 9}}}, "1:9"),
        ({"something_new": {"user": {"id": 7}}}, "1:0"),
        ({"something_new": {"from": "7"}}, "1:0"),
        ({"something_new": {"from": {"name": "?"}}}, "1:0"),
        ({"message": {"from": {"id": True}}}, "1:0"),
        ({"message": {"from": {"id": -5}}}, "1:0"),
        ({"message": {"from": {"id": 2**63}}}, "1:0"),
        ({}, "1:0"),
    ],
)
def test_the_lane_of_an_update_is_that_of_its_sender(shape: dict[str, Any], lane: str) -> None:
    event = new_event(1, {"update_id": 5, **shape})
    assert (event.lane, event.key) == (lane, "1:5")


async def test_an_empty_poll_that_is_answered_at_once_is_followed_by_a_pause(lite: Database) -> None:
    telegram: Any = Telegram(lite, [], [], [update(1)])
    pauses: list[float] = []
    times = iter((0.0, 0.25, 10.0, 35.0, 40.0))

    async def note(seconds: float) -> None:
        pauses.append(seconds)

    parts: dict[str, Any] = {"clock": lambda: NOW, "after": lambda: None, "sleep": note}
    with pytest.raises(asyncio.CancelledError):
        await Receiver(lite, telegram, monotonic=lambda: next(times, 50.0), **parts).poll()
    assert pauses == [0.75, 0.0]
