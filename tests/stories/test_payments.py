"""Paying, through the real protocols and the local gateways: every path, and every turn that leads off it."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlmodel import select

from bot.simulator.gateways import GatewayKeys
from storage import decisions, refunds, violations
from storage.decisions import DecisionState
from storage.payments import CloseReason, OrderState
from storage.refunds import RefundReason, RefundState
from storage.staff import StaffRole
from storage.violations import ViolationState
from tests.stories import cast, offences
from tests.stories.bank import Bank
from tests.stories.cast import Citizen
from tests.stories.town import Town

WAYS = ("微信支付", "支付宝")


@pytest.fixture(scope="module")
def keys() -> GatewayKeys:
    return GatewayKeys.generate()


@pytest.fixture
def bank(town: Town, keys: GatewayKeys) -> Iterator[Bank]:
    """Both gateways of this town."""
    bank = Bank(town, keys)
    yield bank
    bank.close()


def owing(town: Town) -> Citizen:
    """A driver with one decision of 200 yuan, about to choose the way to pay."""
    driver = cast.driver(town)
    offences.violation(town, cast.car(town, driver))
    offences.decide(town, driver)
    return driver


def state(town: Town, citizen: Citizen) -> DecisionState:
    """Where the driver's newest decision stands."""
    return DecisionState(town.look(lambda session: decisions.of_person(session, citizen.person_id))[0].state)


@pytest.mark.parametrize("way", WAYS)
def test_scan_pay_and_the_receipt_comes(town: Town, bank: Bank, way: str) -> None:
    driver = owing(town)
    driver.taps(way)
    driver.sees(f"{way}扫码缴款：200 元", "CZ20261125")
    assert driver.messages()[-1]["photo"]
    paid = bank.pays(driver)
    assert paid["amount_fen"] == 20_000
    assert driver.has_seen("缴款成功：200 元")
    document = driver.messages()[-1]["document"]
    assert document["file_name"].startswith("receipt-450100")
    assert state(town, driver) is DecisionState.PAID
    (order,) = bank.orders()
    assert order.state is OrderState.PAID
    record = town.look(lambda session: violations.by_number(session, "4501000000000001"))
    assert record.state is ViolationState.PAID


def test_the_receipt_is_a_pdf(town: Town, keys: GatewayKeys) -> None:
    bank = Bank(town, keys, papers={})
    driver = owing(town)
    driver.taps("微信支付")
    bank.pays(driver)
    document = driver.messages()[-1]["document"]
    content = town.wait(town.client.get(f"/world/files/{document['file_id']}")).content
    assert content.startswith(b"%PDF-")
    assert content.rstrip().endswith(b"%%EOF")
    bank.close()


def test_the_link_of_alipay_opens_and_that_of_wechat_can_be_copied(town: Town, bank: Bank) -> None:
    driver = owing(town)
    driver.taps("支付宝")
    (button,) = (
        button for row in driver.messages()[-1]["reply_markup"]["inline_keyboard"] for button in row if "url" in button
    )
    assert button["url"].startswith("https://qr.alipay.com/")
    driver.taps("换一种方式")
    driver.taps("微信支付")
    driver.sees("weixin://wxpay/")


def test_several_decisions_are_paid_by_one_order_with_a_receipt_each(town: Town, bank: Bank) -> None:
    driver = cast.driver(town)
    car = cast.car(town, driver)
    for at in range(3):
        offences.violation(town, car, f"450100000000000{at}", points=0, fine=5_000 * (at + 1))
    offences.decide(town, driver)
    driver.taps("微信支付")
    driver.sees("300 元")
    bank.pays(driver)
    receipts = [m for m in driver.messages() if m.get("document", {}).get("file_name", "").startswith("receipt")]
    assert len(receipts) == 3
    assert not town.look(lambda session: decisions.of_person(session, driver.person_id, DecisionState.UNPAID))


def test_the_late_fee_is_paid_with_the_fine(town: Town, bank: Bank) -> None:
    driver = owing(town)
    bank.later(days=17)
    driver.says("/violations")
    driver.taps("我的待缴罚款")
    driver.taps("微信支付")
    driver.sees("212 元")
    bank.pays(driver)
    (paid,) = town.look(lambda session: decisions.of_person(session, driver.person_id))
    assert (paid.state, paid.late_fee) == (DecisionState.PAID, 1_200)


