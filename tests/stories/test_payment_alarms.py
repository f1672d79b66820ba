"""Payments that an operator must mend: a missing key of WeChat Pay, and a bill that cannot be read."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from bot.adapters.payments.gateway import BillUnreadable, GatewayRefused
from bot.adapters.payments.models import BillRow
from bot.simulator.gateways.wechat_signatures import KeyMode
from storage.payments.bill_differences import BillDifference, DifferenceKind, Reconciliation
from storage.payments.payments import OrderCloseReason, PaymentProvider
from storage.payments.provider_reports import ProviderReportRow, ReportKind
from storage.staff.alarms import Alarm, AlarmKind
from storage.staff.members import StaffRole
from storage.violations.decisions import DecisionState
from tests.stories import cast, violation_steps
from tests.stories.app_driver import AppDriver, stored
from tests.stories.payment_driver import Bank


def alarms(app: AppDriver) -> dict[AlarmKind, str]:
    found: dict[AlarmKind, str] = app.read(lambda session: {row.kind: row.subject for row in stored(session, Alarm)})
    return found


def compare_bills(app: AppDriver, bank: Bank) -> None:
    app.wait(app.database.write(app.desk.housekeeping.round))
    bank.settle()


def compared_days(app: AppDriver) -> set[tuple[PaymentProvider, date]]:
    rows = app.read(lambda session: stored(session, Reconciliation))
    return {(row.provider, row.day) for row in rows if row.done_at}


def test_a_missing_key_refuses_no_order_and_the_admins_hear_of_it(
    app: AppDriver, bank: Bank, caplog: pytest.LogCaptureFixture
) -> None:
    """The order succeeds at WeChat Pay, whose answer nobody can verify: a merchant of today without its public key."""
    driver = violation_steps.owing(app)
    bank.gateways.signatures.mode = KeyMode.PUBLIC_KEY
    driver.taps("微信支付")
    for _ in range(6):
        bank.later(seconds=5)
    assert alarms(app)[AlarmKind.GATEWAY_KEY] == "RESOURCE_NOT_EXISTS"
    assert "no key verifies the answers of a payment provider" in caplog.text
    assert all(order.close_reason is not OrderCloseReason.REFUSED for order in bank.orders())
    assert violation_steps.state(app, driver) is DecisionState.UNPAID


def test_a_webhook_that_cannot_be_verified_for_want_of_a_key_is_asked_for_again(app: AppDriver, bank: Bank) -> None:
    driver = violation_steps.owing(app)
    driver.taps("微信支付")
    bank.gateways.signatures.mode = KeyMode.PUBLIC_KEY
    bank.later(seconds=61)  # Certificates are fetched once a minute at most.
    bank.gateways.wallet.pay(bank.code_of(driver), "pay", person=driver.id)
    bank.settle()
    assert "RESOURCE_NOT_EXISTS" in alarms(app)[AlarmKind.GATEWAY_KEY]
    assert violation_steps.state(app, driver) is DecisionState.UNPAID
    bank.gateways.signatures.mode = KeyMode.CERTIFICATE
    bank.later(seconds=60)
    assert violation_steps.state(app, driver) is DecisionState.PAID


@pytest.mark.parametrize("problem", [BillUnreadable("BILL", "a column is missing"), GatewayRefused("NO_AUTH")], ids=str)
def test_a_bill_that_cannot_be_read_is_an_alarm_and_is_asked_for_again(
    app: AppDriver, bank: Bank, problem: Exception
) -> None:
    async def bill(day: date) -> list[BillRow]:
        raise problem

    setattr(bank.adapters[PaymentProvider.WECHAT], "bill", bill)  # noqa: B010
    app.now = app.now.replace(hour=3) + timedelta(days=1)
    compare_bills(app, bank)
    assert alarms(app)[AlarmKind.BILL_UNREADABLE].startswith("wechat 2026-11-25 ")
    compared = app.read(lambda session: {row.provider: row.done_at for row in stored(session, Reconciliation)})
    assert compared[PaymentProvider.WECHAT] is None
    assert compared[PaymentProvider.ALIPAY] is not None


@pytest.mark.parametrize("way", ["微信支付", "支付宝"])
def test_a_bill_that_is_not_made_yet_is_asked_for_again(app: AppDriver, bank: Bank, way: str) -> None:
    driver = violation_steps.owing(app)
    driver.taps(way)
    bank.pays(driver)
    ledger, _ = bank.gateways.wallet.find(bank.code_of(driver))
    trades, ledger.trades = ledger.trades, {}
    app.now = app.now.replace(hour=3) + timedelta(days=1)
    compare_bills(app, bank)
    assert not app.read(lambda session: stored(session, BillDifference))
    done = app.read(lambda session: {row.provider.value: row.done_at for row in stored(session, Reconciliation)})
    assert done[ledger.provider] is None
    assert len([at for at in done.values() if at]) == 1  # The day without payments of the other provider.
    assert AlarmKind.BILL_UNREADABLE not in alarms(app)
    ledger.trades = trades
    app.now += timedelta(minutes=61)
    compare_bills(app, bank)
    assert all(row.done_at for row in app.read(lambda session: stored(session, Reconciliation)))
    assert not app.read(lambda session: stored(session, BillDifference))


def refund_at_the_desk(app: AppDriver, bank: Bank) -> None:
    cashier = cast.reviewer(app, "出纳小吴", (StaffRole.CASHIER,))
    cashier.says("/refund")
    cashier.taps("CZR")
    cashier.taps("同意退款")
    bank.later(minutes=2)


def refund_on_console(app: AppDriver, bank: Bank) -> None:
    bank.gateways.refund_on_console(bank.orders()[0].number, 5_000)
    bank.settle()


@pytest.mark.parametrize("refund", [refund_at_the_desk, refund_on_console])
def test_the_bill_of_a_day_with_nothing_but_a_refund_is_asked_for_again(
    app: AppDriver, bank: Bank, refund: Callable[[AppDriver, Bank], None]
) -> None:
    driver = violation_steps.owing(app)
    driver.taps("支付宝")
    bank.pays(driver, "pay twice")
    ledger, _ = bank.gateways.wallet.find(bank.code_of(driver))
    app.now = app.now.replace(hour=3) + timedelta(days=1)
    day = app.now.date()
    compare_bills(app, bank)
    refund(app, bank)
    trades, ledger.trades = ledger.trades, {}
    app.now += timedelta(days=1)
    compare_bills(app, bank)
    assert (PaymentProvider.ALIPAY, day) not in compared_days(app)
    assert (PaymentProvider.WECHAT, day) in compared_days(app)
    assert AlarmKind.BILL_UNREADABLE not in alarms(app)
    app.now += timedelta(days=3)
    compare_bills(app, bank)
    assert alarms(app)[AlarmKind.BILL_UNREADABLE] == f"alipay {day} NO_BILL"
    ledger.trades = trades
    app.now += timedelta(minutes=61)
    compare_bills(app, bank)
    assert (PaymentProvider.ALIPAY, day) in compared_days(app)
    missing = DifferenceKind.REFUND_MISSING_AT_GATEWAY
    assert missing not in [row.kind for row in app.read(lambda session: stored(session, BillDifference))]


def test_a_refund_from_the_console_is_confirmed_and_stands_before_the_cashiers(app: AppDriver, bank: Bank) -> None:
    driver = violation_steps.owing(app)
    driver.taps("支付宝")
    bank.pays(driver)
    (order,) = bank.orders()
    bank.gateways.refund_on_console(order.number, 5_000)
    bank.settle()
    (report,) = app.read(lambda session: stored(session, ProviderReportRow))
    assert (report.kind, report.order_number) == (ReportKind.REFUND_DONE, order.number)
    assert AlarmKind.DIFFERENCE_FOUND in alarms(app)
    assert bank.gateways.webhooks.next_due is None
    assert violation_steps.state(app, driver) is DecisionState.PAID
