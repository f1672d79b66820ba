"""Refunds of payments that were made twice, late or with a wrong amount, for payers and cashiers."""

from functools import partial

import pytest
from sqlmodel import Session, select

from bot.adapters.payments.gateway import Gateway, GatewayError, GatewayUnavailable, MerchantRefused
from bot.adapters.payments.models import GatewayRefundState, RefundRequest, RefundResult
from bot.adapters.payments.webhook_events import ProviderReport
from bot.services.payments import provider_reports, refund_answers
from bot.services.staff import published_events
from storage.payments import refunds
from storage.payments.payments import OrderState, PaymentProvider
from storage.payments.provider_reports import ReportKind
from storage.payments.refunds import RefundReason, RefundState
from storage.staff.members import StaffRole
from storage.violations.decisions import DecisionState
from tests.stories import cast, violation_steps
from tests.stories.app_driver import AppDriver
from tests.stories.payment_driver import Bank

WAYS = ("微信支付", "支付宝")
WECHAT = PaymentProvider.WECHAT


@pytest.mark.parametrize("way", WAYS)
def test_a_double_payment_is_refunded_once(app: AppDriver, bank: Bank, way: str) -> None:
    driver, cashier = violation_steps.owing(app), cast.reviewer(app, "出纳小吴", (StaffRole.CASHIER,))
    cashier.says("/menu")
    driver.taps(way)
    bank.pays(driver, "pay twice")
    assert [each.settles for each in bank.transactions()].count(True) == 1
    assert driver.has_seen("200 元要退给您（重复付款）")
    cashier.sees("待出纳处理：200 元")
    cashier.says("/refund")
    cashier.sees("待退款 1 笔")
    cashier.taps("CZR")
    cashier.sees("原因：重复付款", "待同意")
    cashier.taps("同意退款")
    cashier.sees("已提交支付平台")
    bank.later(minutes=2)
    assert driver.has_seen("已退款 200 元")
    (refund,) = app.read(lambda session: session.exec(select(refunds.Refund)).all())
    assert (refund.state, refund.reason) == (RefundState.DONE, RefundReason.DOUBLE)
    assert bank.orders()[0].state is OrderState.PAID
    assert violation_steps.state(app, driver) is DecisionState.PAID
    app.run_housekeeping()  # It seals the audit, from which other systems read.
    (event,) = app.read(partial(published_events.after, position=0, types=frozenset({"refund.finished"}))).events
    assert event.data == {"id": str(refund.id), "number": refund.gateway_number, "amount_fen": 200_00}
    assert driver.has_seen(event.data["number"])


def test_cashiers_are_notified_of_a_refund_that_the_gateway_refused(app: AppDriver, bank: Bank) -> None:
    driver, cashier = violation_steps.owing(app), cast.reviewer(app, "出纳小吴", (StaffRole.CASHIER,))
    other = cast.reviewer(app, "审核员小周")
    for actor in (cashier, other):
        actor.says("/menu")
    driver.taps("微信支付")
    bank.pays(driver, "pay twice")
    cashier.taps("CZR")
    cashier.taps("同意退款")

    def turn_down(session: Session) -> None:
        (refund,) = session.exec(select(refunds.Refund)).all()
        refund_answers.take_result(session, refund, GatewayRefundState.FAILED, lane=driver.account.lane, now=app.now)

    app.write(turn_down)
    app.settle()
    cashier.sees("没有退成", "200 元")
    assert not other.has_seen("退款")
    cashier.taps("CZR")
    cashier.sees("没有退成")


def test_a_payment_after_the_close_is_refunded(app: AppDriver, bank: Bank) -> None:
    driver, cashier = violation_steps.owing(app), cast.reviewer(app, "出纳小吴", (StaffRole.CASHIER,))
    driver.taps("微信支付")
    bank.pays(driver, "late")
    bank.later(minutes=31)
    bank.later(minutes=1)
    assert driver.has_seen("订单关闭后才到账")
    assert violation_steps.state(app, driver) is DecisionState.UNPAID
    cashier.says("/refund 1001")
    cashier.taps("同意退款")
    bank.later(minutes=2)
    assert driver.has_seen("已退款 200 元")
    assert bank.orders()[0].state is OrderState.REFUNDED


def test_a_large_refund_needs_two_cashiers(app: AppDriver, bank: Bank) -> None:
    driver = cast.driver(app)
    car = cast.car(app, driver)
    for at in range(3):
        violation_steps.violation(app, car, f"450100000000000{at}", points=0)
    violation_steps.decide(app, driver)
    first = cast.reviewer(app, "出纳小吴", (StaffRole.CASHIER,))
    second = cast.reviewer(app, "出纳小郑", (StaffRole.CASHIER,))
    driver.taps("微信支付")
    bank.pays(driver, "pay twice")
    first.says("/refund 1001")
    first.sees("600 元")
    first.taps("同意退款")
    first.sees("还要另一位出纳复核")
    first.says("/refund 1001")
    first.sees("您已同意，等另一位出纳复核")
    assert "复核，退款" not in first.labels()
    second.says("/refund 1001")
    second.taps("复核，退款")
    second.sees("已提交支付平台")
    bank.later(minutes=2)
    assert driver.has_seen("已退款 600 元")


