"""Payments through the local gateways: scan, pay, receipt; change of provider, several payers."""

import re
from datetime import timedelta

import pytest

from bot.simulator.gateways import GatewayKeys
from storage.payments.payments import OrderCloseReason, OrderState
from storage.violations import decisions, violations
from storage.violations.decisions import DecisionState
from storage.violations.violations import Violation, ViolationState
from tests.stories import cast, violation_steps
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver
from tests.stories.payment_driver import Bank

WAYS = ("微信支付", "支付宝")


@pytest.mark.parametrize("way", WAYS)
def test_a_scanned_code_is_paid_and_the_receipt_is_sent(app: AppDriver, bank: Bank, way: str) -> None:
    driver = violation_steps.owing(app)
    driver.taps(way)
    driver.sees(f"{way}扫码缴款：200 元", "CZ20261125")
    assert driver.messages()[-1]["photo"]
    paid = bank.pays(driver)
    assert paid["amount_fen"] == 20_000
    assert driver.has_seen("缴款成功：200 元")
    document = driver.messages()[-1]["document"]
    assert document["file_name"].startswith("receipt-450100")
    assert violation_steps.state(app, driver) is DecisionState.PAID
    (order,) = bank.orders()
    assert order.state is OrderState.PAID
    record = app.read(lambda session: violations.by_number(session, "4501000000000001"))
    assert record.state is ViolationState.PAID


def test_the_receipt_is_a_pdf(app: AppDriver, gateway_keys: GatewayKeys) -> None:
    bank = Bank(app, gateway_keys, documents={})
    driver = violation_steps.owing(app)
    driver.taps("微信支付")
    bank.pays(driver)
    document = driver.messages()[-1]["document"]
    content = app.wait(app.client.get(f"/world/files/{document['file_id']}")).content
    assert content.startswith(b"%PDF-")
    assert content.rstrip().endswith(b"%%EOF")
    bank.close()


def test_the_alipay_link_opens_and_the_wechat_link_can_be_copied(app: AppDriver, bank: Bank) -> None:
    driver = violation_steps.owing(app)
    driver.taps("支付宝")
    (button,) = (
        button for row in driver.messages()[-1]["reply_markup"]["inline_keyboard"] for button in row if "url" in button
    )
    assert button["url"].startswith("https://qr.alipay.com/")
    driver.taps("换一种方式")
    driver.taps("微信支付")
    driver.sees("weixin://wxpay/")


def test_several_decisions_are_paid_by_one_order_with_a_receipt_each(app: AppDriver, bank: Bank) -> None:
    driver = cast.driver(app)
    car = cast.car(app, driver)
    for at in range(3):
        violation_steps.violation(app, car, f"450100000000000{at}", points=0, fine=5_000 * (at + 1))
    violation_steps.decide(app, driver)
    driver.taps("微信支付")
    driver.sees("300 元")
    bank.pays(driver)
    receipts = [m for m in driver.messages() if m.get("document", {}).get("file_name", "").startswith("receipt")]
    assert len(receipts) == 3
    assert not app.read(lambda session: decisions.of_person(session, driver.person_id, DecisionState.UNPAID))


def test_records_and_decisions_are_shown_in_the_order_of_the_offences(app: AppDriver, bank: Bank) -> None:
    driver = cast.driver(app)
    car = cast.car(app, driver)
    for number, days in enumerate((2, 5, 3, 4), start=1):
        at = app.now - timedelta(days=days)
        violation_steps.violation(
            app, car, f"450100000000000{number}", points=0, fine=days * 1_000, occurred_at=at, place=f"路口{days}"
        )
    newest_first = ["2", "3", "4", "5"]
    driver.says("/violations")
    driver.taps("桂A·12345")
    driver.taps("选择并处理")
    assert re.findall(r"路口(\d)", driver.last()) == newest_first
    driver.taps("全选")
    driver.taps("处理并缴款")
    assert re.findall(r"路口(\d)", driver.last()) == newest_first
    driver.taps("事实无误")
    driver.says(violation_steps.code_of(driver))
    driver.taps("微信支付")
    bank.pays(driver)
    paid = next(message["text"] for message in driver.messages() if "缴款成功" in message.get("text", ""))
    assert re.findall(r"罚款 (\d)0 元", paid) == newest_first[::-1]


def test_the_late_fee_is_paid_with_the_fine(app: AppDriver, bank: Bank) -> None:
    driver = violation_steps.owing(app)
    bank.later(days=17)
    driver.says("/violations")
    driver.taps("我的待缴罚款")
    driver.taps("微信支付")
    driver.sees("212 元")
    bank.pays(driver)
    (paid,) = app.read(lambda session: decisions.of_person(session, driver.person_id))
    assert (paid.state, paid.late_fee) == (DecisionState.PAID, 1_200)


def test_a_cancelled_payment_changes_nothing(app: AppDriver, bank: Bank) -> None:
    driver = violation_steps.owing(app)
    driver.taps("微信支付")
    bank.pays(driver, "cancel")
    bank.later(minutes=1)
    assert violation_steps.state(app, driver) is DecisionState.UNPAID
    assert bank.orders()[0].state is OrderState.ORDERED


