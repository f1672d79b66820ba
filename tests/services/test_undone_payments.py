"""Decisions whose money went back without the desk: due again by a cashier, with a void receipt and new time to pay."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import Session, col, select

from bot import local_time
from bot.adapters.certificates import verifier
from bot.adapters.certificates.status_list import StatusList, read_status
from bot.adapters.certificates.verifier import CertificateVerdict
from bot.adapters.payments.models import GatewayRefundState
from bot.cards.payments import reconciliation as cards
from bot.errors import NotStaff, NotYours
from bot.services.certificates import signed_papers, signing_keys, verification
from bot.services.payments import differences, ledger_export, payments as orders, receipts, settlement, undone_payments
from bot.services.payments.periods import Period
from bot.services.payments.settlement import ReceivedPayment
from bot.services.violations import amounts_due
from bot.texts import texts
from storage.certificates.views import ViewWay
from storage.database import Database
from storage.engine.timers import Timer
from storage.identity.accounts import Account
from storage.payments import bill_differences, receipts as store
from storage.payments.bill_differences import BillDifference
from storage.payments.payments import OrderState, PaymentLine, PaymentOrder
from storage.register.people import Person
from storage.violations.decisions import Decision, DecisionState
from storage.violations.violations import Violation, ViolationState
from tests.services import payment_builders
from tests.services.builders import DataBuilder, staff_account
from tests.services.concurrency import SessionAction, in_order
from tests.services.payment_builders import FINE, NOW
from tests.services.test_bills_in_any_order import back
from tests.services.test_closings import DAY, WECHAT, compared, paid, row

AGAIN = NOW + timedelta(days=40)


def paid_decision(session: Session) -> Decision:
    return session.exec(select(Decision)).one()


def undone(session: Session, by: Account) -> Decision:
    """Let a paid decision be due again whose money went back from the console, and return it."""
    order = paid(session, 1)
    receipts.number(session, paid_decision(session).id)
    compared(session, row(order, 1), back(order, "CONSOLE-1", FINE))
    return make_due(session, by)


def make_due(session: Session, by: Account) -> Decision:
    difference = session.exec(select(BillDifference)).one()
    (decision,) = undone_payments.concerned(session, difference)
    return undone_payments.make_due(session, difference.id, decision.number[-8:], by=by, now=AGAIN)


def test_a_decision_is_due_again_and_its_receipt_void(data: DataBuilder) -> None:
    session = data.session
    decision = undone(session, data.staff("cashier"))
    assert (decision.state, decision.paid_at, decision.late_fee) == (DecisionState.UNPAID, None, 0)
    assert session.get_one(Violation, decision.violation_id).state is ViolationState.DECIDED
    line = session.exec(select(PaymentLine)).one()
    assert (line.voided_at, line.holds, line.receipt_number) == (AGAIN, False, 1)
    assert session.exec(select(PaymentOrder)).one().state is OrderState.REFUNDED
    assert store.settled_line(session, decision.id) is None
    with pytest.raises(differences.DifferenceResolved):
        undone_payments.make_due(
            session,
            session.exec(select(BillDifference)).one().id,
            decision.number[-8:],
            by=data.staff("cashier"),
            now=NOW,
        )


def test_it_has_all_its_time_to_pay_anew_and_is_reminded_of(data: DataBuilder) -> None:
    session = data.session
    decision = undone(session, data.staff("cashier"))
    assert amounts_due.pay_by(decision) == local_time.date_of(AGAIN) + timedelta(days=15)
    assert amounts_due.late_fee(decision, at=AGAIN + timedelta(days=15)) == 0
    assert amounts_due.late_fee(decision, at=AGAIN + timedelta(days=16)) == FINE * 3 // 100
    timers = [each for each in session.exec(select(Timer)) if each.kind == amounts_due.REMIND]
    assert [each.due_at > AGAIN for each in timers] == [True]


def test_it_can_be_paid_by_another_order_with_another_receipt(data: DataBuilder) -> None:
    session = data.session
    decision = undone(session, data.staff("cashier"))
    person = session.get_one(Person, decision.person_id)
    order = orders.start(session, decision.id, WECHAT, by=person, lane="1:1", now=AGAIN)
    settlement.settle(session, order.id, ReceivedPayment(WECHAT, order.number, "T2", FINE, "CNY", AGAIN), now=AGAIN)
    assert decision.state is DecisionState.PAID
    assert receipts.number(session, decision.id) == 2
    period = Period(DAY, local_time.date_of(AGAIN))
    lines = [each for each in ledger_export.lines(session, period) if each["kind"] == "payment"]
    assert [(each["receipt"], each["remark"]) for each in lines] == [("SJ00000001", "receipt void"), ("SJ00000002", "")]


def test_the_void_receipt_is_read_as_void_here_and_offline(data: DataBuilder) -> None:
    session, cashier = data.session, data.staff("cashier")
    order = paid(session, 1)
    decision = paid_decision(session)
    codes = [make(session, decision.id, now=NOW) for make in (signed_papers.receipt, signed_papers.decision)]
    compared(session, row(order, 1), back(order, "CONSOLE-1", FINE))
    make_due(session, cashier)
    verdicts = [verification.verify(session, code, way=ViewWay.PICTURE, by=None, now=AGAIN).verdict for code in codes]
    assert verdicts == [CertificateVerdict.PAPER_REVOKED, CertificateVerdict.PAPER]
    keys = signing_keys.public(session)
    status = read_status(signing_keys.publish_list(session, now=AGAIN), keys)
    offline = [verifier.verify(code, keys=keys, status=status, now=AGAIN).verdict for code in codes]
    assert offline == verdicts
    assert isinstance(status, StatusList)


def test_money_that_never_was_at_the_provider_undoes_it_too(data: DataBuilder) -> None:
    session = data.session
    paid(session, 1)
    compared(session)
    assert make_due(session, data.staff("cashier")).state is DecisionState.UNPAID


@pytest.mark.parametrize("gone", [1, FINE - 1])
def test_less_than_it_cost_undoes_nothing(data: DataBuilder, gone: int) -> None:
    order = paid(data.session, 1)
    compared(data.session, row(order, 1), back(order, "CONSOLE-1", gone))
    difference = data.session.exec(select(BillDifference)).one()
    assert undone_payments.concerned(data.session, difference) == []
    with pytest.raises(undone_payments.NotUndone):
        undone_payments.make_due(
            data.session, difference.id, paid_decision(data.session).number[-8:], by=data.staff("cashier"), now=AGAIN
        )


@pytest.mark.parametrize("state", list(GatewayRefundState))
def test_money_whose_refund_has_failed_undoes_nothing_and_the_cashier_reads_its_state(
    data: DataBuilder, state: GatewayRefundState
) -> None:
    session, is_failed = data.session, state is GatewayRefundState.FAILED
    order = paid(session, 1)
    parts = [replace(back(order, "CONSOLE-1", FINE), refund_state=state), back(order, "CONSOLE-2", FINE)]
    compared(session, row(order, 1), *parts)
    difference = session.exec(select(BillDifference).order_by(col(BillDifference.number))).first()
    assert difference is not None
    undone = undone_payments.concerned(session, difference)
    assert undone == ([] if is_failed else [paid_decision(session)])
    assert ("provider: failed" in cards.difference(texts("en"), difference, undone).text) is is_failed


def test_money_that_went_back_in_parts_undoes_the_decision_once(data: DataBuilder) -> None:
    session, cashier = data.session, data.staff("cashier")
    order = paid(session, 1)
    compared(session, row(order, 1), back(order, "CONSOLE-1", 50), back(order, "CONSOLE-2", FINE - 50))
    one, other = session.exec(select(BillDifference).order_by(col(BillDifference.number)))
    decision = paid_decision(session)
    assert undone_payments.concerned(session, one) == undone_payments.concerned(session, other) == [decision]
    undone_payments.make_due(session, other.id, decision.number[-8:], by=cashier, now=AGAIN)
    assert decision.state is DecisionState.UNPAID
    assert [(each.ours, each.theirs) for each in (one, other)] == [(50, 50), (FINE - 50, FINE - 50)]
    assert undone_payments.concerned(session, one) == []


def test_a_difference_about_something_else_undoes_nothing(data: DataBuilder) -> None:
    order = paid(data.session, 1)
    compared(data.session, row(order, 1, FINE + 7))
    assert undone_payments.concerned(data.session, data.session.exec(select(BillDifference)).one()) == []


def test_it_is_a_cashiers_and_not_ones_own(data: DataBuilder) -> None:
    session = data.session
    order = paid(session, 1)
    compared(session, row(order, 1), back(order, "CONSOLE-1", FINE))
    difference = session.exec(select(BillDifference)).one()
    with pytest.raises(NotStaff):
        undone_payments.make_due(session, difference.id, "00000001", by=data.staff("officer"), now=AGAIN)
    with pytest.raises(NotYours):
        undone_payments.make_due(session, order.id, "00000001", by=data.staff("cashier"), now=AGAIN)


def two_decisions(session: Session, *gone: int) -> list[Decision]:
    """Let one order pay two decisions of a person, and so much of its money go back, each on a bill of its own."""
    first, second = (payment_builders.debt(session, at) for at in (1, 2))
    second.decision.person_id, second.decision.batch_id = first.person.id, first.decision.batch_id
    order = orders.start(session, first.decision.batch_id, WECHAT, by=first.person, lane="1:1", now=NOW)
    received = ReceivedPayment(WECHAT, order.number, "T1", 2 * FINE, "CNY", NOW)
    settlement.settle(session, order.id, received, now=NOW)
    refunds = [back(order, f"CONSOLE-{at}", amount) for at, amount in enumerate(gone, start=1)]
    compared(session, row(order, 1, 2 * FINE), *refunds)
    return [first.decision, second.decision]


def test_what_is_resolved_undoes_nothing_any_more(data: DataBuilder) -> None:
    session, cashier = data.session, data.staff("cashier")
    order = paid(session, 1)
    compared(session, row(order, 1), back(order, "CONSOLE-1", FINE))
    difference = session.exec(select(BillDifference)).one()
    differences.resolve(session, difference.id, by=cashier, now=NOW)
    assert undone_payments.concerned(session, difference) == []
    with pytest.raises(differences.DifferenceResolved):
        undone_payments.make_due(session, difference.id, paid_decision(session).number[-8:], by=cashier, now=AGAIN)
    assert paid_decision(session).state is DecisionState.PAID


def test_a_bill_that_says_less_than_the_report_before_it_undoes_no_second_decision(data: DataBuilder) -> None:
    session, cashier = data.session, data.staff("cashier")
    decisions = two_decisions(session, FINE + 1, FINE)
    one, other = session.exec(select(BillDifference).order_by(col(BillDifference.number)))
    undone_payments.make_due(session, one.id, decisions[0].number[-8:], by=cashier, now=AGAIN)
    bill_differences.follow_bill(session, one, day=DAY, theirs=1)
    assert undone_payments.concerned(session, other) == []


def test_of_two_cashiers_at_once_one_lets_a_decision_be_due_again(database: Database) -> None:
    with database.transaction() as session:
        cashiers = [staff_account(session, 10 + at, "cashier").id for at in range(2)]
        endings = [each.number[-8:] for each in two_decisions(session, FINE)]
        difference = session.exec(select(BillDifference)).one().id

    def tap(cashier: UUID, ending: str) -> SessionAction:
        return lambda session: undone_payments.make_due(
            session, difference, ending, by=session.get_one(Account, cashier), now=AGAIN
        )

    happened = in_order(database, tap(cashiers[0], endings[0]), tap(cashiers[1], endings[1]))
    assert happened == ("passed", "DifferenceResolved")
