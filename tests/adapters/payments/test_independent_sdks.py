"""Two independent SDKs against the simulated gateways: they must work as with the real ones.

And the other way round: what we sign, they verify; what is signed for them, we read.
"""

import asyncio
import gzip
import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

import pytest
from alipay import AliPay
from alipay.exceptions import AliPayException, AliPayValidationError
from wechatpayv3 import WeChatPay, WeChatPayType
from wechatpayv3.core import Core
from wechatpayv3.utils import rsa_verify

from bot.adapters.payments import rsa
from bot.adapters.payments.alipay.signature import sign_request
from bot.adapters.payments.models import CHINA, PaymentState
from bot.adapters.payments.wechat.signature import RequestSigner
from bot.simulator.gateways.keys import public_pem
from tests.adapters.payments.payment_world import PaymentWorld

# The SDKs do not close sockets, and one of them uses deprecated functions of cryptography.
pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
NUMBER = "CZ20260302000001"


@pytest.fixture
def present(world: PaymentWorld) -> PaymentWorld:
    """The world at the current time: the SDKs use the machine's clock."""
    world.clock.now = datetime.now(UTC)
    return world


def wechat_sdk(world: PaymentWorld) -> Any:
    """Build the SDK; its constructor downloads the certificates, from the URL that is patched in before."""
    local = world.merchant

    class Here(Core):  # type: ignore[misc]
        def _init_certificates(self) -> None:
            self._gate_way = local.wechat_pay_url
            super()._init_certificates()

    sdk = WeChatPay.__new__(WeChatPay)
    sdk._mchid, sdk._appid, sdk._notify_url = (
        local.wechat_pay_merchant_id,
        local.wechat_pay_app_id,
        f"{world.origin}/notices/wechat",
    )
    sdk._type, sdk._partner_mode, sdk._logger = WeChatPayType.NATIVE, False, None
    key = local.wechat_pay_private_key
    sdk._core = Here(sdk._mchid, local.wechat_pay_serial, key, local.wechat_pay_api_key)
    return sdk


def alipay_sdk(world: PaymentWorld, **changes: str) -> Any:
    local = world.merchant
    settings = {
        "appid": local.alipay_app_id,
        "app_notify_url": f"{world.origin}/notices/alipay",
        "app_private_key_string": local.alipay_private_key,
        "alipay_public_key_string": local.alipay_public_key,
    }
    sdk = AliPay(**(settings | changes))
    sdk._gateway = local.alipay_url
    return sdk


async def test_wechatpayv3_creates_an_order_reads_our_webhook_and_refunds(present: PaymentWorld) -> None:
    sdk = await asyncio.to_thread(wechat_sdk, present)
    expires = "2099-01-01T00:00:00+08:00"
    code, text = await asyncio.to_thread(
        sdk.pay, "违法罚款", NUMBER, {"total": 20_000, "currency": "CNY"}, time_expire=expires
    )
    assert code == 200, text
    present.gateways.wallet.pay(json.loads(text)["code_url"], "pay", person=1)
    await present.gateways.deliver_due()

    _, headers, body = present.receiver.received[-1]
    read = await asyncio.to_thread(sdk.callback, headers, body)
    assert read["resource"]["out_trade_no"] == NUMBER
    assert read["resource"]["amount"]["total"] == present.receiver.accepted[-1].amount_fen == 20_000

    code, text = await asyncio.to_thread(sdk.query, out_trade_no=NUMBER)
    assert (code, json.loads(text)["trade_state"]) == (200, "SUCCESS")
    code, text = await asyncio.to_thread(
        sdk.refund,
        out_refund_no="R20260302-1",
        amount={"refund": 1, "total": 20_000, "currency": "CNY"},
        out_trade_no=NUMBER,
    )
    assert code == 200
    code, text = await asyncio.to_thread(sdk.query_refund, "R20260302-1")
    assert (code, json.loads(text)["status"]) == (200, "SUCCESS")
    # One fen of 200 yuan went back: the payment is to be booked.
    assert (await present.wechat.query(NUMBER)).state is PaymentState.PAID


async def test_wechatpayv3_closes_and_fetches_the_bill(present: PaymentWorld) -> None:
    sdk = await asyncio.to_thread(wechat_sdk, present)
    await present.wechat.create(present.order())
    code, _ = await asyncio.to_thread(sdk.close, NUMBER)
    assert code == 204
    assert (await present.wechat.query(NUMBER)).state is PaymentState.CLOSED
    await present.pay(present.wechat, number="CZ20260302000002")
    day = f"{present.clock().astimezone(CHINA):%Y-%m-%d}"
    code, text = await asyncio.to_thread(sdk.trade_bill, day)
    code, bill = await asyncio.to_thread(sdk.download_bill, json.loads(text)["download_url"])
    assert code == 200
    assert b"CZ20260302000002" in gzip.decompress(bill)


