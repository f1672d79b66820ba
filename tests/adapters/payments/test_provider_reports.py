"""What providers report beside payments: orders that wait or end, refunds in all states, and kinds that are unknown."""

from types import ModuleType

import pytest

from bot.adapters.payments.alipay import webhook as alipay
from bot.adapters.payments.models import PaymentState
from bot.adapters.payments.webhook_events import ProviderReport, RejectionReason, WebhookEvent
from bot.adapters.payments.wechat import webhook as wechat
from storage.payments.provider_reports import ReportKind
from tests.adapters.payments.payment_world import PaymentWorld
from tests.adapters.payments.webhook_requests import (
    Fields,
    alipay_signed,
    form,
    genuine,
    reason,
    refund_body,
    wechat_body,
    wechat_signed,
)

PAID_BACK = {"refund_fee": "50.01", "gmt_refund": "2026-03-02 18:00:00.120", "out_biz_no": "B77"}


@pytest.mark.parametrize("provider", [alipay, wechat], ids=["alipay", "wechat"])
def test_each_state_of_an_order_is_a_payment_or_a_report(provider: ModuleType) -> None:
    """Otherwise the webhook event is answered by an error, and the provider repeats it for a day."""
    assert {*provider.STATES.values()} - {PaymentState.PAID} <= provider.REPORTS.keys(), (
        "Write in REPORTS of webhook.py"
    )


@pytest.mark.parametrize(
    ("changes", "kind", "amount_fen"),
    [
        ({"trade_status": "WAIT_BUYER_PAY", "gmt_payment": ""}, ReportKind.WAITING, 0),
        ({"trade_status": "TRADE_CLOSED", "gmt_payment": ""}, ReportKind.CLOSED, 0),
        ({"trade_status": "TRADE_SUCCESS", **PAID_BACK}, ReportKind.REFUND_DONE, 5_001),
        ({"trade_status": "TRADE_FINISHED", **PAID_BACK}, ReportKind.REFUND_DONE, 5_001),
        ({"trade_status": "TRADE_CLOSED", **PAID_BACK}, ReportKind.REFUND_DONE, 5_001),
        ({"gmt_refund": "2026-03-02 18:00:00.120"}, ReportKind.REFUND_DONE, 0),
        ({"trade_status": "TRADE_PENDING"}, ReportKind.OTHER, 0),
        ({"notify_type": "dut_user_sign"}, ReportKind.OTHER, 0),
    ],
    ids=lambda value: str(value)[:60],
)
async def test_what_is_no_payment_is_a_report_and_is_confirmed(
    world: PaymentWorld, changes: dict[str, str], kind: ReportKind, amount_fen: int
) -> None:
    _, body = await genuine(world, "alipay")
    report = await world.alipay.parse_webhook({}, alipay_signed(world, form(body) | changes), world.clock())
    assert isinstance(report, ProviderReport)
    assert (report.kind, report.amount_fen, report.order_number) == (kind, amount_fen, "CZ20260302000001")
    assert report.refund_number == changes.get("out_biz_no", "")


async def test_a_finished_trade_is_a_payment(world: PaymentWorld) -> None:
    _, body = await genuine(world, "alipay")
    finished = alipay_signed(world, form(body) | {"trade_status": "TRADE_FINISHED"})
    assert isinstance(await world.alipay.parse_webhook({}, finished, world.clock()), WebhookEvent)


async def test_a_report_without_an_id_or_of_another_merchant_is_rejected(world: PaymentWorld) -> None:
    _, body = await genuine(world, "alipay")
    other = form(body) | {"notify_type": "dut_user_sign"}
    for changes, expected in (
        ({"notify_id": ""}, RejectionReason.MALFORMED),
        ({"app_id": "2021000000000110"}, RejectionReason.WRONG_MERCHANT),
    ):
        assert (await reason(world, world.alipay, {}, alipay_signed(world, other | changes)))[0] is expected


@pytest.mark.parametrize(
    "envelope",
    [
        {"event_type": "PAYSCORE.USER_PAID"},
        {"event_type": "X" * 1_000},
        {"resource": {"original_type": "refund", "algorithm": "AEAD_AES_256_GCM", "ciphertext": "", "nonce": ""}},
    ],
    ids=lambda envelope: str(envelope)[:40],
)
async def test_wechat_events_of_other_types_are_reports_that_settle_nothing(
    world: PaymentWorld, envelope: Fields
) -> None:
    headers, body = wechat_signed(world, wechat_body(world.gateways.keys, envelope))
    report = await world.wechat.parse_webhook(headers, body, world.clock())
    assert isinstance(report, ProviderReport)
    assert (report.kind, report.order_number, len(report.word) <= 64) == (ReportKind.OTHER, "", True)


@pytest.mark.parametrize(
    ("event_type", "kind"),
    [
        ("REFUND.SUCCESS", ReportKind.REFUND_DONE),
        ("REFUND.ABNORMAL", ReportKind.REFUND_FAILED),
        ("REFUND.CLOSED", ReportKind.REFUND_FAILED),
    ],
)
async def test_a_refund_in_every_state_is_a_report(world: PaymentWorld, event_type: str, kind: ReportKind) -> None:
    headers, body = wechat_signed(world, refund_body(world.gateways.keys, event_type))
    report = await world.wechat.parse_webhook(headers, body, world.clock())
    assert isinstance(report, ProviderReport)
    assert (report.kind, report.word, report.refund_number, report.amount_fen) == (kind, event_type, "CZR1", 5_001)
    assert (report.order_number, report.transaction_id) == ("CZ20260302000001", "42")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"mchid": "1900000110"}, RejectionReason.WRONG_MERCHANT),
        ({"out_refund_no": None}, RejectionReason.MALFORMED),
        ({"amount": {"refund": 0}}, RejectionReason.MALFORMED),
        ({"amount": {"refund": "5001"}}, RejectionReason.MALFORMED),
    ],
    ids=str,
)
async def test_a_refund_with_a_wrong_field_is_rejected(
    world: PaymentWorld, changes: Fields, expected: RejectionReason
) -> None:
    headers, body = wechat_signed(world, refund_body(world.gateways.keys, "REFUND.SUCCESS", **changes))
    assert (await reason(world, world.wechat, headers, body))[0] is expected


@pytest.mark.parametrize(
    ("trade_state", "kind"),
    [
        ("NOTPAY", ReportKind.WAITING),
        ("USERPAYING", ReportKind.WAITING),
        ("CLOSED", ReportKind.CLOSED),
        ("PAYERROR", ReportKind.CLOSED),
        ("REFUND", ReportKind.REFUND_DONE),
        ("VICTORY", ReportKind.OTHER),
    ],
)
async def test_a_success_event_of_an_unpaid_order_does_not_pay_it(
    world: PaymentWorld, trade_state: str, kind: ReportKind
) -> None:
    headers, body = wechat_signed(world, wechat_body(world.gateways.keys, trade_state=trade_state))
    report = await world.wechat.parse_webhook(headers, body, world.clock())
    assert isinstance(report, ProviderReport)
    assert (report.kind, report.word, report.order_number) == (kind, trade_state, "CZ20260302000001")
