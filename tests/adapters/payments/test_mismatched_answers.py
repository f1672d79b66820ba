"""Authentic answers about another order, merchant, refund or file than asked for."""

import json
from collections.abc import AsyncIterator
from datetime import date, timedelta
from random import Random
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.adapters.payments import rsa
from bot.adapters.payments.alipay.gateway import Alipay
from bot.adapters.payments.gateway import BillUnreadable, Gateway, GatewayUnavailable
from bot.adapters.payments.models import GatewayRefundState, OrderRequest, PaymentState, RefundRequest
from bot.adapters.payments.wechat.gateway import WechatPay
from bot.simulator.gateways import GatewayKeys, Gateways
from bot.simulator.gateways.keys import public_pem
from bot.simulator.gateways.wechat_signatures import WechatSignatures
from tests.adapters.payments.payment_world import GatewayClock, alipay_merchant, wechat_merchant

NUMBER = "CZ20260302000001"
REFUND = RefundRequest("R20260302-1", NUMBER, "42", 1, 1, "x")
TRADE = {
    "code": "10000",
    "out_trade_no": NUMBER,
    "trade_no": "42",
    "trade_status": "TRADE_SUCCESS",
    "total_amount": "0.01",
}
REFUNDED = {"code": "10000", "out_trade_no": NUMBER, "trade_no": "42", "fund_change": "Y"}
PAID = {
    "out_trade_no": NUMBER,
    "trade_state": "SUCCESS",
    "transaction_id": "42",
    "success_time": "2026-03-02T17:30:00+08:00",
    "amount": {"total": 1, "payer_total": 1, "currency": "CNY", "payer_currency": "CNY"},
}
SENT_BACK = {"out_refund_no": REFUND.number, "out_trade_no": NUMBER, "status": "SUCCESS", "amount": {"refund": 1}}


class AnsweringGateways:
    """A server with any signed answer, and the gateways that call it."""

    def __init__(self, origin: str, http: aiohttp.ClientSession, keys: GatewayKeys, clock: GatewayClock) -> None:
        local = Gateways(keys, clock=clock, random=Random(1)).merchant(origin)
        self.merchant_id, self.app_id = local.wechat_pay_merchant_id, local.wechat_pay_app_id
        platform = public_pem(keys.wechat_platform_key)
        own = {"public_key_id": keys.wechat_platform_serial, "public_key": platform}
        self.wechat: Gateway = WechatPay(wechat_merchant(local, origin, **own), http, clock=clock)
        self.alipay: Gateway = Alipay(alipay_merchant(local, origin), http, clock=clock)
        self.key = rsa.private_key(keys.alipay_platform_key)
        self.signatures = WechatSignatures(keys, clock=clock)
        self.status, self.body = 200, b""
        self.headers: dict[str, str] = {}

    def by_alipay(self, name: str, content: dict[str, Any], status: int = 200) -> None:
        """Set the answer of Alipay."""
        raw = json.dumps(content)
        signature = rsa.sign(self.key, raw.encode())
        self.status, self.headers = status, {}
        self.body = f'{{"alipay_{name}_response":{raw},"sign":"{signature}"}}'.encode()

    def by_wechat(self, content: dict[str, Any]) -> None:
        """Set the answer of WeChat Pay."""
        self.status, self.body = 200, json.dumps({"mchid": self.merchant_id, "appid": self.app_id, **content}).encode()
        self.headers = self.signatures.sign(self.body)

    async def handle(self, request: web.Request) -> web.Response:
        """Return the answer to any request."""
        return web.Response(body=self.body, status=self.status, headers=self.headers)


@pytest.fixture
async def server(keys: GatewayKeys, clock: GatewayClock) -> AsyncIterator[AnsweringGateways]:
    """A server on its own port."""
    found: list[AnsweringGateways] = []

    async def handle(request: web.Request) -> web.Response:
        return await found[0].handle(request)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", handle)
    async with aiohttp.ClientSession() as http, TestServer(app) as server:
        found.append(AnsweringGateways(str(server.make_url("")).rstrip("/"), http, keys, clock))
        yield found[0]


def order(clock: GatewayClock) -> OrderRequest:
    return OrderRequest(NUMBER, 1, "x", clock() + timedelta(minutes=30))


async def test_alipays_answer_about_another_order_is_refused(server: AnsweringGateways, clock: GatewayClock) -> None:
    server.by_alipay("trade_precreate", {"code": "10000", "out_trade_no": NUMBER, "qr_code": "https://qr"})
    assert await server.alipay.create(order(clock)) == "https://qr"
    server.by_alipay("trade_precreate", {"code": "10000", "out_trade_no": "CZ20260302000002", "qr_code": "https://qr"})
    with pytest.raises(GatewayUnavailable, match="another order"):
        await server.alipay.create(order(clock))


