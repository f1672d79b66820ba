"""The whole application: front page, extra routes, command, restart."""

import asyncio
import socket
import sys
from pathlib import Path

import httpx
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from bot.simulator import snapshot
from bot.simulator.app import PAGE, create_app
from bot.simulator.world import World
from tests.simulator.conftest import TOKEN, PersonClient, WebhookReceiver, served, until


async def test_the_front_page_is_the_page_with_the_phones(client: httpx.AsyncClient) -> None:
    front = await client.get("/")

    assert front.status_code == 200
    assert front.content == (PAGE / "index.html").read_bytes()
    assert (await client.get("/page/nothing.js")).status_code == 404


async def test_extra_routes_can_be_added(world: World) -> None:
    async def wallet(request: Request) -> PlainTextResponse:
        return PlainTextResponse("empty")

    app = create_app(world, extra_routes=[Route("/world/wallet", wallet)])
    async with served(app) as address, httpx.AsyncClient(base_url=address, verify=False) as client:
        assert (await client.get("/world/wallet")).text == "empty"


async def test_a_pending_update_is_delivered_to_the_webhook_after_a_restart(
    world: World, receiver: WebhookReceiver, tmp_path: Path
) -> None:
    world.bot.updates.add("message", {"text": "before the stop"})
    world.bot.webhook.url = receiver.address
    snapshot.save(world, tmp_path)
    back = World({TOKEN: {"id": 1000000001, "username": "desk_bot"}}, clock=world.clock)
    snapshot.load(back, tmp_path)
    async with served(create_app(back)):
        await until(lambda: receiver.updates)

    assert receiver.texts == ["before the stop"]


async def test_closing_ends_open_polls_and_streams(world: World) -> None:
    async with served(create_app(world)) as address:
        client = httpx.AsyncClient(base_url=address, verify=False)
        poll = asyncio.create_task(client.get(f"/bot{TOKEN}/getUpdates", params={"timeout": 50}))
        await until(lambda: world.bot.updates.is_polled)
        await world.close()
        [answer] = await asyncio.gather(poll, return_exceptions=True)
        await client.aclose()

    assert isinstance(answer, httpx.RemoteProtocolError)


async def test_the_module_runs_as_a_command() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "bot.simulator", "--port", str(port), "--people", "2"]
    process = await asyncio.create_subprocess_exec(*command)
    transport = httpx.AsyncHTTPTransport(verify=False, retries=8)
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", transport=transport) as client:
        people = (await client.get("/world/people")).json()["people"]
        me = (await client.get("/bot1000000001:local-token/getMe")).json()["result"]
    process.terminate()
    await process.wait()

    assert [person["first_name"] for person in people] == ["Person 1", "Person 2"]
    assert me["username"] == "local_bot"


async def test_the_payload_of_a_deep_link_arrives_with_start(ming: PersonClient, world: World) -> None:
    await ming.says("/start v_AbC-9")

    assert b'"text":"/start v_AbC-9"' in world.bot.updates.oldest(1)
