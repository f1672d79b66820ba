"""Payments with lost or forged webhook events, unavailable gateways and restarts: each is settled once."""

from datetime import timedelta

import pytest

from storage.payments.payments import OrderState
from storage.violations.decisions import DecisionState
from tests.stories import cast, violation_steps
from tests.stories.app_driver import AppDriver
from tests.stories.payment_driver import Bank

WAYS = ("微信支付", "支付宝")


def test_a_lost_webhook_event_is_compensated_by_polling(app: AppDriver, bank: Bank) -> None:
    driver = violation_steps.owing(app)
    driver.taps("微信支付")
    bank.gateways.faults.lose = 1
    bank.pays(driver)
    assert violation_steps.state(app, driver) is DecisionState.UNPAID
    bank.later(seconds=10)
    assert violation_steps.state(app, driver) is DecisionState.PAID
    assert driver.has_seen("缴款成功")


@pytest.mark.parametrize("way", WAYS)
def test_a_recheck_finds_a_payment_that_was_not_reported(app: AppDriver, bank: Bank, way: str) -> None:
    driver = violation_steps.owing(app)
    driver.taps(way)
    bank.gateways.faults.lose = 1
    bank.pays(driver)
    driver.taps("我已付款，核对一下")
    assert driver.has_seen("已付款，11月25日")
    assert violation_steps.state(app, driver) is DecisionState.PAID


def test_a_recheck_of_an_unpaid_order_says_so(app: AppDriver, bank: Bank) -> None:
    driver = violation_steps.owing(app)
    driver.taps("支付宝")
    driver.taps("我已付款，核对一下")
    driver.sees("等待付款")
    assert violation_steps.state(app, driver) is DecisionState.UNPAID


def test_reconciliation_finds_a_payment_that_was_not_reported(app: AppDriver, bank: Bank) -> None:
    driver = violation_steps.owing(app)
    driver.taps("支付宝")
    bank.gateways.faults.lose = 1
    bank.gateways.wallet.pay(bank.code_of(driver), "pay", person=driver.id)
    bank.gateways.faults.clear()
    bank.gateways.faults.server_error = 1  # Polling fails too.
    bank.later(minutes=5)
    assert violation_steps.state(app, driver) is DecisionState.UNPAID
    bank.gateways.faults.clear()
    app.now = app.now.replace(hour=3) + timedelta(days=1)
    app.wait(app.database.write(app.desk.housekeeping.round))
    bank.settle()
    assert violation_steps.state(app, driver) is DecisionState.PAID
    assert driver.has_seen("缴款成功")


def test_an_unavailable_gateway_is_reported_and_nothing_is_lost(app: AppDriver, bank: Bank) -> None:
    driver = violation_steps.owing(app)
    bank.gateways.faults.server_error = 1
    driver.taps("微信支付")
    for _ in range(6):
        bank.later(seconds=5)
    driver.sees("微信支付没有给出付款码，没有扣您的钱")
    assert {"微信支付", "支付宝"} <= set(driver.labels())
    assert "我已付款，核对一下" not in driver.labels()
    assert bank.orders()[0].state is OrderState.CLOSED
    bank.gateways.faults.clear()
    driver.taps("支付宝")
    bank.pays(driver)
    assert violation_steps.state(app, driver) is DecisionState.PAID
    bank.later(minutes=32)
    assert not driver.has_seen("暂时没有回应")


def test_an_order_without_a_payment_code_is_given_up_for_the_other_way(app: AppDriver, bank: Bank) -> None:
    driver = violation_steps.owing(app)
    bank.gateways.faults.server_error = 1
    driver.taps("微信支付")
    for _ in range(6):
        bank.later(seconds=5)
    driver.taps("支付宝")
    app.later(seconds=20)
    driver.taps("支付宝")  # On the card before, as nothing has come yet.
    driver.taps("换一种方式")
    driver.sees("支付宝没有给出付款码，没有扣您的钱")
    assert not driver.has_seen("仍可付款")
    assert bank.orders()[1].state is OrderState.CLOSED
    bank.gateways.faults.clear()
    driver.taps("微信支付")
    bank.later(seconds=5)
    bank.pays(driver)
    assert violation_steps.state(app, driver) is DecisionState.PAID
    bank.later(minutes=32)
    assert [order.state for order in bank.orders()] == [OrderState.CLOSED, OrderState.CLOSED, OrderState.PAID]


def test_another_way_for_one_order_leaves_the_payers_other_orders_open(app: AppDriver, bank: Bank) -> None:
    driver = cast.driver(app)
    car = cast.car(app, driver)
    violation_steps.violation(app, car)
    violation_steps.decide(app, driver)
    bank.gateways.faults.server_error = 1
    driver.taps("微信支付")
    app.later(seconds=20)
    driver.taps("微信支付")  # On the card before: nothing has come yet.
    violation_steps.violation(app, car, "4501000000000002")
    violation_steps.decide(app, driver)
    driver.taps("支付宝")
    driver.taps("换一种方式")
    driver.sees("微信支付没有给出付款码，没有扣您的钱")
    assert [order.state for order in bank.orders()] == [OrderState.CLOSED, OrderState.CREATED]
    bank.gateways.faults.clear()
    bank.later(seconds=5)
    assert [order.state for order in bank.orders()] == [OrderState.CLOSED, OrderState.ORDERED]
    assert not driver.has_seen("支付宝没有给出付款码")
    bank.pays(driver)
    assert driver.has_seen("缴款成功")


def test_a_code_that_cannot_be_closed_stays_valid_until_its_end(app: AppDriver, bank: Bank) -> None:
    driver = violation_steps.owing(app)
    driver.taps("微信支付")
    bank.gateways.faults.server_error = 1
    driver.taps("换一种方式")
    driver.sees("暂时没有回应", "付款码在")
    for _ in range(3):
        bank.later(minutes=11)
    assert bank.orders()[0].state is OrderState.ORDERED
    driver.taps("换一种方式")
    assert bank.orders()[0].state is OrderState.CLOSED
    assert {"微信支付", "支付宝"} <= set(driver.labels())


def test_without_gateways_the_payer_is_told_so(app: AppDriver) -> None:
    driver = violation_steps.owing(app)
    driver.taps("微信支付")
    driver.sees("没有接受这笔订单")


def test_a_restart_between_webhook_event_and_settlement_changes_nothing(app: AppDriver, bank: Bank) -> None:
    driver = violation_steps.owing(app)
    driver.taps("微信支付")
    bank.gateways.wallet.pay(bank.code_of(driver), "pay", person=driver.id)
    bank.wait(bank.gateways.deliver_due())
    app.restart()
    bank.settle()
    assert violation_steps.state(app, driver) is DecisionState.PAID
    assert len(bank.transactions()) == 1


def test_forged_stale_and_garbled_webhook_events_change_nothing(app: AppDriver, bank: Bank) -> None:
    driver = violation_steps.owing(app)
    driver.taps("微信支付")
    for fault in ("forge", "probe", "stale", "garble"):
        bank.gateways.faults.clear()
        setattr(bank.gateways.faults, fault, 1)
        if fault == "forge":
            bank.gateways.wallet.pay(bank.code_of(driver), "pay", person=driver.id)
        else:
            app.now += timedelta(seconds=31)
        bank.wait(bank.gateways.deliver_due())
        app.wait(app.desk.worker.step())
        assert not bank.transactions()
    bank.gateways.faults.clear()
    bank.later(minutes=20)
    assert violation_steps.state(app, driver) is DecisionState.PAID
