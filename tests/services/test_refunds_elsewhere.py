"""Refunds that were paid back without the gateway: done with a number, by two above the limit, and never sent."""

from uuid import uuid4

import pytest
from sqlmodel import Session, select

from bot.adapters.payments.models import GatewayRefundState
from bot.adapters.payments.webhook_events import ProviderReport
from bot.errors import Refusal
from bot.services.payments import provider_reports, refund_answers, refunds, refunds_elsewhere
from storage.identity.accounts import Account
from storage.payments.payments import OrderState, PaymentOrder
from storage.payments.provider_reports import ReportKind
from storage.payments.refunds import Refund, RefundState, RefundWay
from tests.services.builders import DataBuilder
from tests.services.payment_builders import FINE, NOW
from tests.services.test_closings import WECHAT, paid

CONSOLE, CASH = RefundWay.CONSOLE, RefundWay.CASH


@pytest.fixture
def order(data: DataBuilder) -> PaymentOrder:
    """An order for which too much came: all of it is to go back."""
    return paid(data.session, 1, FINE + 1)


@pytest.fixture
def refund(data: DataBuilder, order: PaymentOrder) -> Refund:
    """The refund that was proposed for it."""
    return data.session.exec(select(Refund)).one()


def cashiers(data: DataBuilder) -> list[Account]:
    return [data.staff("cashier") for _ in range(3)]


def above_the_limit(session: Session, refund: Refund) -> None:
    refund.amount = 10_000_000
    session.add(refund)
    session.flush()


def pay_back(session: Session, refund: Refund, way: RefundWay, by: Account, number: str = "console-1") -> Refund:
    return refunds_elsewhere.pay_back(session, refund.id, way, number, by=by, now=NOW)


@pytest.mark.parametrize("way", list(RefundWay))
def test_a_refund_is_done_with_its_number_and_never_sent(
    data: DataBuilder, order: PaymentOrder, refund: Refund, way: RefundWay
) -> None:
    by, other, _ = cashiers(data)
    pay_back(data.session, refund, way, by, "ab-12／3")
    assert (refund.state, refund.elsewhere, refund.reference) == (RefundState.DONE, way, "AB-12/3")
    assert data.session.get_one(PaymentOrder, order.id).state is OrderState.REFUNDED
    with pytest.raises(refunds.RefundAlreadyMoved):
        refunds.approve(data.session, refund.id, by=other, now=NOW)


@pytest.mark.parametrize("typed", ["", "abc", "张三", "a b c d e", "x" * 65])
def test_a_number_that_is_none_changes_nothing(data: DataBuilder, refund: Refund, typed: str) -> None:
    with pytest.raises(refunds_elsewhere.ReferenceUnreadable):
        pay_back(data.session, refund, CASH, cashiers(data)[0], typed)
    assert refund.state is RefundState.PROPOSED


def test_above_the_limit_another_cashier_confirms(data: DataBuilder, refund: Refund) -> None:
    session, (first, second, _) = data.session, cashiers(data)
    above_the_limit(session, refund)
    pay_back(session, refund, CASH, first)
    assert (refund.state, refund.elsewhere, refund.first_by) == (RefundState.APPROVED, CASH, first.id)
    for act in (refunds_elsewhere.confirm, refunds.approve):
        with pytest.raises(refunds.SecondCashierNeeded):
            act(session, refund.id, by=first, now=NOW)
    with pytest.raises(refunds.SecondCashierNeeded):
        pay_back(session, refund, CASH, first)
    refunds_elsewhere.confirm(session, refund.id, by=second, now=NOW)
    assert (refund.state, refund.second_by, refund.elsewhere) == (RefundState.DONE, second.id, CASH)


def test_who_does_not_believe_it_sends_it_with_a_third(data: DataBuilder, refund: Refund) -> None:
    session, (first, second, third) = data.session, cashiers(data)
    above_the_limit(session, refund)
    pay_back(session, refund, CASH, first)
    assert not refunds.approve(session, refund.id, by=second, now=NOW)
    assert (refund.state, refund.elsewhere, refund.reference) == (RefundState.APPROVED, None, "")
    with pytest.raises(refunds.SecondCashierNeeded):
        refunds.approve(session, refund.id, by=second, now=NOW)
    with pytest.raises(refunds.RefundAlreadyMoved):
        refunds_elsewhere.confirm(session, refund.id, by=third, now=NOW)
    assert refunds.approve(session, refund.id, by=third, now=NOW)


def test_a_failed_refund_above_the_limit_needs_two_anew(data: DataBuilder, refund: Refund) -> None:
    session, (first, second, third) = data.session, cashiers(data)
    above_the_limit(session, refund)
    refunds.approve(session, refund.id, by=first, now=NOW)
    refunds.approve(session, refund.id, by=second, now=NOW)
    refund_answers.take_result(session, refund, GatewayRefundState.FAILED, lane="1:1", now=NOW)
    pay_back(session, refund, CONSOLE, third)
    assert (refund.state, refund.first_by, refund.second_by) == (RefundState.APPROVED, third.id, None)
    refunds_elsewhere.confirm(session, refund.id, by=first, now=NOW)
    assert refund.state is RefundState.DONE


def test_a_report_that_it_is_done_keeps_the_second_cashier_from_paying_it_once_more(
    data: DataBuilder, order: PaymentOrder, refund: Refund
) -> None:
    session, (first, second, _) = data.session, cashiers(data)
    above_the_limit(session, refund)
    pay_back(session, refund, CASH, first)
    number = refund.gateway_number
    done = ProviderReport(WECHAT, "N1", ReportKind.REFUND_DONE, "x", order.number, "T1", number, refund.amount)
    provider_reports.receive(session, done, now=NOW)
    session.refresh(refund)
    assert (refund.state, refund.elsewhere) == (RefundState.SENT, None)
    with pytest.raises(refunds.RefundAlreadyMoved):
        refunds_elsewhere.confirm(session, refund.id, by=second, now=NOW)


def test_a_report_that_it_is_done_takes_the_place_of_no_second_cashier(
    data: DataBuilder, order: PaymentOrder, refund: Refund
) -> None:
    session, (first, _, _) = data.session, cashiers(data)
    above_the_limit(session, refund)
    assert not refunds.approve(session, refund.id, by=first, now=NOW)
    number = refund.gateway_number
    done = ProviderReport(WECHAT, "N1", ReportKind.REFUND_DONE, "x", order.number, "T1", number, refund.amount)
    provider_reports.receive(session, done, now=NOW)
    session.refresh(refund)
    assert (refund.state, refund.second_by) == (RefundState.APPROVED, None)


def test_what_is_sent_is_not_paid_back_elsewhere(data: DataBuilder, refund: Refund) -> None:
    session, (first, second, _) = data.session, cashiers(data)
    assert refunds.approve(session, refund.id, by=first, now=NOW)
    with pytest.raises(refunds.RefundAlreadyMoved):
        pay_back(session, refund, CASH, second)


def test_refusals_before_anything_is_said(data: DataBuilder) -> None:
    with pytest.raises(Refusal):
        refunds_elsewhere.pay_back(data.session, uuid4(), CASH, "V-1234", by=data.staff("cashier"), now=NOW)
    with pytest.raises(Refusal):
        refunds_elsewhere.pay_back(data.session, uuid4(), CASH, "V-1234", by=data.staff("officer"), now=NOW)
