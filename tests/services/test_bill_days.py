"""Bills of every day since the last one, and days that are closed as their bills have them."""

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.adapters.payments.models import BillKind, BillRow, GatewayRefundState
from bot.services.payments import bill_days, bill_requests, closings, differences, refund_answers, refunds, settlement
from bot.services.payments.settlement import ReceivedPayment
from storage.payments.bill_differences import BillDifference, DifferenceKind
from storage.payments.payments import OrderState, PaymentOrder, PaymentProvider
from storage.payments.refunds import Refund, RefundState
from tests.services.builders import DataBuilder
from tests.services.payment_builders import FINE, NOW
from tests.services.test_closings import DAY, NEXT, WECHAT, compared, paid, refuses, row


def test_after_an_outage_every_day_is_compared_and_none_is_closed_unseen(data: DataBuilder) -> None:
    session, cashier = data.session, data.staff("cashier")
    compared(session, row(paid(session, 1), 1))
    closings.close(session, DAY, by=cashier, now=NEXT)
    back = NOW + timedelta(days=4, hours=1)  # After the bills of the fourth day are ready.
    with pytest.raises(closings.NotReconciled):
        closings.close(session, DAY + timedelta(days=1), by=cashier, now=back)
    due = bill_requests.due(session, PaymentProvider, now=back)
    assert [day for provider, day in due if provider is WECHAT] == [DAY + timedelta(days=at) for at in (1, 2, 3)]
    assert [day for provider, day in due if provider is not WECHAT] == [DAY + timedelta(days=3)]
    assert bill_requests.due(session, PaymentProvider, now=back) == []
    unseen = BillRow(BillKind.PAYMENT, "CZ20261126000099991234", "T9", "", 12_300, NEXT)
    compared(session, unseen, day=DAY + timedelta(days=1))
    wechat, _ = closings.close(session, DAY + timedelta(days=1), by=cashier, now=back)
    assert (wechat.received, wechat.balance) == (12_300, FINE + 12_300)
    with pytest.raises(closings.NotReconciled):
        closings.close(session, DAY + timedelta(days=2), by=cashier, now=back)


def test_bills_are_asked_for_from_the_first_payment_as_long_as_providers_keep_them(data: DataBuilder) -> None:
    paid(data.session, 1)
    found = bill_requests.due(data.session, [WECHAT], now=NOW + timedelta(days=2, hours=1))
    assert found == [(WECHAT, DAY), (WECHAT, DAY + timedelta(days=1))]
    late = bill_requests.due(data.session, [WECHAT], now=NOW + timedelta(days=200, hours=1))
    assert len(late) == bill_requests.BILL_DAYS + 2


def test_a_day_without_business_is_asked_for_once_more_the_next_day(data: DataBuilder) -> None:
    session, cashier = data.session, data.staff("cashier")
    order = paid(session, 1)
    compared(session, row(order, 1))
    morning, empty = bill_requests.ready_at(DAY + timedelta(days=1)), (WECHAT, DAY + timedelta(days=1))
    assert bill_requests.due(session, [WECHAT], now=morning) == [empty]
    compared(session, day=empty[1])
    assert bill_requests.due(session, [WECHAT], now=morning + timedelta(hours=23)) == []
    for day in (DAY, empty[1]):
        closings.close(session, day, by=cashier, now=morning)
    again = bill_requests.due(session, [WECHAT], now=morning + timedelta(days=1))
    assert again == [(WECHAT, DAY + timedelta(days=2)), empty]
    assert bill_requests.due(session, [WECHAT], now=morning + timedelta(days=1, minutes=1)) == []
    compared(session, BillRow(BillKind.REFUND, order.number, "T1", "CONSOLE", FINE, NEXT), day=empty[1])
    (found,) = session.exec(select(BillDifference))
    assert (found.kind, found.theirs) == (DifferenceKind.UNKNOWN_REFUND, FINE)


