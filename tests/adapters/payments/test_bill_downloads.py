"""Bills as they are downloaded: gzip, bills that are not ready, and addresses that are sent as they were signed."""

import gzip
from datetime import date
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.adapters.payments import http
from bot.adapters.payments.gateway import GatewayUnavailable
from bot.adapters.payments.wechat import bill as wechat_bill
from tests.adapters.payments.payment_world import PaymentWorld


def test_gzip_is_unpacked_within_bounds() -> None:
    assert wechat_bill.unpacked(b"plain") == b"plain"
    packed = gzip.compress(b"x" * 1_000)
    assert wechat_bill.unpacked(packed) == b"x" * 1_000
    for broken in (packed[:-9], packed[:4] + b"\xff" * 20):
        with pytest.raises(ValueError, match="cut|not gzip"):
            wechat_bill.unpacked(broken)
    with pytest.raises(ValueError, match="too large"):
        wechat_bill.unpacked(packed, limit=999)


async def test_a_bill_that_comes_as_gzip_is_read_and_its_hash_is_that_of_the_file_inside(world: PaymentWorld) -> None:
    await world.pay(world.wechat)
    bills = world.gateways._wechat._bills

    class Packed(dict[str, bytes]):
        def get(self, key: str, default: Any = None) -> Any:
            return gzip.compress(bills.get(key, b""))

        def __setitem__(self, key: str, value: bytes) -> None:
            bills[key] = value

    world.gateways._wechat._bills = Packed()
    (row,) = await world.wechat.bill(date(2026, 3, 2))
    assert row.amount_fen == 20_000


@pytest.mark.parametrize("path", ["/b%2Fc?t=a%2Bb%20c&u=%7E", "/x?token=A+B/C==&d=%E8%B4%A6", "/x?a=%2f%2F&;=1"])
async def test_an_address_is_sent_as_it_is_written(world: PaymentWorld, path: str) -> None:
    seen = []

    async def answer(request: web.Request) -> web.Response:
        seen.append(request.raw_path)
        return web.Response()

    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", answer)
    async with TestServer(app) as server:
        await http.send(world.http, "GET", f"http://127.0.0.1:{server.port}{path}")
    assert seen == [path]


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1/a b", "http://127.0.0.1/账单", "http://127.0.0.1/\r\nX: 1", "ftp://x/"]
)
async def test_what_is_no_address_is_not_sent(world: PaymentWorld, address: str) -> None:
    with pytest.raises(GatewayUnavailable, match="not an address"):
        await http.send(world.http, "GET", address)
