"""The webhook: only Telegram's own updates, and none confirmed before it is stored."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from bot.engine import clock
from bot.settings import load
from bot.web.dependencies import WebSide
from bot.web.health import Health
from bot.web.telegram_webhook import HEADER, MOST_BYTES, PATH, Webhook

SECRET = "a-secret_1"


@dataclass
class Shelf:
    """A receiver that keeps what it is given, unless its shelf is full."""

    kept: list[Any] = field(default_factory=list)
    full: bool = False

    async def take(self, updates: list[Any]) -> None:
        if self.full:
            raise OSError("no space left")
        self.kept.extend(updates)


class Store:
    """A store that answers, or does not."""

    def __init__(self) -> None:
        self.away = False

    async def read(self, question: Any) -> None:
        if self.away:
            raise ConnectionError


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def side(shelf: Shelf) -> WebSide:
    desk: Any = SimpleNamespace(receiver=shelf)
    store: Any = Store()
    return WebSide(load(_env_file=None, webhook_secret=SECRET), store, clock.now, desk)


@pytest.fixture
async def client(side: WebSide) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(Starlette(routes=[*Health(side).routes(), *Webhook(side).routes()]))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8080") as client:
        yield client


async def post(client: httpx.AsyncClient, body: bytes, secret: str | bytes | None = SECRET) -> int:
    spelt = secret.encode() if isinstance(secret, str) else secret
    headers = {} if spelt is None else {HEADER.encode(): spelt}
    return (await client.post(PATH, content=body, headers=headers)).status_code


async def test_an_update_is_kept_and_confirmed(client: httpx.AsyncClient, shelf: Shelf) -> None:
    assert await post(client, b'{"update_id": 7, "message": {"text": "hi"}}') == 200
    assert shelf.kept == [{"update_id": 7, "message": {"text": "hi"}}]


@pytest.mark.parametrize("secret", [None, "", "a-secret_2", SECRET[:-1], "密码".encode(), b"\xff\xfe"])
async def test_nobody_else_gets_in(client: httpx.AsyncClient, shelf: Shelf, secret: str | bytes | None) -> None:
    assert await post(client, b'{"update_id": 7}', secret) == 403
    assert shelf.kept == []


async def test_what_could_not_be_stored_is_not_confirmed(client: httpx.AsyncClient, shelf: Shelf) -> None:
    shelf.full = True
    assert await post(client, b'{"update_id": 7}') == 503


async def test_before_the_desk_runs_nothing_is_confirmed(client: httpx.AsyncClient, side: WebSide) -> None:
    side.desk = None
    assert await post(client, b'{"update_id": 7}') == 503


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"update_id": "7"}', b'{"update_id": true}', b"\xff", b"7"])
async def test_what_is_no_update_is_refused(client: httpx.AsyncClient, shelf: Shelf, body: bytes) -> None:
    assert await post(client, body) == 400
    assert shelf.kept == []


async def test_a_body_that_is_too_large_is_refused(client: httpx.AsyncClient, shelf: Shelf) -> None:
    assert await post(client, b'{"update_id": 7, "x": "' + b"a" * MOST_BYTES + b'"}') == 413
    assert shelf.kept == []


async def test_an_empty_secret_disables_the_webhook(client: httpx.AsyncClient, side: WebSide) -> None:
    side.settings = load(_env_file=None)
    assert await post(client, b'{"update_id": 7}', "") == 404


async def test_other_methods_are_not_answered(client: httpx.AsyncClient) -> None:
    assert (await client.get(PATH)).status_code == 405


async def test_health_is_told_apart_from_readiness(client: httpx.AsyncClient, side: WebSide) -> None:
    assert (await client.get("/healthz")).status_code == 200
    assert (await client.get("/readyz")).status_code == 200
    store: Any = side.database
    store.away = True
    assert (await client.get("/readyz")).status_code == 503
    side.desk = None
    assert (await client.get("/readyz")).text == "starting\n"
    assert (await client.get("/healthz")).status_code == 200
