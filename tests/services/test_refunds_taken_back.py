"""Refunds said to be in the provider's console that no bill has: they wait again, and late bills are waited for."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session, select

from bot.adapters.payments.models import GatewayRefundState
from bot.cards.payments import refunds as cards
from bot.services.payments import bill_requests, reconciliation, refund_answers, refunds, refunds_elsewhere
from bot.texts import texts
from storage.engine.timers import Timer, TimerState
from storage.identity.accounts import Account
from storage.payments.bill_differences import BillDifference
from storage.payments.payments import OrderState, PaymentOrder, PaymentTransaction
from storage.payments.refunds import Refund, RefundReason, RefundState, RefundWay
from tests.services.builders import DataBuilder
from tests.services.payment_builders import FINE, NOW
from tests.services.test_bills_in_any_order import back
from tests.services.test_closings import DAY, WECHAT, compared, paid, row
from tests.services.test_undone_payments import two_decisions

ALL = FINE + 1
QUIET = DAY + timedelta(days=1)  # On which nothing else happens.
SAID = NOW + timedelta(days=1)


def wrong_payment(session: Session) -> tuple[PaymentOrder, Refund]:
    """Let too much come: all of it is to go back. The bill of that day has it."""
    order = paid(session, 1, ALL)
    compared(session, row(order, 1, ALL))
    return order, session.exec(select(Refund)).one()


def console(session: Session, refund: Refund, by: Account, number: str = "CONSOLE-1", *, at: datetime = SAID) -> None:
    refunds_elsewhere.pay_back(session, refund.id, RefundWay.CONSOLE, number, by=by, now=at)


def morning(session: Session, day: date) -> None:
    """Compare the bills that are due after this day: none has a line."""
    now = bill_requests.ready_at(day)
    for provider, each in bill_requests.due(session, [WECHAT], now=now):
        reconciliation.reconcile(session, provider, each, (), now=now)


def taken_back(session: Session, by: Account) -> tuple[PaymentOrder, Refund]:
    order, refund = wrong_payment(session)
    console(session, refund, by)
    for after in range(3):
        morning(session, QUIET + timedelta(days=after))
    assert refund.is_taken_back
    return order, refund


def page(session: Session, refund: Refund) -> str:
    return cards.refund(session, texts("en"), refund, may_approve=True).text


def test_the_bill_of_a_quiet_day_that_is_a_day_late_still_has_it(data: DataBuilder) -> None:
    session = data.session
    order, refund = wrong_payment(session)
    console(session, refund, data.staff("cashier"))
    morning(session, QUIET)  # No bill yet.
    for late in ((), [back(order, "CONSOLE-1", ALL)]):
        compared(session, *late, day=QUIET if late else QUIET + timedelta(days=1))
        assert (refund.state, refund.elsewhere) == (RefundState.DONE, RefundWay.CONSOLE)
    assert session.exec(select(BillDifference)).one().settled_at is not None
    assert order.state is OrderState.REFUNDED


def test_a_quiet_day_is_asked_for_again_after_an_outage_on_the_next_morning(data: DataBuilder) -> None:
    session = data.session
    wrong_payment(session)
    morning(session, QUIET)
    found = bill_requests.due(session, [WECHAT], now=bill_requests.ready_at(QUIET + timedelta(days=2)))
    assert [day for _, day in found] == [QUIET + timedelta(days=each) for each in (1, 2, 0)]


@pytest.mark.parametrize("is_approved", [False, True])
def test_a_bill_that_comes_after_it_was_taken_back_finishes_it(data: DataBuilder, is_approved: bool) -> None:
    session, by = data.session, data.staff("cashier")
    order, refund = taken_back(session, by)
    order_states = [order.state]
    refund.state = RefundState.APPROVED if is_approved else refund.state
    compared(session, back(order, "console-1", ALL), day=QUIET)
    assert (refund.state, refund.elsewhere) == (RefundState.DONE, RefundWay.CONSOLE)
    assert session.exec(select(BillDifference)).one().settled_at is not None
    assert [*order_states, order.state] == [OrderState.REFUNDING, OrderState.REFUNDED]


def test_another_amount_finishes_nothing_and_only_the_rest_is_sent(data: DataBuilder) -> None:
    session, by = data.session, data.staff("cashier")
    order, refund = taken_back(session, by)
    compared(session, back(order, "CONSOLE-1", ALL - 5_000), day=QUIET)
    assert refund.is_taken_back
    assert "150.01 yuan of this payment" in page(session, refund)
    assert "“Approve refund” sends 50 yuan" in page(session, refund)
    assert refunds.approve(session, refund.id, by=by, now=SAID)
    assert (refund.state, refund.amount) == (RefundState.SENT, 5_000)


def test_nothing_is_sent_of_what_went_back_under_another_number(data: DataBuilder) -> None:
    session, by = data.session, data.staff("cashier")
    order, refund = taken_back(session, by)
    compared(session, back(order, "CONSOLE-9", ALL), day=QUIET)
    assert "sends nothing" in page(session, refund)
    assert not refunds.approve(session, refund.id, by=by, now=SAID)
    assert (refund.state, refund.elsewhere, refund.reference) == (RefundState.DONE, RefundWay.CONSOLE, "CONSOLE-9")


def test_the_second_cashier_reads_of_it_too_and_what_is_sent_has_no_number_of_the_console(data: DataBuilder) -> None:
    session, (first, second) = data.session, (data.staff("cashier") for _ in range(2))
    _, refund = taken_back(session, first)
    refund.amount = 10_000_000
    assert not refunds.approve(session, refund.id, by=first, now=SAID)
    assert "CONSOLE-1" in page(session, refund)
    assert refunds.approve(session, refund.id, by=second, now=SAID)
    assert (refund.state, refund.reference) == (RefundState.SENT, "")


@pytest.mark.parametrize("number", ["CONSOLE-1", "CONSOLE-2", "TYPO-1"])
def test_of_two_of_one_order_the_one_that_was_not_done_waits_again(data: DataBuilder, number: str) -> None:
    session, by = data.session, data.staff("cashier")
    decisions = two_decisions(session)
    money = session.exec(select(PaymentTransaction)).one()
    both = [refunds.propose(session, money, FINE, RefundReason.REVOKED, about=each.id, now=NOW) for each in decisions]
    for at, refund in enumerate(both, start=1):
        console(session, refund, by, f"CONSOLE-{at}", at=NOW)
    order = session.exec(select(PaymentOrder)).one()
    compared(session, row(order, 1, 2 * FINE), back(order, number, FINE))
    compared(session, day=QUIET)
    done = int(number == "CONSOLE-2")
    assert [each.state is RefundState.DONE for each in both] == [done == 0, done == 1]


@pytest.mark.parametrize("parts", [(ALL,), (5_000, ALL - 5_000), (2 * ALL,)])
def test_under_other_numbers_it_is_seen_by_its_amount(data: DataBuilder, parts: tuple[int, ...]) -> None:
    session = data.session
    order, refund = wrong_payment(session)
    console(session, refund, data.staff("cashier"), "TYPO-1", at=NOW)
    rows = [back(order, f"C{at}", amount) for at, amount in enumerate(parts)]
    compared(session, row(order, 1, ALL), *rows)
    compared(session, day=QUIET)
    assert refund.state is RefundState.DONE


def test_one_that_failed_in_the_console_explains_nothing_and_waits_again(data: DataBuilder) -> None:
    session = data.session
    order, refund = wrong_payment(session)
    console(session, refund, data.staff("cashier"), at=NOW)
    failed = replace(back(order, "CONSOLE-1", ALL), refund_state=GatewayRefundState.FAILED)
    compared(session, row(order, 1, ALL), failed)
    difference = session.exec(select(BillDifference)).one()
    assert (difference.settled_at, difference.ours, difference.refund_state) == (None, 0, RefundState.FAILED)
    compared(session, day=QUIET)
    assert refund.is_taken_back


def failed(session: Session, refund: Refund) -> None:
    refund_answers.take_result(session, refund, GatewayRefundState.FAILED, lane="1:1", now=NOW)


def test_a_failed_refund_that_a_bill_has_as_begun_is_asked_about_once_and_not_paid_otherwise(data: DataBuilder) -> None:
    session, by = data.session, data.staff("cashier")
    order, refund = wrong_payment(session)
    assert refunds.approve(session, refund.id, by=by, now=NOW)
    failed(session, refund)
    begun = replace(back(order, refund.gateway_number, ALL), refund_state=GatewayRefundState.PROCESSING)
    compared(session, row(order, 1, ALL), begun)
    query = select(Timer).where(Timer.kind == refunds.POLL, Timer.subject == refund.id, Timer.state == TimerState.SET)
    assert session.exec(query).one().lane == by.lane
    with pytest.raises(refunds.RefundAlreadyMoved):
        refunds_elsewhere.pay_back(session, refund.id, RefundWay.CASH, "V-2026-1", by=by, now=SAID)
    failed(session, refund)
    compared(session, row(order, 1, ALL), begun)
    assert refund.state is RefundState.FAILED
