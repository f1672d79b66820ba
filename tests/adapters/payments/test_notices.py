"""What holds for the notices of both providers, and whether they fit the order."""

from dataclasses import replace
from typing import Any

import pytest

from bot.adapters.payments.gateway import MismatchedNotice, Notice, NoticeReason, Order, PaymentState, check
from tests.adapters.payments.notices import alipay_signed, form, genuine, reason, wechat_body, wechat_signed
from tests.adapters.payments.world import World


async def test_a_written_notice_is_believed_before_anything_in_it_is_changed(world: World) -> None:
    """Else the refusals below would prove nothing."""
    headers, body = wechat_signed(world, wechat_body(world.gateways.keys))
    assert (await world.wechat.parse_notice(headers, body, world.clock())).amount_fen == 20_000
    _, body = await genuine(world, "alipay")
    assert (await world.alipay.parse_notice({}, alipay_signed(world, form(body)), world.clock())).amount_fen == 20_000


async def test_a_notice_of_one_provider_means_nothing_to_the_other(world: World) -> None:
    wechat_headers, wechat = await genuine(world, "wechat")
    world.desk.believed.clear()
    _, alipay = await genuine(world, "alipay")
    assert (await reason(world, world.alipay, wechat_headers, wechat))[0] is NoticeReason.MALFORMED
    assert (await reason(world, world.wechat, wechat_headers, alipay))[0] is NoticeReason.SIGNATURE


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"order_number": "CZ20260302000002"}, NoticeReason.WRONG_ORDER),
        ({"amount_fen": 19_999}, NoticeReason.WRONG_AMOUNT),
        ({"amount_fen": 20_001}, NoticeReason.WRONG_AMOUNT),
        ({"currency": "USD"}, NoticeReason.WRONG_CURRENCY),
        *(({"state": state}, NoticeReason.WRONG_STATE) for state in PaymentState if state is not PaymentState.PAID),
    ],
)
async def test_a_genuine_notice_that_does_not_fit_the_order(
    world: World, change: dict[str, Any], expected: NoticeReason
) -> None:
    await genuine(world, "wechat")
    notice: Notice = replace(world.desk.believed[0], **change)
    order: Order = world.order()
    with pytest.raises(MismatchedNotice) as refused:
        check(notice, order)
    assert (refused.value.reason, refused.value.status) == (expected, 409)
