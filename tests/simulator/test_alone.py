"""The local Telegram runs alone: its command, its clock, and its use in tests of other bots."""

import asyncio
import json
import threading
from pathlib import Path

import httpx
import pytest
from telegram import Update
from telegram.ext import Application, ApplicationBuilder, CommandHandler, ContextTypes

from bot.simulator.__main__ import _parser, make_world
from bot.simulator.errors import WorldError
from bot.simulator.testing import LocalTelegram
from bot.simulator.world import World
from bot.simulator.world_clock import WorldClock
from tests.simulator.conftest import PersonClient


async def welcome(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message
    await update.message.reply_text("Welcome to the bot")


def run(application: Application, stop: threading.Event) -> None:  # type: ignore[type-arg]
    """Run a bot in a thread until the event is set."""

    async def poll() -> None:
        async with application:
            assert application.updater
            await application.start()
            await application.updater.start_polling(poll_interval=0.01, timeout=1)
            await asyncio.to_thread(stop.wait)
            await application.updater.stop()
            await application.stop()

    asyncio.run(poll())


def test_a_bot_of_others_is_tested_in_ten_lines() -> None:
    stop = threading.Event()
    with LocalTelegram() as telegram:
        bot = ApplicationBuilder().token(telegram.token).base_url(f"{telegram.address}/bot").build()
        bot.add_handler(CommandHandler("start", welcome))
        threading.Thread(target=run, args=(bot, stop)).start()
        li = telegram.add_person("Li")
        li.says("/start")
        card = li.sees("Welcome")
        stop.set()

        assert card["text"] == "Welcome to the bot"
        with pytest.raises(AssertionError, match="nothing with 'Goodbye' came"):
            li.sees("Goodbye", seconds=0.1)


def test_people_come_from_a_file_and_a_number(tmp_path: Path) -> None:
    people = tmp_path / "people.json"
    people.write_text(json.dumps([{"first_name": "Li", "id": 5, "phone": "+8613800000001"}]))
    world = make_world(_parser().parse_args(["--people", str(people), "--speed", "60", "--no-limits"]))

    assert [person.first_name for person in world.people.values()] == ["Li"]
    assert world.bot.rate_limits.on is False
    assert len(make_world(_parser().parse_args(["--people", "2", "--waiting", "3"])).people) == 2


@pytest.mark.parametrize("content", ["{}", "[5]", '[{"name": "x"}]', "not JSON", '[{"first_name": ""}]'])
def test_a_wrong_file_of_people_is_refused(content: str, tmp_path: Path) -> None:
    people = tmp_path / "people.json"
    people.write_text(content)

    with pytest.raises((ValueError, TypeError, WorldError)):
        make_world(_parser().parse_args(["--people", str(people)]))


def test_a_state_is_kept_in_a_folder(tmp_path: Path) -> None:
    from bot.simulator import snapshot

    options = _parser().parse_args(["--people", "1", "--state", str(tmp_path)])
    world = make_world(options)
    world.add_person("Wang")
    snapshot.save(world, tmp_path)

    assert [person.first_name for person in make_world(options).people.values()] == ["Person 1", "Wang"]


def test_a_clock_runs_faster_and_moves_forward_only() -> None:
    now = 100.0
    clock = WorldClock(speed=60, real=lambda: now)
    now = 101.0

    assert clock() == 160.0
    assert clock.advance(40) == 200.0
    with pytest.raises(ValueError, match="forward only"):
        clock.advance(-1)
    with pytest.raises(ValueError, match="positive"):
        WorldClock(speed=0)


async def test_the_clock_is_moved_over_http(client: httpx.AsyncClient, world: World, ming: PersonClient) -> None:
    refused = await client.post("/world/clock", json={"advance": 5})
    world.clock = WorldClock(real=lambda: 1_000.0)
    moved = await client.post("/world/clock", json={"advance": 5})
    wrong = await client.post("/world/clock", json={"advance": -5})
    await ming.says("hello")
    whole = await client.get("/world")

    assert (refused.status_code, wrong.status_code) == (409, 400)
    assert moved.json() == {"now": 1_005.0}
    assert whole.json()["people"][0]["first_name"] == "Ming"
