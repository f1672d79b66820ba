"""Webhooks of both providers."""

from bot.adapters.payments.webhook_events import RejectionReason
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
