"""An order is refunded when all of its payments are refunded."""

from datetime import timedelta
from functools import partial
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session, col, select

from bot.adapters.payments.models import GatewayRefundState
from bot.services import objection_answers, objections
from bot.services.payments import refund_amounts, refund_answers, refunds, refunds_elsewhere, settlement, work
from bot.services.payments.settlement import ReceivedPayment
from bot.services.rules import catalogue
from bot.services.rules.names import RuleName
from storage.database import Database
from storage.database.encryption import current_keyring
from storage.engine.outbox import Delivery
from storage.identity.accounts import Account
from storage.payments import payments, refunds as store
from storage.payments.bill_differences import BillDifference, DifferenceKind
from storage.payments.payments import OrderCloseReason, OrderState, PaymentOrder
from storage.payments.refunds import Refund, RefundReason, RefundState, RefundWay
from tests.services import payment_builders
from tests.services.builders import DataBuilder
from tests.services.concurrency import in_order
from tests.services.payment_builders import FINE, NOW
from tests.storage.rows import put

LIMIT = catalogue.number(RuleName.REFUND_FOUR_EYES_FEN, None)


def order(session: Session) -> PaymentOrder:
    """Create an unpaid order of 200 yuan."""
    found = payment_builders.begun(session, payment_builders.debt(session, 1)).order
    assert found is not None
    return found


def pay(session: Session, of: PaymentOrder, number: str) -> payments.PaymentTransaction:
    """Settle a payment of the order."""
    settlement.settle(session, of.id, ReceivedPayment(of.provider, of.number, number, of.amount, "CNY", NOW), now=NOW)
    found = payments.transaction_by_provider_id(session, of.provider, number)
    assert found is not None
    return found


def state_of(order: PaymentOrder) -> OrderState:
    """Return the state; a function, so that mypy does not narrow the attribute."""
    return order.state


def send(session: Session, refund: Refund, cashier: Account) -> None:
    assert refunds.approve(session, refund.id, by=cashier, now=NOW)


@pytest.mark.parametrize(("amount", "needs_two"), [(LIMIT, False), (LIMIT + 1, True)])
def test_one_cashier_is_enough_up_to_the_limit_itself(data: DataBuilder, amount: int, needs_two: bool) -> None:
    session, cashier = data.session, data.staff("cashier")
    paid = pay(session, order(session), "T1")
    both = [refunds.propose(session, paid, amount, RefundReason.REVOKED, about=uuid4(), now=NOW) for _ in range(2)]
    assert refunds.approve(session, both[0].id, by=cashier, now=NOW) is not needs_two
    back = refunds_elsewhere.pay_back(session, both[1].id, RefundWay.CASH, "V-1234", by=cashier, now=NOW)
    assert back.state is (RefundState.APPROVED if needs_two else RefundState.DONE)