@pytest.mark.parametrize("other", [{"trade_no": "43"}, {"out_trade_no": "CZ20260302000002"}], ids=str)
async def test_alipays_answer_about_another_refund_is_refused(server: AnsweringGateways, other: dict[str, str]) -> None:
    server.by_alipay("trade_refund", REFUNDED)
    assert (await server.alipay.refund(REFUND)).number == REFUND.number
    server.by_alipay("trade_refund", REFUNDED | other)
    with pytest.raises(GatewayUnavailable, match="another trade"):
        await server.alipay.refund(REFUND)


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ({"refund_fee": "0.01"}, GatewayRefundState.DONE),
        ({"refund_fee": "5.00"}, GatewayRefundState.DONE),  # Earlier refunds of the payment are in it.
        ({"refund_fee": "0.00"}, GatewayRefundState.PROCESSING),
        ({"refund_fee": "x"}, GatewayRefundState.PROCESSING),
        ({}, GatewayRefundState.PROCESSING),
    ],
)
async def test_alipays_refund_is_done_if_as_much_has_gone_back(
    server: AnsweringGateways, said: dict[str, str], state: GatewayRefundState
) -> None:
    server.by_alipay("trade_refund", REFUNDED | said)
    assert (await server.alipay.refund(REFUND)).state is state


async def test_a_signed_answer_with_an_error_status_is_not_accepted(server: AnsweringGateways) -> None:
    server.by_alipay("trade_query", TRADE, status=500)
    with pytest.raises(GatewayUnavailable, match="HTTP_500"):
        await server.alipay.query(NUMBER)


@pytest.mark.parametrize("reason", ["ACQ.SYSTEM_ERROR", "isp.unknow-error"])
async def test_a_transient_error_of_alipay_is_no_refusal(server: AnsweringGateways, reason: str) -> None:
    server.by_alipay("trade_query", {"code": "40004", "sub_code": reason})
    with pytest.raises(GatewayUnavailable, match=reason):
        await server.alipay.query(NUMBER)


async def test_an_answer_with_a_signature_of_another_type_is_refused(server: AnsweringGateways) -> None:
    server.body = json.dumps({"alipay_trade_query_response": TRADE, "sign": 7}).encode()
    with pytest.raises(GatewayUnavailable, match="JSON"):
        await server.alipay.query(NUMBER)


@pytest.mark.parametrize("address", ["ftp://127.0.0.1/bill.zip", "file:///etc/hostname", ""])
async def test_the_url_of_a_bill_must_be_http(server: AnsweringGateways, address: str) -> None:
    server.by_alipay("data_dataservice_bill_downloadurl_query", {"code": "10000", "bill_download_url": address})
    with pytest.raises(GatewayUnavailable, match="not an address"):
        await server.alipay.bill(date(2026, 3, 2))


@pytest.mark.parametrize("other", [{"mchid": "1900000000"}, {"out_trade_no": "CZ20260302000002"}], ids=str)
async def test_wechats_answer_about_another_order_is_refused(server: AnsweringGateways, other: dict[str, str]) -> None:
    server.by_wechat(PAID)
    assert (await server.wechat.query(NUMBER)).state is PaymentState.PAID
    server.by_wechat(PAID | other)
    with pytest.raises(GatewayUnavailable, match="another order"):
        await server.wechat.query(NUMBER)


@pytest.mark.parametrize("missing", ["amount", "transaction_id"])
async def test_a_paid_order_of_wechat_without_amount_or_transaction_is_refused(
    server: AnsweringGateways, missing: str
) -> None:
    server.by_wechat({name: value for name, value in PAID.items() if name != missing})
    with pytest.raises(GatewayUnavailable, match="no amount or no transaction"):
        await server.wechat.query(NUMBER)


@pytest.mark.parametrize("other", [{"out_refund_no": "R20260302-2"}, {"out_trade_no": "CZ20260302000002"}], ids=str)
async def test_wechats_answer_about_another_refund_is_refused(server: AnsweringGateways, other: dict[str, str]) -> None:
    server.by_wechat(SENT_BACK)
    assert (await server.wechat.refund(REFUND)).number == REFUND.number
    server.by_wechat(SENT_BACK | other)
    with pytest.raises(GatewayUnavailable, match="another refund"):
        await server.wechat.refund(REFUND)


async def test_a_bill_that_is_not_ready_is_asked_for_again(server: AnsweringGateways) -> None:
    server.by_wechat({"code": "STATEMENT_CREATING"})
    server.status = 400
    with pytest.raises(GatewayUnavailable, match="STATEMENT_CREATING") as problem:
        await server.wechat.bill(date(2026, 3, 2))
    assert not isinstance(problem.value, BillUnreadable)


async def test_a_bill_with_another_hash_type_is_refused(server: AnsweringGateways) -> None:
    file = {"hash_type": "MD5", "hash_value": "", "download_url": "https://x/v3/billdownload/file?token=1"}

    async def answer(request: web.Request) -> web.Response:
        server.by_wechat(file | {"hash_value": EMPTY} if "tradebill" in request.path else {})
        body = server.body if "tradebill" in request.path else b""
        return web.Response(body=body, headers=server.headers)

    server.handle = answer  # type: ignore[method-assign]
    with pytest.raises(GatewayUnavailable, match="not the one announced"):
        await server.wechat.bill(date(2026, 3, 2))


EMPTY = "da39a3ee5e6b4b0d3255bfef95601890afd80709"  # SHA-1 of no bytes.


async def test_a_refusal_that_is_not_an_object_has_an_unknown_outcome(server: AnsweringGateways) -> None:
    server.status, server.body = 403, b"[]"
    with pytest.raises(GatewayUnavailable, match="JSON"):
        await server.wechat.query(NUMBER)
