"""Mini Apps of the local Telegram: launch data as a bot checks them, and which pages are opened."""

from urllib.parse import parse_qs, urlsplit

import pytest
from aiogram.utils.web_app import safe_parse_webapp_init_data

from bot.simulator.json_types import Json
from tests.simulator.conftest import TOKEN, PersonClient


async def opened(person: PersonClient, url: str) -> tuple[int, Json]:
    """Open an app on a person's phone. Returns the status and the answer."""
    response = await person.client.post(f"/world/people/{person.id}/mini_app", json={"url": url})
    return response.status_code, response.json()


async def test_launch_data_are_signed_for_the_bot(ming: PersonClient) -> None:
    status, answer = await opened(ming, "https://app.example/page?x=1#old")
    assert status == 200
    url = urlsplit(answer["url"])
    assert (url.netloc, url.path, url.query) == ("app.example", "/page", "x=1")
    launch = {name: values[0] for name, values in parse_qs(url.fragment).items()}
    assert launch["tgWebAppVersion"] == "8.0"
    data = safe_parse_webapp_init_data(TOKEN, launch["tgWebAppData"])
    assert data.user is not None
    assert (data.user.id, data.user.first_name) == (ming.id, ming.person.first_name)
    with pytest.raises(ValueError, match="signature"):
        safe_parse_webapp_init_data(TOKEN + "x", launch["tgWebAppData"])


async def test_two_launches_are_never_alike(ming: PersonClient) -> None:
    first, second = [await opened(ming, "http://127.0.0.1:8080/app") for _ in range(2)]
    assert first != second


@pytest.mark.parametrize("url", ["", "http://app.example/", "javascript:alert(1)", "ftp://x/", "//app.example/"])
async def test_other_addresses_are_not_opened(ming: PersonClient, url: str) -> None:
    status, answer = await opened(ming, url)
    assert (status, answer["error"]) == (400, "A Mini App is opened by https, or from this machine.")
