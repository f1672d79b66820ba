"""Money that goes another way than through the desk: paid back in cash or in the console, and days without a bill."""

import pytest

from storage.payments.payments import PaymentProvider
from storage.staff.members import StaffRole
from storage.violations.decisions import DecisionState
from tests.stories import cast, violation_steps
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver
from tests.stories.payment_driver import Bank
from tests.stories.test_ledger import next_morning


@pytest.fixture
def driver(app: AppDriver) -> Actor:
    """A driver who owes 200 yuan."""
    return violation_steps.owing(app)


@pytest.fixture
def cashier(app: AppDriver) -> Actor:
    """A cashier."""
    return cast.reviewer(app, "出纳小吴", (StaffRole.CASHIER,))


def test_a_refund_is_paid_back_in_cash(app: AppDriver, bank: Bank, driver: Actor, cashier: Actor) -> None:
    driver.taps("微信支付")
    bank.pays(driver, "wrong amount")
    cashier.says("/refund 1001")
    cashier.taps("已退现金或转账")
    cashier.sees("凭证号或转账流水号")
    cashier.says("张三")
    cashier.sees("请只发单号")
    cashier.says("PZ-2026-001")
    cashier.sees("已按已退结束")
    assert driver.has_seen("200.01 元已另行退还给您（金额不符），单号 PZ-2026-001")
    cashier.says("/refund 1001")
    cashier.sees("已退现金或转账，单号 PZ-2026-001")
    assert not any("退款" in each and "CZR" not in each for each in cashier.labels() if "对账" not in each)


def test_above_the_limit_a_second_cashier_confirms(app: AppDriver, bank: Bank, cashier: Actor) -> None:
    driver, second = cast.driver(app), cast.reviewer(app, "出纳小郑", (StaffRole.CASHIER,))
    second.says("/menu")
    car = cast.car(app, driver)
    for at in range(3):
        violation_steps.violation(app, car, f"450100000000000{at}", points=0)
    violation_steps.decide(app, driver)
    driver.taps("支付宝")
    bank.pays(driver, "wrong amount")
    cashier.says("/refund 1001")
    cashier.taps("已在商户平台退款")
    cashier.says("CONSOLE-77")
    cashier.sees("还要另一位出纳复核")
    assert second.has_seen("待另一位出纳复核：600.01 元")
    second.says("/refund 1001")
    second.sees("已在商户平台退款，单号 CONSOLE-77", "待复核")
    second.taps("复核：已经退了")
    second.sees("已按已退结束")


def test_a_fine_is_due_again_once_its_money_went_back(
    app: AppDriver, bank: Bank, driver: Actor, cashier: Actor
) -> None:
    driver.taps("微信支付")
    bank.pays(driver)
    ledger, trade = bank.gateways.wallet.find(bank.code_of(driver))
    ledger.refund(trade, "", "CONSOLE1", 20_000, "")
    next_morning(app, bank)
    cashier.says("/reconcile")
    bank.settle()
    cashier.says("/refund")
    cashier.taps("差异")
    cashier.sees("这笔钱缴清了决定书", "重新待缴")
    cashier.taps("重新待缴")
    cashier.sees("已改为待缴，收据作废")
    assert violation_steps.state(app, driver) is DecisionState.UNPAID
    driver.sees("一笔罚款重新待缴", "原收据作废")
    driver.taps("决定书")
    driver.sees("未缴", "在本系统之外退回，当时的收据作废")
    cashier.says("/refund")
    cashier.sees("对账差异 0 条")
    driver.taps("支付宝")
    bank.pays(driver)
    assert violation_steps.state(app, driver) is DecisionState.PAID


def test_a_day_of_a_provider_that_is_gone_is_closed_with_a_reason(
    app: AppDriver, bank: Bank, driver: Actor, cashier: Actor
) -> None:
    driver.taps("微信支付")
    bank.pays(driver)
    bank.adapters.pop(PaymentProvider.WECHAT)
    next_morning(app, bank)
    cashier.says("/closing")
    cashier.sees("账单还没有核对")
    cashier.taps("核对")
    bank.settle()
    assert cashier.has_seen("微信支付没有给出")
    cashier.says("/closing")
    cashier.sees("微信支付的账单取不到")
    cashier.taps("没有账单")
    cashier.says("停用")
    cashier.sees("请用 5 至 300 个字写明原因")
    cashier.says("与微信支付的合同已经到期。")
    cashier.sees("已按本系统的记录日结", "没有微信支付的账单", "结余 200 元")


@pytest.mark.parametrize("way", ["微信支付", "支付宝"])
def test_a_payment_whose_notice_was_lost_is_booked_although_some_of_it_went_back(
    app: AppDriver, bank: Bank, driver: Actor, cashier: Actor, way: str
) -> None:
    """WeChat Pay's state REFUND means any part: the payer is not asked to pay again while the rest is here."""
    driver.taps(way)
    bank.gateways.faults.lose = 1
    ledger, trade = bank.gateways.wallet.find(bank.code_of(driver))
    ledger.pay(trade, payer=driver.id)
    bank.gateways.faults.clear()
    ledger.refund(trade, "", "CONSOLE1", 100, "")
    bank.settle()
    bank.later(seconds=15)
    assert violation_steps.state(app, driver) is DecisionState.PAID
    next_morning(app, bank)
    cashier.says("/reconcile")
    bank.settle()
    cashier.says("/refund")
    cashier.taps("差异")
    cashier.sees("CONSOLE1")