def test_another_amount_on_the_bill_is_a_difference_that_the_closing_follows(data: DataBuilder) -> None:
    session, cashier = data.session, data.staff("cashier")
    order = paid(session, 1)
    compared(session, row(order, 1, FINE + 1))
    refuses(data, closings.DifferencesOpen)
    (found,) = session.exec(select(BillDifference))
    assert (found.kind, found.ours, found.theirs) == (DifferenceKind.WRONG_AMOUNT, FINE, FINE + 1)
    differences.resolve(session, found.id, by=cashier, now=NEXT)
    compared(session, row(order, 1, FINE + 2))
    refuses(data, closings.DifferencesOpen)  # The bill has changed since.
    differences.resolve(session, found.id, by=cashier, now=NEXT)
    wechat, _ = closings.close(session, DAY, by=cashier, now=NEXT)
    assert (wechat.received, wechat.settled, wechat.balance) == (FINE + 2, FINE, FINE + 2)


def test_a_second_report_with_another_amount_is_a_difference_until_the_bill_says_what_is_true(
    data: DataBuilder,
) -> None:
    session = data.session
    order = paid(session, 1)
    again = ReceivedPayment(order.provider, order.number, "T1", FINE + 50, "CNY", NOW)
    assert settlement.settle(session, order.id, again, now=NOW) is settlement.SettlementOutcome.REPEATED
    (found,) = session.exec(select(BillDifference))
    assert (found.kind, found.ours, found.theirs) == (DifferenceKind.WRONG_AMOUNT, FINE, FINE + 50)
    compared(session, row(order, 1))
    assert found.settled_at == NEXT
    settlement.settle(session, order.id, again, now=NEXT)
    assert len(session.exec(select(BillDifference)).all()) == 1
    wechat, _ = closings.close(session, DAY, by=data.staff("cashier"), now=NEXT)
    assert wechat.received == FINE


def test_a_report_with_another_amount_than_the_bill_that_came_before_it_is_no_difference(data: DataBuilder) -> None:
    order = paid(data.session, 1)
    compared(data.session, row(order, 1))
    again = ReceivedPayment(order.provider, order.number, "T1", FINE + 50, "CNY", NOW)
    settlement.settle(data.session, order.id, again, now=NEXT)
    assert data.session.exec(select(BillDifference)).all() == []


@pytest.mark.parametrize("resolved", [True, False])
def test_a_payment_belongs_to_the_day_of_its_bill(data: DataBuilder, resolved: bool) -> None:
    session, cashier, tomorrow = data.session, data.staff("cashier"), DAY + timedelta(days=1)
    order = paid(session, 1)
    compared(session)
    (found,) = session.exec(select(BillDifference))
    if resolved:
        differences.resolve(session, found.id, by=cashier, now=NEXT)
        first, _ = closings.close(session, DAY, by=cashier, now=NEXT)
        assert (first.received, first.balance) == (0, 0)
    compared(session, row(order, 1), day=tomorrow)
    assert found.settled_at is not None
    if not resolved:
        first, _ = closings.close(session, DAY, by=cashier, now=NEXT + timedelta(days=1))
        assert (first.payments, first.received, first.balance) == (0, 0, 0)
    compared(session)
    assert len(session.exec(select(BillDifference)).all()) == 1
    second, _ = closings.close(session, tomorrow, by=cashier, now=NEXT + timedelta(days=1))
    assert (second.payments, second.received, second.settled) == (1, FINE, FINE)
    assert (second.balance, second.corrected) == (FINE, 0)


@pytest.mark.parametrize("state", [RefundState.FAILED, RefundState.SENT, RefundState.DONE])
def test_a_refund_of_ours_on_the_bill_is_done_on_that_day(data: DataBuilder, state: RefundState) -> None:
    session, cashier = data.session, data.staff("cashier")
    order = paid(session, 1, FINE + 1)
    (refund,) = session.exec(select(Refund))
    assert refunds.approve(session, refund.id, by=cashier, now=NOW)
    if state is RefundState.FAILED:
        refund_answers.take_result(session, refund, GatewayRefundState.ABSENT, lane="1:1", now=NOW)
    if state is RefundState.DONE:
        refunds.finish(session, refund, now=NEXT)
    back = BillRow(BillKind.REFUND, order.number, "T1", refund.gateway_number, FINE + 1, NOW)
    compared(session, row(order, 1, FINE + 1), back)
    assert (refund.state, refund.done_at, refund.billed_on) == (RefundState.DONE, NOW, DAY)
    assert session.get_one(PaymentOrder, order.id).state is OrderState.REFUNDED
    wechat, _ = closings.close(session, DAY, by=cashier, now=NEXT)
    assert (wechat.refunded, wechat.balance) == (FINE + 1, 0)


