"""`doctor` asks the Bot API: the token, the webhook, and whether another desk polls with the same token."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import text

from bot.cli import doctor_telegram
from bot.cli.doctor_result import CheckResult, Level
from bot.settings import Mode, Settings
from bot.simulator.app import create_app
from bot.simulator.world import World
from storage.database import Database
from storage.engine import processes
from storage.engine.processes import ProcessIdentity
from tests.cli.conftest import settings_of
from tests.simulator.conftest import TOKEN, served


@pytest.fixture
async def world() -> World:
    return World({TOKEN: {"id": 1_000_000_001, "username": "desk_bot"}})


@pytest.fixture
async def asking(world: World, tmp_path: Path) -> AsyncIterator[Settings]:
    """Settings of a desk at the simulated Bot API."""
    async with served(create_app(world)) as address:
        yield settings_of(tmp_path / "var", telegram_token=TOKEN, telegram_api_url=address)


async def found(settings: Settings, words: str) -> CheckResult:
    """Return the one result with these words."""
    checks = await doctor_telegram.telegram_checks(settings, poll_seconds=2)
    (result,) = [each for each in checks if words in each.what]
    return result


async def poll_for_ever(address: str) -> None:
    """Poll as another desk does, which goes on after a conflict."""
    async with httpx.AsyncClient(base_url=address, timeout=60, verify=False) as client:
        while True:
            await client.get(f"/bot{TOKEN}/getUpdates", params={"timeout": 25})
            await asyncio.sleep(0.2)


async def test_another_desk_on_the_token_is_a_failure(asking: Settings) -> None:
    other = asyncio.create_task(poll_for_ever(asking.telegram_api_url))
    await asyncio.sleep(0.1)
    assert (await found(asking, "another desk")).level is Level.FAIL
    other.cancel()
    await asyncio.gather(other, return_exceptions=True)


async def test_a_token_of_ones_own_is_fine_and_no_update_is_confirmed(asking: Settings, world: World) -> None:
    world.bot.updates.add("message", {"text": "waits"})
    assert (await found(asking, "no other desk")).level is Level.OK
    assert len(world.bot.updates.pending) == 1


async def test_topics_in_private_chats_are_a_warning(asking: Settings, world: World) -> None:
    assert not [each for each in await doctor_telegram.telegram_checks(asking, poll_seconds=1) if "topics" in each.what]
    world.bot.user["has_topics_enabled"] = True
    assert (await found(asking, "topics")).level is Level.WARN


async def test_a_desk_that_runs_is_not_disturbed(asking: Settings, world: World, database: Database) -> None:
    now = datetime.now(UTC)
    with database.transaction() as session:
        identity = ProcessIdentity(uuid4(), "1", "all", now)
        processes.renew(session, identity, now=now)
    assert [each.what for each in await doctor_telegram.telegram_checks(asking) if "desk" in each.what] == [
        "token of @desk_bot"
    ]


async def test_a_desk_of_the_version_before_that_may_still_run_is_not_disturbed(
    asking: Settings, database: Database
) -> None:
    with database.transaction() as session:
        session.connection().execute(text("UPDATE alembic_version SET version_num = '0001'"))
    assert not [each for each in await doctor_telegram.telegram_checks(asking) if "other desk" in each.what]


async def test_a_webhook_of_another_desk_is_reported(asking: Settings, world: World) -> None:
    world.bot.webhook.url = "https://other.example/telegram/updates"
    assert (await found(asking, "is another desk on the token?")).level is Level.WARN
    ours = asking.model_copy(update={"mode": Mode.WEBHOOK, "public_url": "https://other.example"})
    assert (await found(ours, "updates waiting")).level is Level.OK
    theirs = asking.model_copy(update={"mode": Mode.WEBHOOK, "public_url": "https://desk.example"})
    assert (await found(theirs, "is another desk on the token?")).level is Level.WARN


async def test_a_token_that_the_bot_api_rejects_is_a_failure(asking: Settings) -> None:
    (result,) = await doctor_telegram.telegram_checks(asking.model_copy(update={"telegram_token": "7:unknown"}))
    assert (result.level, result.what) == (Level.FAIL, "the Bot API rejects the token")
