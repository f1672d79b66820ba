"""Closed orders, and webhook events that are repeated or about something else, change nothing."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from sqlmodel import Session, func, select

from bot.adapters.payments.models import PaymentState
from bot.adapters.payments.webhook_events import MismatchedWebhook
from bot.services.payments import payments, refunds, settlement, webhook_events
from bot.services.payments.settlement import ReceivedPayment, SettlementOutcome
from storage.engine import timers
from storage.engine.inbox import Event
from storage.engine.timers import Timer, TimerState
from storage.payments import payments as store
from storage.payments.bill_differences import BillDifference, DifferenceKind
from storage.payments.payments import OrderCloseReason, OrderState, PaymentOrder, PaymentProvider, PaymentTransaction
from storage.payments.refunds import Refund, RefundReason
from storage.payments.webhook_events import PaymentWebhookEvent
from storage.violations.decisions import Decision, DecisionState
from tests.services import payment_builders
from tests.services.builders import NOW, DataBuilder
from tests.services.competing_transaction import changed, competing, nothing_written, written
from tests.services.payment_builders import Debt


def counted(session: Session, kind: type[Any]) -> int:
    return session.exec(select(func.count()).select_from(kind)).one()


def ordered(data: DataBuilder) -> tuple[Debt, PaymentOrder]:
    debt = payment_builders.begun(data.session, payment_builders.debt(data.session, 1))
    assert debt.order is not None
    return debt, debt.order


def paid(data: DataBuilder, order: PaymentOrder) -> PaymentTransaction:
    """Settle a payment of the order."""
    received = ReceivedPayment(order.provider, order.number, f"T{order.number}", order.amount, "CNY", NOW)
    settlement.settle(data.session, order.id, received, now=NOW)
    found = store.settling_transaction(data.session, order.id)
    assert found is not None
    return found


@pytest.mark.parametrize("state", [DecisionState.PAID, DecisionState.REVOKED])
def test_a_decision_settled_in_the_meantime_gets_no_order(data: DataBuilder, state: DecisionState) -> None:
    debt = payment_builders.debt(data.session, 1)
    data.session.execute(
        changed(Decision, debt.decision.id, state=state, paid_at=NOW), execution_options={"synchronize_session": False}
    )
    with nothing_written(data.session), pytest.raises(payments.PaymentUnderWay):
        payments.start(
            data.session, debt.decision.id, PaymentProvider.WECHAT, by=debt.person, lane=debt.account.lane, now=NOW
        )
    assert counted(data.session, PaymentOrder) == 0


@pytest.mark.parametrize("state", list(OrderState))
def test_an_order_is_open_until_it_is_paid_or_closed(data: DataBuilder, state: OrderState) -> None:
    debt, order = ordered(data)
    order.state = state
    if state in (OrderState.CREATED, OrderState.ORDERED):
        assert payments.find_open(data.session, order.id, by=debt.person) == order
    else:
        with pytest.raises(payments.OrderOver):
            payments.find_open(data.session, order.id, by=debt.person)


def test_a_repeated_webhook_event_is_stored_once(data: DataBuilder) -> None:
    _, order = ordered(data)
    event = payment_builders.webhook_event(order)
    assert [webhook_events.receive(data.session, event, now=NOW) for _ in range(3)] == [True, False, False]
    assert (counted(data.session, Event), counted(data.session, PaymentWebhookEvent)) == (1, 1)


def test_a_webhook_event_about_our_own_refund_is_ignored(data: DataBuilder) -> None:
    _, order = ordered(data)
    money = paid(data, order)
    back = payment_builders.webhook_event(order, money.transaction_id, state=PaymentState.REFUNDED)
    with pytest.raises(MismatchedWebhook):  # No refund was sent by us.
        webhook_events.receive(data.session, back, now=NOW)
    refunds.propose(data.session, money, money.amount, RefundReason.REVOKED, about=uuid4(), now=NOW)
    assert not webhook_events.receive(data.session, back, now=NOW)
    assert counted(data.session, PaymentWebhookEvent) == 0
    assert webhook_events.receive(data.session, payment_builders.webhook_event(order, money.transaction_id), now=NOW)
    with pytest.raises(MismatchedWebhook):  # It is about another transaction than the refunded one.
        webhook_events.receive(data.session, replace(back, transaction_id="T2"), now=NOW)


def received(order: PaymentOrder, **values: Any) -> ReceivedPayment:
    """Return a payment that matches the order, but for the given values."""
    payment = ReceivedPayment(order.provider, order.number, f"T{order.number}", order.amount, "CNY", NOW)
    return replace(payment, **values)


@pytest.mark.parametrize(
    "wrong",
    [
        {"provider": PaymentProvider.ALIPAY},
        {"order_number": "CZ1"},
    ],
    ids=str,
)
def test_a_payment_of_another_order_is_booked_without_one(data: DataBuilder, wrong: dict[str, Any]) -> None:
    debt, order = ordered(data)
    report = received(order, **wrong)
    assert settlement.settle(data.session, order.id, report, now=NOW) is SettlementOutcome.UNMATCHED
    assert (order.state, debt.decision.state) == (OrderState.CREATED, DecisionState.UNPAID)
    (booked,) = data.session.exec(select(PaymentTransaction))
    assert (booked.provider, booked.order_number, booked.order_id) == (report.provider, report.order_number, None)
    (refund,) = data.session.exec(select(Refund))
    assert (refund.amount, refund.reason, refund.payer_person) == (order.amount, RefundReason.UNKNOWN_ORDER, None)
    with nothing_written(data.session):
        assert settlement.settle(data.session, order.id, report, now=NOW) is SettlementOutcome.REPEATED


@pytest.mark.parametrize("amount", [1, 19_999, 20_001])
def test_a_wrong_amount_goes_back_and_frees_the_decision(data: DataBuilder, amount: int) -> None:
    debt, order = ordered(data)
    outcome = settlement.settle(data.session, order.id, received(order, amount=amount), now=NOW)
    assert (outcome, order.state, debt.decision.state) == (
        SettlementOutcome.UNMATCHED,
        OrderState.CLOSED,
        DecisionState.UNPAID,
    )
    assert order.close_reason is OrderCloseReason.WRONG_AMOUNT
    (refund,) = data.session.exec(select(Refund))
    assert (refund.amount, refund.reason, refund.payer_person) == (amount, RefundReason.WRONG_AMOUNT, order.payer_id)
    assert payment_builders.begun(data.session, debt).order is not None


def test_a_foreign_currency_is_a_difference_and_books_nothing(data: DataBuilder) -> None:
    _, order = ordered(data)
    for _ in range(2):
        outcome = settlement.settle(data.session, order.id, received(order, currency="USD"), now=NOW)
        assert outcome is SettlementOutcome.FOREIGN_CURRENCY
    assert (order.state, counted(data.session, PaymentTransaction)) == (OrderState.CREATED, 0)
    (found,) = data.session.exec(select(BillDifference))
    assert (found.kind, found.theirs) == (DifferenceKind.WRONG_CURRENCY, order.amount)


def test_an_order_without_a_payment_code_is_given_up_and_asked_for_later(data: DataBuilder) -> None:
    _, order = ordered(data)
    assert payments.give_up(data.session, order, now=NOW)
    assert (order.state, order.close_reason) == (OrderState.CLOSED, OrderCloseReason.NO_ANSWER)
    due, at = [], NOW
    while timers.is_set(data.session, payments.AFTER, order.id):
        row = data.session.exec(select(Timer).where(Timer.kind == payments.AFTER, Timer.state == TimerState.SET)).one()
        due.append(row.due_at - NOW)
        at = row.due_at
        timers.cancel(data.session, payments.AFTER, order.id)
        assert payments.check_closed(data.session, order.id, now=at) is order
    assert tuple(due) == payments.AFTER_CLOSING


def test_an_order_with_a_payment_code_is_not_given_up(data: DataBuilder) -> None:
    _, order = ordered(data)
    assert payments.take_order_result(data.session, order, code="weixin://1", now=NOW)
    assert not payments.give_up(data.session, order, now=NOW)
    assert payments.check_closed(data.session, order.id, now=NOW) is None


def test_a_refused_order_is_not_asked_for_again(data: DataBuilder) -> None:
    _, order = ordered(data)
    assert not payments.take_order_result(data.session, order, code=None, refused=True, now=NOW)
    assert not timers.is_set(data.session, payments.AFTER, order.id)


def test_a_payment_reported_twice_is_booked_once(data: DataBuilder) -> None:
    _, order = ordered(data)
    rival = written(data.session, PaymentTransaction, transaction_id=f"T{order.number}", settles=False)
    with nothing_written(data.session), competing(data.session, "INSERT INTO payment_transactions", rival):
        assert settlement.settle(data.session, order.id, received(order), now=NOW) is SettlementOutcome.REPEATED
    assert order.state is OrderState.CREATED
    assert settlement.settle(data.session, order.id, received(order), now=NOW) is SettlementOutcome.SETTLED
    with nothing_written(data.session):
        assert settlement.settle(data.session, order.id, received(order), now=NOW) is SettlementOutcome.REPEATED


def test_a_payment_for_a_closed_order_is_refunded(data: DataBuilder) -> None:
    debt, order = ordered(data)
    assert payments.close(data.session, order, OrderCloseReason.EXPIRED, now=NOW)
    assert settlement.settle(data.session, order.id, received(order), now=NOW) is SettlementOutcome.UNMATCHED
    assert (order.state, debt.decision.state) == (OrderState.CLOSED, DecisionState.UNPAID)
    (late,) = data.session.exec(select(Refund))
    assert (late.amount, late.reason) == (order.amount, RefundReason.LATE)