def test_a_lost_notice_is_made_up_for_by_asking(town: Town, bank: Bank) -> None:
    driver = owing(town)
    driver.taps("微信支付")
    bank.gateways.faults.lose = 1
    bank.pays(driver)
    assert state(town, driver) is DecisionState.UNPAID
    bank.later(seconds=10)
    assert state(town, driver) is DecisionState.PAID
    assert driver.has_seen("缴款成功")


@pytest.mark.parametrize("way", WAYS)
def test_paid_but_shown_unpaid_is_put_right_by_a_tap(town: Town, bank: Bank, way: str) -> None:
    driver = owing(town)
    driver.taps(way)
    bank.gateways.faults.lose = 1
    bank.pays(driver)
    driver.taps("我已付款，核对一下")
    assert driver.has_seen("已付款，11月25日")
    assert state(town, driver) is DecisionState.PAID


def test_who_has_not_paid_is_told_so_by_the_same_tap(town: Town, bank: Bank) -> None:
    driver = owing(town)
    driver.taps("支付宝")
    driver.taps("我已付款，核对一下")
    driver.sees("等待付款")
    assert state(town, driver) is DecisionState.UNPAID


def test_a_cancelled_payment_leaves_everything_as_it_was(town: Town, bank: Bank) -> None:
    driver = owing(town)
    driver.taps("微信支付")
    bank.pays(driver, "cancel")
    bank.later(minutes=1)
    assert state(town, driver) is DecisionState.UNPAID
    assert bank.orders()[0].state is OrderState.ORDERED


@pytest.mark.parametrize("way", WAYS)
def test_an_order_that_runs_out_is_closed_and_can_be_made_anew(town: Town, bank: Bank, way: str) -> None:
    driver = owing(town)
    driver.taps(way)
    bank.later(minutes=31)
    driver.sees("订单已关闭", "超过了付款时间")
    (order,) = bank.orders()
    assert (order.state, order.close_reason) == (OrderState.CLOSED, CloseReason.EXPIRED)
    driver.taps("微信支付")
    bank.pays(driver)
    assert state(town, driver) is DecisionState.PAID


def test_the_way_is_changed_after_the_first_order_is_closed(town: Town, bank: Bank) -> None:
    driver = owing(town)
    driver.taps("微信支付")
    first = bank.code_of(driver)
    driver.taps("换一种方式")
    driver.sees("订单已关闭", "您换了方式")
    driver.taps("支付宝")
    assert bank.code_of(driver) != first
    bank.pays(driver)
    assert [order.state for order in bank.orders()] == [OrderState.CLOSED, OrderState.PAID]


def test_a_change_of_way_that_comes_after_the_payment_finds_it_paid(town: Town, bank: Bank) -> None:
    driver = owing(town)
    driver.taps("微信支付")
    bank.gateways.faults.lose = 1
    bank.pays(driver)
    driver.taps("换一种方式")
    assert driver.has_seen("已付款，11月25日")
    assert state(town, driver) is DecisionState.PAID


def test_a_second_tap_shows_the_order_that_is_under_way(town: Town, bank: Bank) -> None:
    driver = owing(town)
    driver.taps("微信支付")
    message, data = driver.button("我已付款")
    driver.says("/violations")
    driver.taps("我的待缴罚款")
    driver.taps("支付宝")
    driver.sees("等待付款")
    assert len(bank.orders()) == 1


def test_of_two_phones_one_pays_and_the_other_is_told(town: Town, bank: Bank) -> None:
    driver, owner = cast.driver(town), cast.owner(town)
    car = cast.car(town, owner)
    offences.filed(town, car, driver)
    record = offences.violation(town, car)
    (decision,) = offences.decide(town, driver)
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
    assert town.look(lambda session: violations.get(session, record.id)).state is ViolationState.PAID
    assert decision.number in driver.last() or driver.has_seen(decision.number)