@pytest.mark.parametrize("way", WAYS)
def test_an_expired_order_is_closed_and_can_be_created_again(app: AppDriver, bank: Bank, way: str) -> None:
    driver = violation_steps.owing(app)
    driver.taps(way)
    bank.later(minutes=31)
    driver.sees("订单已关闭", "付款时间已过")
    (order,) = bank.orders()
    assert (order.state, order.close_reason) == (OrderState.CLOSED, OrderCloseReason.EXPIRED)
    driver.taps("微信支付")
    bank.pays(driver)
    assert violation_steps.state(app, driver) is DecisionState.PAID


def test_the_provider_is_changed_after_the_first_order_is_closed(app: AppDriver, bank: Bank) -> None:
    driver = violation_steps.owing(app)
    driver.taps("微信支付")
    first = bank.code_of(driver)
    driver.taps("换一种方式")
    driver.sees("订单已关闭", "您要换一种方式付款")
    driver.taps("支付宝")
    assert bank.code_of(driver) != first
    bank.pays(driver)
    assert [order.state for order in bank.orders()] == [OrderState.CLOSED, OrderState.PAID]


def test_an_order_that_the_provider_has_closed_before_its_end_is_called_so(app: AppDriver, bank: Bank) -> None:
    driver = violation_steps.owing(app)
    driver.taps("微信支付")
    (order,) = bank.orders()
    ledger, trade = bank.gateways.wallet.find(bank.code_of(driver))
    ledger.close(trade)
    driver.taps("我已付款")
    driver.sees("支付平台已关闭这笔订单，没有收到付款")
    closed_at = bank.orders()[0].closed_at
    assert closed_at is not None
    assert closed_at < order.expires_at
    driver.says("/violations")
    driver.taps("我的待缴罚款")
    driver.taps("支付宝")
    bank.pays(driver)
    assert violation_steps.state(app, driver) is DecisionState.PAID


def test_what_has_asked_for_a_payment_loses_its_buttons_when_the_order_ends(app: AppDriver, bank: Bank) -> None:
    driver = violation_steps.owing(app)
    driver.taps("微信支付")
    driver.taps("我已付款")
    driver.sees("等待付款")
    driver.taps("换一种方式")
    assert not asking(driver)
    driver.taps("支付宝")
    assert asking(driver) == 1
    bank.pays(driver)
    assert not asking(driver)
    assert driver.has_seen("付款链接")  # The texts stay.


def asking(driver: Actor) -> int:
    """Count the messages that offer to ask the provider about the payment."""
    return sum("我已付款" in str(message.get("reply_markup")) for message in driver.messages())


def test_changing_the_provider_of_a_paid_order_finds_the_payment(app: AppDriver, bank: Bank) -> None:
    driver = violation_steps.owing(app)
    driver.taps("微信支付")
    bank.gateways.faults.lose = 1
    bank.pays(driver)
    driver.taps("换一种方式")
    assert driver.has_seen("已付款，11月25日")
    assert violation_steps.state(app, driver) is DecisionState.PAID


def test_a_second_tap_shows_the_open_order(app: AppDriver, bank: Bank) -> None:
    driver = violation_steps.owing(app)
    driver.taps("微信支付")
    message, data = driver.button("我已付款")
    driver.says("/violations")
    driver.taps("我的待缴罚款")
    driver.taps("支付宝")
    driver.sees("等待付款")
    assert len(bank.orders()) == 1


def test_of_two_payers_one_pays_and_the_other_is_informed(app: AppDriver, bank: Bank) -> None:
    driver, owner = cast.driver(app), cast.owner(app)
    car = cast.car(app, owner)
    violation_steps.filed(app, car, driver)
    record = violation_steps.violation(app, car)
    (decision,) = violation_steps.decide(app, driver)
    driver.taps("微信支付")
    owner.says("/violations")
    owner.taps("桂A·12345")
    owner.taps("未缴款 1")
    owner.taps("1")
    owner.taps("查看决定书")
    owner.taps("支付宝")
    owner.sees("正在缴款，或已经缴了")
    bank.pays(driver)
    assert len(bank.orders()) == 1
    assert app.read(lambda session: session.get(Violation, record.id)).state is ViolationState.PAID
    assert decision.number in driver.last() or driver.has_seen(decision.number)


def test_the_owner_pays_for_the_filer_who_is_notified(app: AppDriver, bank: Bank) -> None:
    driver, owner = cast.driver(app), cast.owner(app)
    car = cast.car(app, owner)
    violation_steps.filed(app, car, driver)
    violation_steps.violation(app, car)
    violation_steps.decide(app, driver)
    owner.says("/violations")
    owner.taps("桂A·12345")
    owner.taps("未缴款 1")
    owner.taps("1")
    owner.taps("查看决定书")
    owner.taps("支付宝")
    bank.pays(owner)
    assert owner.has_seen("缴款成功")
    driver.sees("已有人替您缴款")
