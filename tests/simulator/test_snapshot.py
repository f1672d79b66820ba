"""Saving a world and loading it again."""

import asyncio
from pathlib import Path

import pytest
from telegram import Bot, BotCommand

from bot.simulator import snapshot
from bot.simulator.groups import make_group
from bot.simulator.json_types import Json
from bot.simulator.world import World
from tests.simulator.conftest import TOKEN, PersonClient, until
from tests.simulator.test_files import picture

USER = {"id": 1000000001, "username": "desk_bot"}


def known(world: World) -> Json:
    """Return the snapshot without the next update id, which is higher in a newer world."""
    state = snapshot.to_dict(world)
    for bot in state["bots"].values():
        del bot["next_update_id"]
    return state


async def test_a_loaded_world_equals_the_saved_one(bot: Bot, ming: PersonClient, world: World, tmp_path: Path) -> None:
    await ming.says("/start")
    await ming.sends(("photo", ("a.jpg", picture(), "image/jpeg")))
    await bot.send_message(ming.id, "Hello")
    await bot.set_my_commands([BotCommand("start", "Begin")])
    make_group(world.bot, "Reviewers", [ming.id])
    world.sms.accept("m1", "+8613800000001", "Code", at=1.0)
    world.faces.set(ming.id, "fail")
    snapshot.save(world, tmp_path)
    back = World({TOKEN: USER})

    assert snapshot.load(back, tmp_path)
    assert known(back) == known(world)
    assert back.files.by_path.keys() == world.files.by_path.keys()
    assert [stored.data for stored in back.files.by_id.values()] == [
        stored.data for stored in world.files.by_id.values()
    ]


async def test_ids_continue_after_loading(bot: Bot, ming: PersonClient, world: World, tmp_path: Path) -> None:
    await ming.says("/start")
    snapshot.save(world, tmp_path)
    back = World({TOKEN: USER}, clock=world.clock)
    snapshot.load(back, tmp_path)

    assert back.bot.next_message_id == world.bot.next_message_id
    assert back.bot.updates.next_id >= world.bot.updates.next_id
    assert back.bot.updates.oldest(100) == world.bot.updates.oldest(100)


def test_nothing_is_loaded_without_a_snapshot(tmp_path: Path) -> None:
    world = World({TOKEN: USER})

    assert snapshot.load(world, tmp_path / "nothing") is False
    assert world.people == {}


async def test_changes_are_saved_periodically_and_when_cancelled(world: World, tmp_path: Path) -> None:
    keeper = asyncio.create_task(snapshot.save_changes(world, tmp_path, every=0.005))
    await until((tmp_path / "world.json").exists)
    world.add_person("Late")
    await until(lambda: "Late" in (tmp_path / "world.json").read_text())
    world.people[700_000_001].first_name = "Renamed"
    keeper.cancel()
    await asyncio.gather(keeper, return_exceptions=True)

    assert "Renamed" in (tmp_path / "world.json").read_text()


async def test_changes_are_saved_once_the_disk_takes_them_again(
    world: World, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    in_the_way = tmp_path / "world.json.new"
    in_the_way.mkdir()
    keeper = asyncio.create_task(snapshot.save_changes(world, tmp_path, every=0.005))
    await until(lambda: bool(caplog.records))
    in_the_way.rmdir()
    await until((tmp_path / "world.json").exists)
    keeper.cancel()
    await asyncio.gather(keeper, return_exceptions=True)


def test_the_token_is_not_saved(world: World, tmp_path: Path) -> None:
    snapshot.save(world, tmp_path)

    assert TOKEN not in (tmp_path / "world.json").read_text()