def test_the_owner_pays_for_the_filer_who_is_told(town: Town, bank: Bank) -> None:
    driver, owner = cast.driver(town), cast.owner(town)
    car = cast.car(town, owner)
    offences.filed(town, car, driver)
    offences.violation(town, car)
    offences.decide(town, driver)
    owner.says("/violations")
    owner.taps("桂A·12345")
    owner.taps("未缴款 1")
    owner.taps("1")
    owner.taps("查看决定书")
    owner.taps("支付宝")
    bank.pays(owner)
    assert owner.has_seen("缴款成功")
    driver.sees("已有人替您缴款")


@pytest.mark.parametrize("way", WAYS)
def test_what_is_paid_twice_goes_back_once(town: Town, bank: Bank, way: str) -> None:
    driver, cashier = owing(town), cast.reviewer(town, "出纳小吴", (StaffRole.CASHIER,))
    driver.taps(way)
    bank.pays(driver, "pay twice")
    assert [each.settles for each in bank.transactions()].count(True) == 1
    assert driver.has_seen("200 元要退给您（重复付款）")
    cashier.says("/refund")
    cashier.sees("待退款 1 笔")
    cashier.taps("CZR")
    cashier.sees("原因：重复付款", "待同意")
    cashier.taps("同意退款")
    cashier.sees("已提交支付平台")
    bank.later(minutes=2)
    assert driver.has_seen("已退款 200 元")
    (refund,) = town.look(lambda session: session.exec(select(refunds.Refund)).all())
    assert (refund.state, refund.reason) == (RefundState.DONE, RefundReason.DOUBLE)
    assert bank.orders()[0].state is OrderState.PAID
    assert state(town, driver) is DecisionState.PAID


def test_money_that_comes_after_the_end_goes_back(town: Town, bank: Bank) -> None:
    driver, cashier = owing(town), cast.reviewer(town, "出纳小吴", (StaffRole.CASHIER,))
    driver.taps("微信支付")
    bank.pays(driver, "late")
    bank.later(minutes=31)
    bank.later(minutes=1)
    assert driver.has_seen("订单关闭后才到账")
    assert state(town, driver) is DecisionState.UNPAID
    cashier.says("/refund 1001")
    cashier.taps("同意退款")
    bank.later(minutes=2)
    assert driver.has_seen("已退款 200 元")
    assert bank.orders()[0].state is OrderState.REFUNDED


def test_a_large_refund_needs_four_eyes(town: Town, bank: Bank) -> None:
    driver = cast.driver(town)
    car = cast.car(town, driver)
    for at in range(3):
        offences.violation(town, car, f"450100000000000{at}", points=0)
    offences.decide(town, driver)
    first = cast.reviewer(town, "出纳小吴", (StaffRole.CASHIER,))
    second = cast.reviewer(town, "出纳小郑", (StaffRole.CASHIER,))
    driver.taps("微信支付")
    bank.pays(driver, "pay twice")
    first.says("/refund 1001")
    first.sees("600 元")
    first.taps("同意退款")
    first.sees("还要另一位出纳复核")
    first.says("/refund 1001")
    first.taps("复核，退款")
    first.sees("另一位出纳复核")
    second.says("/refund 1001")
    second.taps("复核，退款")
    second.sees("已提交支付平台")
    bank.later(minutes=2)
    assert driver.has_seen("已退款 600 元")


def test_a_cashier_does_not_let_money_go_to_himself(town: Town, bank: Bank) -> None:
    driver = owing(town)
    cast.employ(town, driver, StaffRole.CASHIER)
    driver.taps("微信支付")
    bank.pays(driver, "pay twice")
    driver.says("/refund 1001")
    driver.taps("同意退款")
    driver.sees("不能给自己退款")


def test_nobody_but_a_cashier_sees_the_cashiers_desk(town: Town, bank: Bank) -> None:
    driver, reviewer = cast.driver(town), cast.reviewer(town)
    for actor in (driver, reviewer):
        actor.says("/refund")
        actor.sees("只给工作人员使用")