def test_an_order_is_refunded_when_its_last_partial_refund_is_done(data: DataBuilder) -> None:
    session, cashier = data.session, data.staff("cashier")
    paid = pay(session, known := order(session), "T1")
    halves = [refunds.propose(session, paid, FINE // 2, RefundReason.REVOKED, about=uuid4(), now=NOW) for _ in range(2)]
    for half in halves:
        send(session, half, cashier)
    assert state_of(known) is OrderState.REFUNDING
    refund_answers.take_result(session, halves[0], GatewayRefundState.DONE, lane="1:1", now=NOW)
    assert state_of(known) is OrderState.REFUNDING
    refund_answers.take_result(session, halves[1], GatewayRefundState.FAILED, lane="1:1", now=NOW)
    assert state_of(known) is OrderState.REFUNDING
    send(session, halves[1], cashier)
    refund_answers.take_result(session, halves[1], GatewayRefundState.DONE, lane="1:1", now=NOW)
    assert state_of(known) is OrderState.REFUNDED


def test_an_order_with_an_unrefunded_late_payment_is_not_refunded_yet(data: DataBuilder) -> None:
    session, cashier = data.session, data.staff("cashier")
    known = order(session)
    assert payments.move(session, known, OrderState.CLOSED, closed_at=NOW, close_reason=OrderCloseReason.EXPIRED)
    (first,), (second,) = (store.of_transaction(session, pay(session, known, each).id) for each in ("T1", "T2"))
    send(session, first, cashier)
    refund_answers.take_result(session, first, GatewayRefundState.DONE, lane="1:1", now=NOW)
    assert state_of(known) is OrderState.CLOSED
    send(session, second, cashier)
    assert state_of(known) is OrderState.REFUNDING
    refund_answers.take_result(session, second, GatewayRefundState.DONE, lane="1:1", now=NOW)
    assert state_of(known) is OrderState.REFUNDED


def test_the_clock_of_a_refund_is_its_dated_rule(data: DataBuilder) -> None:
    session = data.session
    refund = refunds.propose(
        session, pay(session, order(session), "T1"), FINE, RefundReason.LATE, about=uuid4(), now=NOW
    )
    assert work.REFUND.due_at(session, refund) == NOW + timedelta(days=3)


def test_the_first_cashier_is_not_offered_the_second_approval(data: DataBuilder) -> None:
    session, first, second = data.session, data.staff("cashier"), data.staff("cashier")
    refund = refunds.propose(
        session, pay(session, order(session), "T1"), FINE, RefundReason.LATE, about=uuid4(), now=NOW
    )
    refund.amount = 10_000_000
    assert refunds.may_approve(session, refund, by=first)
    assert not refunds.approve(session, refund.id, by=first, now=NOW)
    assert [refunds.may_approve(session, refund, by=each) for each in (first, second)] == [False, True]
    send(session, refund, second)
    assert not refunds.may_approve(session, refund, by=second)


def test_who_annuls_a_paid_decision_does_not_let_its_money_go(data: DataBuilder) -> None:
    session, both, cashier = data.session, data.staff("reviewer;cashier"), data.staff("cashier")
    first = data.staff("reviewer;cashier")
    debt = payment_builders.begun(session, payment_builders.debt(session, 1))
    assert debt.order is not None
    pay(session, debt.order, "T1")
    made = objections.make(session, debt.decision.violation_id, "It was not me.", [], by=debt.person, now=NOW)
    for by in (first, both):
        objection_answers.answer(session, made.id, uphold=True, said="You are right.", by=by, now=NOW)
    (refund,) = session.exec(select(Refund))
    assert [refunds.may_approve(session, refund, by=each) for each in (both, first, cashier)] == [False, False, True]
    for by in (both, first):
        with pytest.raises(refunds.AnnulledByYou):
            refunds.approve(session, refund.id, by=by, now=NOW)
    send(session, refund, cashier)


def test_the_answer_to_an_objection_comes_before_its_refund(data: DataBuilder) -> None:
    session, reviewer = data.session, data.staff("reviewer")
    debt = payment_builders.begun(session, payment_builders.debt(session, 1))
    assert debt.order is not None
    pay(session, debt.order, "T1")
    made = objections.make(session, debt.decision.violation_id, "It was not me.", [], by=debt.person, now=NOW)
    for by in (reviewer, data.staff("reviewer")):
        objection_answers.answer(session, made.id, uphold=True, said="You are right.", by=by, now=NOW)
    keyring, rows = current_keyring(), session.exec(select(Delivery).order_by(col(Delivery.id)))
    told = [keyring.decrypt_json(each.payload, f"outbox:{each.reference}").get("notice") for each in rows]
    assert told.index("objection.answered") < told.index("refund.coming")


def test_money_that_went_back_elsewhere_stands_for_one_of_two_refunds_at_once(database: Database) -> None:
    with database.transaction() as session:
        paid, left = pay(session, order(session), "T1"), FINE // 2
        why = RefundReason.REVOKED
        halves = [refunds.propose(session, paid, left, why, about=uuid4(), now=NOW).id for _ in range(2)]
        gone = {"provider": paid.provider, "order_number": paid.order_number, "ours": 0, "theirs": left}
        put(session, BillDifference, kind=DifferenceKind.UNKNOWN_REFUND, **gone)
    uncovered: list[int] = []

    def take(refund_id: UUID, session: Session) -> None:
        uncovered.append(refund_amounts.take_from_elsewhere(session, session.get_one(Refund, refund_id)))

    in_order(database, partial(take, halves[0]), partial(take, halves[1]))
    assert uncovered == [0, left]
