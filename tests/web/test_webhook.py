"""The Telegram webhook: accepts only Telegram's updates and confirms none before it is stored. Health checks."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import httpx
import pytest

from bot.engine import clock
from bot.settings import load
from bot.web.access import SECRET_TOKEN_HEADER
from bot.web.app import create_app
from bot.web.dependencies import WebDependencies
from bot.web.telegram_webhook import PATH

SECRET = "a-secret_1"


@dataclass
class FakeReceiver:
    """A receiver that stores updates in memory, or fails."""

    updates: list[Any] = field(default_factory=list)
    fails: bool = False

    async def receive(self, updates: list[Any]) -> None:
        if self.fails:
            raise OSError("no space left")
        self.updates.extend(updates)


class FakeHealth:
    """The health of a desk, for whatever a test says."""

    def __init__(self) -> None:
        self.found: list[str] = []

    async def problems(self) -> list[str]:
        return self.found

    def notes(self) -> list[str]:
        return ["no Bot API"]


@pytest.fixture
def receiver() -> FakeReceiver:
    return FakeReceiver()


@pytest.fixture
def web(receiver: FakeReceiver) -> WebDependencies:
    desk: Any = SimpleNamespace(receiver=receiver, health=FakeHealth())
    nothing: Any = None
    return WebDependencies(load(_env_file=None, webhook_secret=SECRET), nothing, clock.now, desk)


def client_of(web: WebDependencies) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(create_app(web)), base_url="http://127.0.0.1:8080")


@pytest.fixture
async def client(web: WebDependencies) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(web) as client:
        yield client


async def send(client: httpx.AsyncClient, body: bytes, secret: str | bytes | None) -> httpx.Response:
    encoded = secret.encode() if isinstance(secret, str) else secret
    headers = {b"Content-Type": b"application/json"}
    if encoded is not None:
        headers[SECRET_TOKEN_HEADER.encode()] = encoded
    return await client.post(PATH, content=body, headers=headers)


async def post(client: httpx.AsyncClient, body: bytes, secret: str | bytes | None = SECRET) -> int:
    return (await send(client, body, secret)).status_code


async def test_an_update_is_stored_and_confirmed(client: httpx.AsyncClient, receiver: FakeReceiver) -> None:
    assert await post(client, b'{"update_id": 7, "message": {"text": "hi"}}') == 200
    assert receiver.updates == [{"update_id": 7, "message": {"text": "hi"}}]


@pytest.mark.parametrize("secret", [None, "", "a-secret_2", SECRET[:-1], "密码".encode(), b"\xff\xfe"])
async def test_a_wrong_secret_token_is_refused(
    client: httpx.AsyncClient, receiver: FakeReceiver, secret: str | bytes | None
) -> None:
    assert await post(client, b'{"update_id": 7}', secret) == 403
    assert receiver.updates == []


async def test_an_update_that_is_not_stored_is_not_confirmed(client: httpx.AsyncClient, receiver: FakeReceiver) -> None:
    receiver.fails = True
    assert await post(client, b'{"update_id": 7}') == 503


async def test_nothing_is_confirmed_before_the_desk_runs(client: httpx.AsyncClient, web: WebDependencies) -> None:
    web.desk = None
    assert await post(client, b'{"update_id": 7}') == 503


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"update_id": "7"}', b'{"update_id": true}', b"\xff", b"7"])
async def test_a_body_that_is_not_an_update_is_refused(
    client: httpx.AsyncClient, receiver: FakeReceiver, body: bytes
) -> None:
    assert await post(client, body) == 400
    assert receiver.updates == []


@pytest.mark.parametrize("secret", [None, "", SECRET])
async def test_without_a_secret_in_the_settings_there_is_no_webhook(
    web: WebDependencies, receiver: FakeReceiver, secret: str | None
) -> None:
    web.settings = load(_env_file=None)
    async with client_of(web) as client:
        response = await send(client, b'{"update_id": 7}', secret)
    assert (response.status_code, response.text) == (404, "no webhook here\n")
    assert response.headers["x-content-type-options"] == "nosniff"
    assert receiver.updates == []


async def test_health_and_readiness_are_distinguished(client: httpx.AsyncClient, web: WebDependencies) -> None:
    assert (await client.get("/healthz")).status_code == 200
    ready = await client.get("/readyz")
    assert (ready.status_code, ready.text) == (200, "ready\nno Bot API\n")
    desk: Any = web.desk
    desk.health.found = ["disk full", "failing: sending, worker 0"]
    failing = await client.get("/readyz")
    assert (failing.status_code, failing.text) == (503, "disk full\nfailing: sending, worker 0\nno Bot API\n")
    web.desk = None
    assert (await client.get("/readyz")).text == "starting\n"
    assert (await client.get("/healthz")).status_code == 200
