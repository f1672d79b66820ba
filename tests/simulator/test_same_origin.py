"""Pages of other web sites in the same browser cannot use the local Telegram; its own page and programs can."""

from typing import Any

import httpx
import pytest

from bot.simulator.__main__ import _app
from bot.simulator.world import World
from tests.simulator.conftest import TOKEN

CROSS_SITE: list[dict[str, str]] = [
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site", "Origin": "http://127.0.0.1:3000"},
]
ACTS: list[tuple[str, str, dict[str, Any]]] = [
    ("POST", "/world/people", {"first_name": "Eve"}),
    ("POST", "/sms", {"id": "1", "to": "+8613800000000", "text": "hello"}),
    ("POST", f"/bot{TOKEN}/sendMessage", {"chat_id": 1, "text": "hello"}),
    ("GET", f"/bot{TOKEN}/getUpdates", {}),  # An image of another page can ask for it.
    ("GET", "/world/sms", {}),
]


@pytest.mark.parametrize("headers", CROSS_SITE, ids=lambda headers: "-".join(headers.values()))
@pytest.mark.parametrize(("method", "path", "body"), ACTS, ids=lambda value: value if isinstance(value, str) else "")
async def test_a_page_of_another_site_does_and_reads_nothing(
    client: httpx.AsyncClient, world: World, method: str, path: str, body: dict[str, Any], headers: dict[str, str]
) -> None:
    before = len(world.people)
    assert (await client.request(method, path, json=body, headers=headers)).status_code == 403
    assert (len(world.people), world.sms.received(None)) == (before, [])


async def test_its_own_page_and_programs_may_act(client: httpx.AsyncClient) -> None:
    own = {"Sec-Fetch-Site": "same-origin", "Origin": str(client.base_url).rstrip("/")}
    for headers in ({}, own, {"Sec-Fetch-Site": "none"}):
        added = await client.post("/world/people", json={"first_name": "Li"}, headers=headers)
        assert added.status_code == 201


async def test_a_link_to_the_page_may_be_anywhere(client: httpx.AsyncClient) -> None:
    assert (await client.get("/", headers={"Sec-Fetch-Site": "cross-site"})).status_code == 200


@pytest.mark.parametrize(
    ("host", "status"),
    [("evil.example:8081", 403), ("simulator:8081", 403)]
    + [(host, 200) for host in ("localhost:1", "[::1]:1", "192.0.2.1", "pc.lan", "PC.lan:8081")],
)
async def test_a_site_whose_name_leads_to_this_machine_reads_nothing(world: World, host: str, status: int) -> None:
    transport = httpx.ASGITransport(_app(world, None, {"pc.lan"}))  # Without any header by which a browser is known.
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8081") as client:
        assert (await client.get("/world/sms", headers={"Host": host})).status_code == status


async def test_no_other_site_shows_the_page_in_a_frame(client: httpx.AsyncClient) -> None:
    assert (await client.get("/")).headers["content-security-policy"] == "frame-ancestors 'self'"
