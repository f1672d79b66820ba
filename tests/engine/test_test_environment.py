"""Bots of Telegram's test servers: their methods and files lie at addresses of their own."""

from pathlib import Path

import pytest
from telegram.error import InvalidToken

from bot.cli import doctor_telegram
from bot.cli.doctor_result import Level
from bot.engine.telegram_client import make_client
from bot.settings import load
from bot.simulator.app import create_app
from bot.simulator.world import World
from storage.database import encryption
from tests.simulator.conftest import TOKEN, served


def world(*, is_test: bool) -> World:
    """Return a local Telegram, as Telegram's servers or as its test servers."""
    return World({TOKEN: {"id": 1_000_000_001, "username": "desk_bot"}}, test_environment=is_test)


async def test_methods_and_files_are_found_in_the_test_environment() -> None:
    telegram = world(is_test=True)
    stored = telegram.files.put("documents", b"content", name="a.txt", mime="text/plain")
    async with served(create_app(telegram)) as address, make_client(TOKEN, address, test_environment=True) as bot:
        assert (await bot.get_me()).username == "desk_bot"
        file = await bot.get_file(stored.file_id)
        assert bytes(await file.download_as_bytearray()) == b"content"


@pytest.mark.parametrize("is_test", [True, False])
async def test_a_token_of_the_other_environment_is_rejected_with_the_setting_named(
    is_test: bool, tmp_path: Path
) -> None:
    async with served(create_app(world(is_test=not is_test))) as address:
        with pytest.raises(InvalidToken):
            async with make_client(TOKEN, address, test_environment=is_test):
                pass
        settings = load(
            _env_file=None,
            data_dir=tmp_path,
            secret_key=encryption.make_secret(),
            telegram_token=TOKEN,
            telegram_api_url=address,
            telegram_test_environment=is_test,
        )
        (check,) = await doctor_telegram.telegram_checks(settings)
    assert check.level is Level.FAIL
    assert "CHEZHU_TELEGRAM_TEST_ENVIRONMENT" in check.advice
