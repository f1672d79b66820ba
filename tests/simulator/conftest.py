"""A local Telegram on a free port for each test, with two people, and the bot of python-telegram-bot."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp
from telegram import Bot
from telegram.request import HTTPXRequest

from bot.simulator.app import create_app
from bot.simulator.chats import SimulatedPerson
from bot.simulator.json_types import Json
from bot.simulator.world import World

TOKEN = "1000000001:local-token"


class ManualClock:
    """A clock that tests move forward."""

    def __init__(self) -> None:
        self.now = 1_790_000_000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class PersonClient:
    """A client of the people's API for one person."""

    client: httpx.AsyncClient
    person: SimulatedPerson

    @property
    def id(self) -> int:
        return self.person.id

    async def says(self, text: str, **more: Any) -> Json:
        [message] = (await self.posts("messages", {"text": text, **more}))["messages"]
        return dict(message)

    async def taps(self, message_id: int, button: str) -> Json:
        return await self.posts("taps", {"message_id": message_id, "button": button})

    async def posts(self, what: str, body: Json) -> Json:
        return dict(answered(await self.client.post(f"/world/people/{self.id}/{what}", json=body)))

    async def sends(self, *files: tuple[str, tuple[str, bytes, str]], **fields: str) -> list[Json]:
        path = f"/world/people/{self.id}/messages"
        return list(answered(await self.client.post(path, files=list(files), data=fields))["messages"])

    async def sees(self, after: int = 0) -> Json:
        return dict(answered(await self.client.get(f"/world/people/{self.id}/messages", params={"after": after})))

    async def last(self) -> Json:
        return dict((await self.sees())["messages"][-1])


@dataclass
class WebhookReceiver:
    """A bot's web server; its first `failures` responses are errors."""

    failures: int = 0
    failure_status: int = 500
    retry_after: int | None = None
    reply: dict[str, Any] | None = None
    address: str = ""
    updates: list[dict[str, Any]] = field(default_factory=list)
    secrets: list[str | None] = field(default_factory=list)

    async def take(self, request: Request) -> Response:
        if self.failures:
            self.failures -= 1
            headers = {"Retry-After": str(self.retry_after)} if self.retry_after else {}
            return Response(status_code=self.failure_status, headers=headers)
        self.updates.append(await request.json())
        self.secrets.append(request.headers.get("x-telegram-bot-api-secret-token"))
        return JSONResponse(self.reply) if self.reply else Response(status_code=200)

    @property
    def texts(self) -> list[str]:
        return [update["message"]["text"] for update in self.updates]


@asynccontextmanager
async def served(app: ASGIApp) -> AsyncIterator[str]:
    """Serve an application on a free port and yield its URL."""
    config = uvicorn.Config(app, log_config=None, log_level="critical", lifespan="on", timeout_graceful_shutdown=1)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(config)
        running = asyncio.create_task(server.serve(sockets=[listener]))
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        await running


def answered(response: httpx.Response) -> Any:
    """Return the JSON of a successful response."""
    assert response.status_code < 300, response.text
    return response.json()


async def until(condition: Callable[[], object]) -> None:
    """Wait until a condition is true; fail after four seconds."""
    for _ in range(2_000):
        if condition():
            return
        await asyncio.sleep(0.002)
    raise AssertionError("The condition did not become true.")


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def world(clock: ManualClock) -> World:
    world = World({TOKEN: {"id": 1000000001, "username": "desk_bot"}}, clock=clock, webhook_pause=0.01, seed=7)
    world.add_person("Ming", last_name="Li", username="li_ming", language_code="zh-hans", phone="+8613800000001")
    world.add_person("Anna", language_code="en", phone="+8613800000002", role="owner", hint={"en": "Owns two cars"})
    return world


@pytest.fixture
async def address(world: World) -> AsyncIterator[str]:
    async with served(create_app(world)) as found:
        yield found


@pytest.fixture
async def client(address: str) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=address, verify=False, timeout=10) as client:
        yield client


@pytest.fixture
async def bot(address: str) -> AsyncIterator[Bot]:
    # There is no TLS to verify, and loading the system's certificates takes longer than a test.
    polls, calls = (HTTPXRequest(httpx_kwargs={"verify": False}) for _ in range(2))
    urls = f"{address}/bot", f"{address}/file/bot"
    async with Bot(TOKEN, *urls, request=calls, get_updates_request=polls) as bot:
        yield bot


@pytest.fixture
def ming(world: World, client: httpx.AsyncClient) -> PersonClient:
    return PersonClient(client, world.person(700_000_001))


@pytest.fixture
def anna(world: World, client: httpx.AsyncClient) -> PersonClient:
    return PersonClient(client, world.person(700_000_002))


@pytest.fixture
async def receiver() -> AsyncIterator[WebhookReceiver]:
    receiver = WebhookReceiver()
    async with served(Starlette(routes=[Route("/hook", receiver.take, methods=["POST"])])) as address:
        receiver.address = f"{address}/hook"
        yield receiver
