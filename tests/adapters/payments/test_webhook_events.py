"""Webhooks of both providers, and whether events match their order."""

from dataclasses import replace
from typing import Any

import pytest

from bot.adapters.payments.models import OrderRequest, PaymentState
from bot.adapters.payments.webhook_events import MismatchedWebhook, RejectionReason, WebhookEvent, require_match
from tests.adapters.payments.payment_world import PaymentWorld
from tests.adapters.payments.webhook_requests import alipay_signed, form, genuine, reason, wechat_body, wechat_signed


async def test_a_constructed_webhook_is_accepted_before_it_is_changed(world: PaymentWorld) -> None:
    """Otherwise the rejections below would prove nothing."""
    headers, body = wechat_signed(world, wechat_body(world.gateways.keys))
    assert (await world.wechat.parse_webhook(headers, body, world.clock())).amount_fen == 20_000
    _, body = await genuine(world, "alipay")
    assert (await world.alipay.parse_webhook({}, alipay_signed(world, form(body)), world.clock())).amount_fen == 20_000


async def test_a_webhook_of_one_provider_is_rejected_by_the_other(world: PaymentWorld) -> None:
    wechat_headers, wechat = await genuine(world, "wechat")
    world.receiver.accepted.clear()
    _, alipay = await genuine(world, "alipay")
    assert (await reason(world, world.alipay, wechat_headers, wechat))[0] is RejectionReason.MALFORMED
    assert (await reason(world, world.wechat, wechat_headers, alipay))[0] is RejectionReason.SIGNATURE


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"order_number": "CZ20260302000002"}, RejectionReason.WRONG_ORDER),
        ({"amount_fen": 19_999}, RejectionReason.WRONG_AMOUNT),
        ({"amount_fen": 20_001}, RejectionReason.WRONG_AMOUNT),
        ({"currency": "USD"}, RejectionReason.WRONG_CURRENCY),
        *(({"state": state}, RejectionReason.WRONG_STATE) for state in PaymentState if state is not PaymentState.PAID),
    ],
)
async def test_a_genuine_event_that_does_not_match_the_order_is_rejected(
    world: PaymentWorld, change: dict[str, Any], expected: RejectionReason
) -> None:
    await genuine(world, "wechat")
    notice: WebhookEvent = replace(world.receiver.accepted[0], **change)
    order: OrderRequest = world.order()
    with pytest.raises(MismatchedWebhook) as refused:
        require_match(notice, order_number=order.number, amount_fen=order.amount_fen)
    assert (refused.value.reason, refused.value.status) == (expected, 409)
