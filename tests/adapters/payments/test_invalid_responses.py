"""Invalid responses: garbage, unexpected statuses, unsigned or malformed. None is accepted."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from random import Random
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.adapters.payments import rsa
from bot.adapters.payments.alipay.gateway import Alipay
from bot.adapters.payments.alipay.signature import signed_part
from bot.adapters.payments.gateway import Gateway, GatewayRefused
from bot.adapters.payments.models import OrderRequest, PaymentState
from bot.adapters.payments.wechat.gateway import WechatPay
from bot.simulator.gateways import GatewayKeys, Gateways
from tests.adapters.payments.payment_world import GatewayClock, alipay_merchant, code_of, wechat_merchant

BOTH = pytest.mark.parametrize("name", ["wechat", "alipay"])


class Fake:
    """A server with one response."""

    def __init__(self, origin: str, http: aiohttp.ClientSession) -> None:
        self.origin = origin
        self.http = http
        self.answer: Callable[[web.Request], Awaitable[web.StreamResponse]] = self.plain(b"")

    @staticmethod
    def plain(body: bytes, status: int = 200, **headers: str) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def answer(request: web.Request) -> web.Response:
            return web.Response(body=body, status=status, headers=headers)

        return answer


@pytest.fixture
async def fake() -> AsyncIterator[Fake]:
    async with aiohttp.ClientSession() as http:
        standing_in = Fake("", http)

        async def handle(request: web.Request) -> web.StreamResponse:
            return await standing_in.answer(request)

        app = web.Application()
        app.router.add_route("*", "/{path:.*}", handle)
        async with TestServer(app) as server:
            standing_in.origin = str(server.make_url("")).rstrip("/")
            yield standing_in


@pytest.fixture
def both(keys: GatewayKeys, clock: GatewayClock, fake: Fake) -> dict[str, Gateway]:
    local = Gateways(keys, clock=clock, random=Random(1)).merchant(fake.origin)
    return {
        "wechat": WechatPay(wechat_merchant(local, fake.origin), fake.http, clock=clock, timeout=1),
        "alipay": Alipay(alipay_merchant(local, fake.origin), fake.http, clock=clock, timeout=1),
    }


GARBAGE = [b"", b"null", b"[]", b"42", b"<html>", b"\xff", b'{"a":', b'{"code":"10000"}', b"[" * 50_000]


@pytest.mark.parametrize("body", GARBAGE, ids=range(len(GARBAGE)))
@BOTH
async def test_a_garbage_response_has_an_unknown_outcome(
    both: dict[str, Gateway], fake: Fake, name: str, body: bytes
) -> None:
    fake.answer = Fake.plain(body)
    await code_of(both[name].query("CZ20260302000001"))


@pytest.mark.parametrize("status", [301, 302, 408, 429, 500, 502, 503, 504])
@BOTH
async def test_some_http_statuses_mean_an_unknown_outcome(
    both: dict[str, Gateway], fake: Fake, name: str, status: int
) -> None:
    fake.answer = Fake.plain(b"{}", status, Location="http://127.0.0.1:9/")
    await code_of(both[name].query("CZ20260302000001"))


@BOTH
async def test_a_broken_connection_has_an_unknown_outcome(both: dict[str, Gateway], fake: Fake, name: str) -> None:
    async def half(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "1000"})
        await response.prepare(request)
        await response.write(b'{"half')
        assert request.transport is not None
        request.transport.close()
        return response

    fake.answer = half
    await code_of(both[name].query("CZ20260302000001"))


@pytest.mark.parametrize("code", ["SYSTEM_ERROR", "FREQUENCY_LIMITED"])
async def test_a_transient_error_is_no_refusal(both: dict[str, Gateway], fake: Fake, code: str) -> None:
    fake.answer = Fake.plain(json.dumps({"code": code}).encode(), 403)
    assert await code_of(both["wechat"].query("CZ20260302000001")) == code


async def test_a_refusal_of_wechat_carries_its_code(both: dict[str, Gateway], fake: Fake) -> None:
    fake.answer = Fake.plain(b'{"code":"NO_AUTH","message":"no right"}', 403)
    with pytest.raises(GatewayRefused, match="NO_AUTH: no right"):
        await both["wechat"].create(OrderRequest("CZ20260302000001", 1, "x", datetime(2026, 3, 2, tzinfo=UTC)))


def alipay_answer(keys: GatewayKeys, content: dict[str, Any], *, name: str = "alipay_trade_query") -> bytes:
    raw = json.dumps(content)
    signature = rsa.sign(rsa.private_key(keys.alipay_platform_key), raw.encode())
    return f'{{"{name}_response":{raw},"sign":"{signature}"}}'.encode()


TRADE = {
    "code": "10000",
    "out_trade_no": "CZ20260302000001",
    "trade_no": "1",
    "trade_status": "TRADE_SUCCESS",
    "total_amount": "0.01",
}


async def test_a_valid_alipay_answer_is_accepted(both: dict[str, Gateway], fake: Fake, keys: GatewayKeys) -> None:
    fake.answer = Fake.plain(alipay_answer(keys, TRADE))
    assert (await both["alipay"].query("CZ20260302000001")).state is PaymentState.PAID


async def test_a_valid_answer_with_an_error_status_has_an_unknown_outcome(
    both: dict[str, Gateway], fake: Fake, keys: GatewayKeys
) -> None:
    fake.answer = Fake.plain(alipay_answer(keys, TRADE), 502)
    assert await code_of(both["alipay"].query("CZ20260302000001")) == "HTTP_502"


@pytest.mark.parametrize(
    "change",
    [
        {"out_trade_no": "CZ20260302000002"},
        {"trade_status": "TRADE_WON"},
        {"total_amount": "0.001"},
        {"total_amount": 0.01},
        {"trade_no": None},
        {"send_pay_date": "soon"},
        {"code": 10000.5},
    ],
    ids=str,
)
async def test_an_invalid_alipay_answer_has_an_unknown_outcome(
    both: dict[str, Gateway], fake: Fake, keys: GatewayKeys, change: dict[str, Any]
) -> None:
    fake.answer = Fake.plain(alipay_answer(keys, TRADE | change))
    await code_of(both["alipay"].query("CZ20260302000001"))


async def test_an_unsigned_success_of_alipay_is_not_accepted(both: dict[str, Gateway], fake: Fake) -> None:
    for content in (TRADE, {"code": "40004", "sub_code": "ACQ.TRADE_NOT_EXIST"}, {}):
        fake.answer = Fake.plain(json.dumps({"alipay_trade_query_response": content}).encode())
        assert await code_of(both["alipay"].query("CZ20260302000001")) == "SIGNATURE"


async def test_an_answer_to_another_method_is_not_accepted(
    both: dict[str, Gateway], fake: Fake, keys: GatewayKeys
) -> None:
    fake.answer = Fake.plain(alipay_answer(keys, TRADE, name="alipay_trade_close"))
    await code_of(both["alipay"].query("CZ20260302000001"))


async def test_only_the_first_member_of_its_name_is_the_signed_one(
    both: dict[str, Gateway], fake: Fake, keys: GatewayKeys
) -> None:
    genuine = alipay_answer(keys, TRADE | {"trade_status": "WAIT_BUYER_PAY"}).decode()
    doubled = genuine[:-1] + f',"alipay_trade_query_response":{json.dumps(TRADE)}}}'
    fake.answer = Fake.plain(doubled.encode())
    assert (await both["alipay"].query("CZ20260302000001")).state is PaymentState.WAITING
    raw, _ = signed_part(doubled, "alipay_trade_query_response")
    assert "WAIT_BUYER_PAY" in raw
