"""Mini Apps of the local Telegram: which pages are opened. `test_aiogram.py` checks their launch data as a bot does."""

import pytest

from bot.simulator.json_types import Json
from tests.simulator.conftest import PersonClient


async def opened(person: PersonClient, url: str) -> tuple[int, Json]:
    """Open an app on a person's phone. Returns the status and the answer."""
    response = await person.client.post(f"/world/people/{person.id}/mini_app", json={"url": url})
    return response.status_code, response.json()


async def test_two_launches_are_never_alike(ming: PersonClient) -> None:
    first, second = [await opened(ming, "http://127.0.0.1:8080/app") for _ in range(2)]
    assert first != second


@pytest.mark.parametrize("url", ["", "http://app.example/", "javascript:alert(1)", "ftp://x/", "//app.example/"])
async def test_other_addresses_are_not_opened(ming: PersonClient, url: str) -> None:
    status, answer = await opened(ming, url)
    assert (status, answer["error"]) == (400, "A Mini App is opened by https, or from this machine.")