async def test_wechatpayv3_rejects_the_webhooks_that_we_reject(present: PaymentWorld) -> None:
    sdk = await asyncio.to_thread(wechat_sdk, present)
    await present.pay(present.wechat)
    present.gateways.faults.set({"forge": 1})
    await present.gateways.deliver_due()
    _, headers, body = present.receiver.received[-1]
    assert await asyncio.to_thread(sdk.callback, headers, body) is None
    assert [refusal.reason for refusal in present.receiver.rejected] == ["signature"]


async def test_wechatpayv3_verifies_our_signatures(world: PaymentWorld) -> None:
    key = rsa.private_key(world.merchant.wechat_pay_private_key)
    signer = RequestSigner(world.merchant.wechat_pay_merchant_id, world.merchant.wechat_pay_serial, key)
    header = signer.authorization("POST", "/v3/x?y=1", '{"名":1}'.encode(), timestamp=1772443800, nonce="N" * 32)
    signature = header.partition('signature="')[2].partition('"')[0]
    # It can verify responses only; three lines of a request take the place of a response's first.
    assert rsa_verify("POST\n/v3/x?y=1\n1772443800", "N" * 32, '{"名":1}', signature, key.public_key())
    assert not rsa_verify("POST\n/v3/x?y=2\n1772443800", "N" * 32, '{"名":1}', signature, key.public_key())


async def test_python_alipay_sdk_creates_an_order_reads_our_webhook_and_refunds(present: PaymentWorld) -> None:
    sdk = alipay_sdk(present)
    made = await asyncio.to_thread(sdk.api_alipay_trade_precreate, "违法罚款", NUMBER, "200.00")
    present.gateways.wallet.pay(made["qr_code"], "pay", person=1)
    await present.gateways.deliver_due()

    fields = dict(parse_qsl(present.receiver.received[-1][2].decode(), keep_blank_values=True))
    assert sdk.verify(fields, fields.pop("sign")) is True
    assert present.receiver.accepted[-1].amount_fen == 20_000

    found = await asyncio.to_thread(sdk.api_alipay_trade_query, out_trade_no=NUMBER)
    assert (found["trade_status"], found["total_amount"]) == ("TRADE_SUCCESS", "200.00")
    back = await asyncio.to_thread(
        sdk.api_alipay_trade_refund, "0.01", out_trade_no=NUMBER, out_request_no="R20260302-1"
    )
    assert (back["fund_change"], back["refund_fee"]) == ("Y", "0.01")
    refund = await asyncio.to_thread(sdk.api_alipay_trade_fastpay_refund_query, "R20260302-1", out_trade_no=NUMBER)
    assert refund["refund_amount"] == "0.01"


async def test_python_alipay_sdk_cancels_an_order_that_was_not_scanned(present: PaymentWorld) -> None:
    sdk = alipay_sdk(present)
    code = await present.alipay.create(present.order())
    assert (await asyncio.to_thread(sdk.api_alipay_trade_query, out_trade_no=NUMBER))["sub_code"] == (
        "ACQ.TRADE_NOT_EXIST"
    )
    cancelled = await asyncio.to_thread(sdk.api_alipay_trade_cancel, out_trade_no=NUMBER)
    assert cancelled["action"] == "close"
    with pytest.raises(Exception, match="closed"):
        present.gateways.wallet.pay(code, "pay", person=1)


async def test_python_alipay_sdk_rejects_the_webhooks_that_we_reject(present: PaymentWorld) -> None:
    sdk = alipay_sdk(present)
    present.gateways.faults.set({"bad_signature": 1})
    with pytest.raises(AliPayValidationError):
        await asyncio.to_thread(sdk.api_alipay_trade_precreate, "违法罚款", NUMBER, "200.00")
    present.gateways.faults.clear()
    stranger = alipay_sdk(present, app_private_key_string=present.merchant.wechat_pay_private_key)
    try:
        answer = await asyncio.to_thread(stranger.api_alipay_trade_precreate, "违法罚款", NUMBER, "200.00")
    except AliPayException:
        return
    assert answer.get("code") != "10000"


async def test_python_alipay_sdk_verifies_our_signatures(world: PaymentWorld) -> None:
    asked = {"app_id": "1", "method": "alipay.trade.query", "biz_content": '{"out_trade_no":"订单"}', "empty": ""}
    signature = sign_request(asked, rsa.private_key(world.merchant.alipay_private_key))
    key = public_pem(world.merchant.alipay_private_key)
    sdk = alipay_sdk(world, alipay_public_key_string=key)
    assert sdk.verify({name: value for name, value in asked.items() if value}, signature)
    assert not sdk.verify(asked | {"app_id": "2"}, signature)
