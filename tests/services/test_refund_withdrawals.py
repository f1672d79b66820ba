"""Refunds of payments that never came are withdrawn; what bills of two days have is counted once."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from bot.adapters.payments.models import GatewayRefundState
from bot.adapters.payments.webhook_events import ProviderReport
from bot.cards.payments import reconciliation as cards
from bot.services.payments import (
    closings,
    differences,
    provider_reports,
    refund_answers,
    refund_withdrawals,
    refunds,
    undone_payments,
)
from bot.services.privacy import payments as privacy
from bot.texts import texts
from storage.audit import Action, AuditEntry
from storage.database.encryption import current_keyring
from storage.engine.outbox import Delivery
from storage.identity.accounts import Account
from storage.payments.bill_differences import BillDifference, DifferenceKind
from storage.payments.payments import OrderState, PaymentOrder
from storage.payments.provider_reports import ReportKind
from storage.payments.refunds import Refund, RefundReason, RefundState
from storage.register.people import Person
from storage.violations.decisions import Decision
from tests.services.builders import DataBuilder
from tests.services.payment_builders import FINE, NOW
from tests.services.test_bills_in_any_order import back
from tests.services.test_closings import DAY, NEXT, WECHAT, compared, paid, row

ALL = FINE + 1
TOMORROW = DAY + timedelta(days=1)
AFTER = NEXT + timedelta(days=1)


def false_report(session: Session) -> tuple[PaymentOrder, Refund, BillDifference]:
    """Let too much be reported that is on no bill."""
    order = paid(session, 1, ALL)
    compared(session)
    return order, session.exec(select(Refund)).one(), session.exec(select(BillDifference)).one()


def told(session: Session, topic: str) -> bool:
    keyring, rows = current_keyring(), session.exec(select(Delivery))
    return topic in [keyring.decrypt_json(each.payload, f"outbox:{each.reference}").get("notice") for each in rows]


def closes(session: Session, by: Account, received: int, balance: int) -> None:
    wechat, _ = closings.close(session, DAY, by=by, now=AFTER)
    assert (wechat.received, wechat.refunded, wechat.balance) == (received, 0, balance)


def test_the_refund_of_a_payment_that_never_came_is_withdrawn(data: DataBuilder) -> None:
    session, cashier = data.session, data.staff("cashier")
    order, refund, difference = false_report(session)
    waiting = refund_withdrawals.waiting(session, difference)
    assert refund.gateway_number in cards.difference(texts("en"), difference, [], waiting).text
    payer = session.get_one(Person, order.payer_id)
    assert [each.key for each in privacy.obstacles(session, payer, NOW)] == ["refused-refund-coming"]
    differences.resolve(session, difference.id, by=cashier, now=NEXT)
    assert (refund.state, refunds.waiting(session, by=cashier)) == (RefundState.WITHDRAWN, [])
    assert told(session, refund_withdrawals.WITHDRAWN)
    entry = session.exec(select(AuditEntry).where(AuditEntry.action == Action.REFUND_WITHDRAWN)).one()
    assert entry.on == refund.id
    assert privacy.obstacles(session, payer, NOW) == []
    with pytest.raises(refunds.RefundAlreadyMoved):
        refunds.approve(session, refund.id, by=cashier, now=NEXT)
    closes(session, cashier, 0, 0)


def test_a_bill_that_has_the_payment_after_all_lets_the_refund_wait_again(data: DataBuilder) -> None:
    session, cashier = data.session, data.staff("cashier")
    order, refund, difference = false_report(session)
    differences.resolve(session, difference.id, by=cashier, now=NEXT)
    compared(session, row(order, 1, ALL))
    assert (refund.state, refund.proposed_at) == (RefundState.PROPOSED, NEXT)  # Its clock begins anew.
    assert told(session, refund_withdrawals.CAME)
    compared(session)  # The provider corrects its bill once more: what a cashier has booked out stays so.
    assert [refund.state] == [RefundState.WITHDRAWN]
    closes(session, cashier, 0, 0)


def test_a_refund_that_was_sent_is_withdrawn_when_the_gateway_has_not_done_it(data: DataBuilder) -> None:
    session, cashier = data.session, data.staff("cashier")
    order, refund, difference = false_report(session)
    assert refunds.approve(session, refund.id, by=cashier, now=NOW)
    differences.resolve(session, difference.id, by=cashier, now=NEXT)
    states = [(refund.state, order.state)]
    refund_answers.take_result(session, refund, GatewayRefundState.FAILED, lane="1:1", now=NEXT)
    states.append((refund.state, order.state))
    assert states == [(RefundState.SENT, OrderState.REFUNDING), (RefundState.WITHDRAWN, OrderState.CLOSED)]
    compared(session, row(order, 1, ALL))
    assert (refund.state, refund.first_by, refund.first_person) == (RefundState.PROPOSED, None, None)


def test_a_refund_that_fails_once_the_payment_has_come_after_all_waits_for_the_cashiers(data: DataBuilder) -> None:
    session, cashier = data.session, data.staff("cashier")
    order, refund, difference = false_report(session)
    differences.resolve(session, difference.id, by=cashier, now=NEXT)
    compared(session, row(order, 1, ALL))
    assert refunds.approve(session, refund.id, by=cashier, now=NEXT)
    refund_answers.take_result(session, refund, GatewayRefundState.FAILED, lane="1:1", now=NEXT)
    assert refund.state is RefundState.FAILED, "the payer gets nothing back of what has come"


def test_only_a_payment_that_never_came_takes_its_refunds_along(data: DataBuilder) -> None:
    session, cashier = data.session, data.staff("cashier")
    order = paid(session, 1, ALL)
    refund = session.exec(select(Refund)).one()
    kind = DifferenceKind.AFTER_CLOSING
    differences.record(session, WECHAT, kind, "T1", day=DAY, order=order.number, ours=ALL, theirs=0, now=NOW)
    difference = session.exec(select(BillDifference)).one()
    assert refund_withdrawals.waiting(session, difference) == []
    differences.resolve(session, difference.id, by=cashier, now=NEXT)
    assert refund.state is RefundState.PROPOSED


@pytest.mark.parametrize("is_refund", [False, True])
def test_what_bills_of_two_days_have_counts_once_and_is_a_difference(data: DataBuilder, is_refund: bool) -> None:
    session, cashier = data.session, data.staff("cashier")
    order = paid(session, 1, ALL)
    refund = session.exec(select(Refund)).one()
    lines = [row(order, 1, ALL)]
    if is_refund:
        assert refunds.approve(session, refund.id, by=cashier, now=NOW)
        lines.append(back(order, refund.gateway_number, ALL))
    compared(session, *lines)
    for _ in range(2):
        compared(session, lines[-1], day=TOMORROW)
    found = session.exec(select(BillDifference)).one()
    assert (found.kind, found.day, found.theirs) == (DifferenceKind.ON_TWO_BILLS, TOMORROW, ALL)
    rest = 0 if is_refund else ALL
    first, _ = closings.close(session, DAY, by=cashier, now=AFTER)
    assert (first.received, first.balance) == (ALL, rest)
    with pytest.raises(closings.DifferencesOpen):
        closings.close(session, TOMORROW, by=cashier, now=AFTER)
    differences.resolve(session, found.id, by=cashier, now=AFTER)
    second, _ = closings.close(session, TOMORROW, by=cashier, now=AFTER)
    assert (second.received, second.refunded, second.corrected, second.balance) == (0, 0, 0, rest)


def test_what_moves_from_the_bill_of_one_day_to_that_of_another_counts_there(data: DataBuilder) -> None:
    session, cashier = data.session, data.staff("cashier")
    order = paid(session, 1, ALL)
    for lines, day in (([row(order, 1, ALL)], DAY), ([row(order, 1, ALL)], TOMORROW), ([], DAY)):
        compared(session, *lines, day=day)
    compared(session, row(order, 1, ALL), day=TOMORROW)
    assert all(each.settled_at for each in session.exec(select(BillDifference)))
    closes(session, cashier, 0, 0)
    second, _ = closings.close(session, TOMORROW, by=cashier, now=AFTER)
    assert (second.received, second.balance) == (ALL, ALL)


def test_a_bill_that_does_not_repeat_it_any_more_resolves_the_difference(data: DataBuilder) -> None:
    session = data.session
    order = paid(session, 1, ALL)
    for lines, day in (([row(order, 1, ALL)], DAY), ([row(order, 1, ALL)], TOMORROW), ([], TOMORROW)):
        compared(session, *lines, day=day)
    assert session.exec(select(BillDifference)).one().settled_at is not None


def due_again(session: Session, by: Account, kind: DifferenceKind) -> None:
    """Let the only paid decision be due again because of a difference of this kind."""
    difference = session.exec(select(BillDifference).where(BillDifference.kind == kind)).one()
    number = session.exec(select(Decision)).one().number
    undone_payments.make_due(session, difference.id, number, by=by, now=NEXT)


@pytest.mark.parametrize("is_resolved", [True, False])
def test_money_that_comes_after_its_decision_is_due_again_goes_back(data: DataBuilder, is_resolved: bool) -> None:
    session, cashier = data.session, data.staff("cashier")
    order = paid(session, 1)
    compared(session)
    due_again(session, cashier, DifferenceKind.MISSING_AT_GATEWAY)
    if is_resolved:
        differences.resolve(session, session.exec(select(BillDifference)).one().id, by=cashier, now=NEXT)
    for _ in range(2):
        compared(session, row(order, 1))
    refund = session.exec(select(Refund)).one()
    assert (refund.amount, refund.reason, refund.state) == (FINE, RefundReason.LATE, RefundState.PROPOSED)
    assert (order.state, told(session, "refund.coming")) == (OrderState.REFUNDING, True)
    closes(session, cashier, FINE, FINE)
    if is_resolved:
        compared(session)
        assert (refund.state, order.state) == (RefundState.WITHDRAWN, OrderState.REFUNDED)


def test_what_went_back_from_the_console_meanwhile_does_not_go_back_once_more(data: DataBuilder) -> None:
    session, cashier = data.session, data.staff("cashier")
    order = paid(session, 1)
    report = ProviderReport(WECHAT, "N1", ReportKind.REFUND_DONE, "x", order.number, "T1", "CONSOLE-1", FINE)
    provider_reports.receive(session, report, now=NOW)
    compared(session)
    due_again(session, cashier, DifferenceKind.UNKNOWN_REFUND)
    compared(session, row(order, 1), back(order, "CONSOLE-1", FINE))
    assert session.exec(select(Refund)).all() == []