@pytest.mark.parametrize("said", [GatewayRefundState.PROCESSING, GatewayRefundState.FAILED])
def test_a_refund_that_was_not_done_when_its_bill_was_made_is_not_done_by_it(
    data: DataBuilder, said: GatewayRefundState
) -> None:
    session, cashier = data.session, data.staff("cashier")
    order = paid(session, 1, FINE + 1)
    (refund,) = session.exec(select(Refund))
    refunds.approve(session, refund.id, by=cashier, now=NOW)
    refund_answers.take_result(session, refund, said, lane="1:1", now=NOW)
    state = refund.state
    back = BillRow(BillKind.REFUND, order.number, "T1", refund.gateway_number, FINE + 1, NOW, said)
    compared(session, row(order, 1, FINE + 1), back)
    assert (refund.state, refund.billed_on) == (state, DAY)
    wechat, _ = closings.close(session, DAY, by=cashier, now=NEXT)
    assert (wechat.refunded, wechat.balance) == (FINE + 1, 0)
    refunds.approve(session, refund.id, by=cashier, now=NEXT) if state is RefundState.FAILED else None
    refund_answers.take_result(session, refund, GatewayRefundState.DONE, lane="1:1", now=NEXT)
    assert (refund.state, refund.done_at, refund.billed_on) == (RefundState.DONE, bill_days.at(DAY), DAY)


@pytest.mark.parametrize(("gone", "rest"), [(FINE + 1, 0), (10_000, FINE + 1 - 10_000)])
def test_a_failed_refund_ends_with_what_went_back_from_the_console(data: DataBuilder, gone: int, rest: int) -> None:
    session, cashier = data.session, data.staff("cashier")
    order = paid(session, 1, FINE + 1)
    (refund,) = session.exec(select(Refund))
    refunds.approve(session, refund.id, by=cashier, now=NOW)
    refund_answers.take_result(session, refund, None, refused=True, lane="1:1", now=NOW)
    number = refund.gateway_number
    compared(session, row(order, 1, FINE + 1), BillRow(BillKind.REFUND, order.number, "T1", "CONSOLE", gone, NOW))
    (found,) = session.exec(select(BillDifference))
    differences.resolve(session, found.id, by=cashier, now=NEXT)
    assert refunds.approve(session, refund.id, by=cashier, now=NEXT) is bool(rest)
    assert (refund.amount, refund.state) == ((rest, RefundState.SENT) if rest else (gone, RefundState.DONE))
    assert (refund.gateway_number == number) is not bool(rest)
    wechat, _ = closings.close(session, DAY, by=cashier, now=NEXT)
    assert (wechat.refunded, wechat.balance) == (gone, FINE + 1 - gone)
    back = [BillRow(BillKind.REFUND, order.number, "T1", refund.gateway_number, rest, NEXT)] if rest else []
    compared(session, *back, day=DAY + timedelta(days=1))
    wechat, _ = closings.close(session, DAY + timedelta(days=1), by=cashier, now=NEXT + timedelta(days=1))
    assert (wechat.refunded, wechat.balance, wechat.corrected) == (rest, 0, 0)
    assert len(session.exec(select(BillDifference)).all()) == 1


def test_of_two_payments_for_an_order_nobody_knows_which_went_back(data: DataBuilder) -> None:
    session, cashier = data.session, data.staff("cashier")
    order = paid(session, 1)
    settlement.settle(session, order.id, ReceivedPayment(WECHAT, order.number, "T2", FINE, "CNY", NOW), now=NOW)
    (refund,) = session.exec(select(Refund))
    refunds.approve(session, refund.id, by=cashier, now=NOW)
    refund_answers.take_result(session, refund, None, refused=True, lane="1:1", now=NOW)
    compared(session, row(order, 1), row(order, 2), BillRow(BillKind.REFUND, order.number, "T1", "CONSOLE", FINE, NOW))
    assert refunds.approve(session, refund.id, by=cashier, now=NEXT)
    assert refund.amount == FINE