def test_a_wrong_amount_settles_nothing_and_becomes_a_task(town: Town, bank: Bank) -> None:
    driver, cashier = owing(town), cast.reviewer(town, "出纳小吴", (StaffRole.CASHIER,))
    driver.taps("微信支付")
    bank.pays(driver, "wrong amount")
    bank.later(minutes=1)
    assert state(town, driver) is DecisionState.UNPAID
    assert not bank.transactions()
    bank.later(days=1)
    cashier.says("/refund")
    cashier.taps("核对昨天的账单")
    cashier.says("/refund")
    cashier.taps("金额不符")
    cashier.sees("我方 200 元，对方 200.01 元")
    cashier.taps("已处理")
    cashier.sees("已标为处理完毕")
    cashier.says("/refund")
    cashier.sees("对账差异 0 条")


def test_the_daily_comparison_finds_what_nobody_told_us(town: Town, bank: Bank) -> None:
    driver = owing(town)
    driver.taps("支付宝")
    bank.gateways.faults.lose = 1
    bank.gateways.wallet.pay(bank.code_of(driver), "pay", person=driver.id)
    bank.gateways.faults.clear()
    bank.gateways.faults.server_error = 1  # Nor does asking help.
    bank.later(minutes=5)
    assert state(town, driver) is DecisionState.UNPAID
    bank.gateways.faults.clear()
    town.now = town.now.replace(hour=3) + timedelta(days=1)
    town.wait(town.database.write(town.desk.housekeeping.round))
    bank.settle()
    assert state(town, driver) is DecisionState.PAID
    assert driver.has_seen("缴款成功")


def test_a_gateway_that_is_away_is_said_so_and_nothing_is_lost(town: Town, bank: Bank) -> None:
    driver = owing(town)
    bank.gateways.faults.server_error = 1
    driver.taps("微信支付")
    for _ in range(6):
        bank.later(seconds=5)
    driver.sees("暂时没有回应")
    bank.gateways.faults.clear()
    bank.later(minutes=32)
    assert bank.orders()[0].state is OrderState.CLOSED
    driver.says("/violations")
    driver.taps("我的待缴罚款")
    driver.taps("支付宝")
    bank.pays(driver)
    assert state(town, driver) is DecisionState.PAID


def test_a_desk_without_gateways_says_that_the_way_is_closed(town: Town) -> None:
    driver = owing(town)
    driver.taps("微信支付")
    driver.sees("没有接受这笔订单")


def test_a_restart_between_notice_and_settlement_changes_nothing(town: Town, bank: Bank) -> None:
    driver = owing(town)
    driver.taps("微信支付")
    bank.gateways.wallet.pay(bank.code_of(driver), "pay", person=driver.id)
    bank.wait(bank.gateways.deliver_due())
    town.restart()
    bank.settle()
    assert state(town, driver) is DecisionState.PAID
    assert len(bank.transactions()) == 1


def test_forged_stale_and_garbled_notices_change_nothing(town: Town, bank: Bank) -> None:
    driver = owing(town)
    driver.taps("微信支付")
    for fault in ("forge", "probe", "stale", "garble"):
        bank.gateways.faults.clear()
        setattr(bank.gateways.faults, fault, 1)
        if fault == "forge":
            bank.gateways.wallet.pay(bank.code_of(driver), "pay", person=driver.id)
        else:
            town.now += timedelta(seconds=31)
        bank.wait(bank.gateways.deliver_due())
        town.wait(town.desk.lanes.step())
        assert not bank.transactions()
    bank.gateways.faults.clear()
    bank.later(minutes=20)
    assert state(town, driver) is DecisionState.PAID


def test_the_table_for_the_books_comes_as_a_file(town: Town, bank: Bank) -> None:
    driver, cashier = owing(town), cast.reviewer(town, "出纳小吴", (StaffRole.CASHIER,))
    driver.taps("微信支付")
    bank.pays(driver)
    cashier.says("/refund")
    cashier.taps("账表")
    cashier.sees("微信支付：收 1 笔 200 元", "支付宝：收 0 笔 0 元")
    file_id = cashier.messages()[-1]["document"]["file_id"]
    table = town.wait(town.client.get(f"/world/files/{file_id}")).content.decode("utf-8-sig")
    head, line = table.strip().splitlines()
    assert head.startswith("kind,at,provider,order")
    order, decision = r"wechat,CZ20261125\d+,4200\d+", r"45010010\w+,200.00,0.00,200.00"
    assert re.fullmatch(rf"payment,2026-11-25T10:00:00\+08:00,{order},,{decision},", line)