def test_a_cashier_neither_sees_nor_approves_an_own_refund(app: AppDriver, bank: Bank) -> None:
    driver = violation_steps.owing(app)
    cast.employ(app, driver, StaffRole.CASHIER)
    driver.taps("微信支付")
    bank.pays(driver, "pay twice")
    driver.says("/refund 1001")
    driver.sees("请另一位出纳处理")
    driver.says("/refund")
    assert not [label for label in driver.labels() if "CZR" in label]


def test_only_a_cashier_can_use_refund(app: AppDriver, bank: Bank) -> None:
    driver, reviewer = cast.driver(app), cast.reviewer(app)
    for actor in (driver, reviewer):
        actor.says("/refund")
        actor.sees("没有这个命令")


@pytest.mark.parametrize("way", WAYS)
def test_a_wrong_amount_is_told_goes_back_and_the_fine_is_paid_anew(app: AppDriver, bank: Bank, way: str) -> None:
    driver, cashier = violation_steps.owing(app), cast.reviewer(app, "出纳小吴", (StaffRole.CASHIER,))
    cashier.says("/menu")
    driver.taps(way)
    bank.pays(driver, "wrong amount")
    driver.sees("金额不符，罚款还没有缴成", "应缴 200 元，到账 200.01 元")
    cashier.sees("待出纳处理：200.01 元")
    assert violation_steps.state(app, driver) is DecisionState.UNPAID
    cashier.taps("CZR")
    cashier.sees("原因：金额不符")
    cashier.taps("同意退款")
    driver.taps("决定书")
    driver.taps(way)
    bank.pays(driver)
    assert violation_steps.state(app, driver) is DecisionState.PAID
    bank.later(minutes=2)
    assert driver.has_seen("已退款 200.01 元")
    assert [each.state for each in bank.orders()] == [OrderState.REFUNDED, OrderState.PAID]


def test_an_english_payer_of_a_wrong_amount_is_told(app: AppDriver, bank: Bank) -> None:
    driver = violation_steps.owing(app)
    driver.says("/language")
    driver.taps("English")
    driver.says("/violations")
    driver.taps("unpaid")
    driver.taps("Alipay")
    bank.pays(driver, "wrong amount")
    driver.sees("the fine is not paid yet", "200 yuan were due", "received 200.01 yuan")


def test_money_after_the_close_is_found_by_asking_again(app: AppDriver, bank: Bank) -> None:
    driver = violation_steps.owing(app)
    driver.taps("微信支付")
    bank.gateways.faults.lose = 1
    bank.pays(driver, "late")
    for minutes in (31, 1, 5, 20):
        bank.later(minutes=minutes)
    assert driver.has_seen("订单关闭后才到账")


def test_a_declined_question_is_no_failed_refund_and_a_report_of_a_failed_one_is_followed(
    app: AppDriver, bank: Bank
) -> None:
    driver, cashier = violation_steps.owing(app), cast.reviewer(app, "出纳小吴", (StaffRole.CASHIER,))
    admin = cast.greeted(cast.reviewer(app, "管理员老陈", (StaffRole.ADMIN,)))
    cashier.says("/menu")
    driver.taps("微信支付")
    bank.pays(driver, "pay twice")
    gateway = Answers(bank.adapters[WECHAT])
    bank.adapters[WECHAT] = gateway  # type: ignore[assignment]
    gateway.refund_answer = GatewayUnavailable("TIMEOUT")
    gateway.state_answer = MerchantRefused("SIGN_ERROR")
    cashier.taps("CZR")
    cashier.taps("同意退款")
    bank.later(minutes=5)
    assert not cashier.has_seen("没有退成")
    admin.sees("密钥不对")
    gateway.state_answer = GatewayRefundState.FAILED
    bank.later(minutes=2)
    cashier.sees("没有退成")
    gateway.state_answer = GatewayRefundState.DONE
    (refund,) = app.read(lambda session: session.exec(select(refunds.Refund)).all())
    report = ProviderReport(
        WECHAT, "report-1", ReportKind.REFUND_DONE, "REFUND.SUCCESS", refund_number=refund.gateway_number
    )
    app.write(lambda session: provider_reports.receive(session, report, now=app.now))
    bank.later(minutes=1)
    assert driver.has_seen("已退款 200 元")


class Answers:
    """A gateway whose answers about refunds are given."""

    provider = WECHAT

    def __init__(self, gateway: Gateway) -> None:
        self.bill, self.query, self.close = gateway.bill, gateway.query, gateway.close
        self.refund_answer: GatewayError = GatewayUnavailable("TIMEOUT")
        self.state_answer: GatewayError | GatewayRefundState = GatewayRefundState.PROCESSING

    async def refund(self, refund: RefundRequest) -> RefundResult:
        """Raise what is given."""
        raise self.refund_answer

    async def query_refund(self, refund: RefundRequest) -> RefundResult:
        """Raise or return what is given."""
        if isinstance(self.state_answer, GatewayError):
            raise self.state_answer
        return RefundResult(refund.number, self.state_answer, refund.amount_fen)
