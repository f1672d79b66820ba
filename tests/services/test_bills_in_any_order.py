"""Bills and reports in any order, late, twice and changed: days close all the same, and agree with the provider."""

from datetime import date, timedelta
from random import Random

import pytest
from sqlmodel import Session, select

from bot.adapters.payments.models import BillKind, BillRow, GatewayRefundState
from bot.adapters.payments.webhook_events import ProviderReport
from bot.services.payments import (
    closings,
    differences,
    provider_reports,
    reconciliation,
    refund_answers,
    refunds,
    settlement,
)
from bot.services.payments.settlement import ReceivedPayment
from storage.database import Database
from storage.identity.accounts import Account
from storage.payments.bill_differences import BillDifference, DifferenceKind
from storage.payments.daily_closings import DailyClosing
from storage.payments.payments import PaymentOrder, PaymentProvider
from storage.payments.provider_reports import ReportKind
from storage.payments.refunds import Refund, RefundState, RefundWay
from tests.services import payment_builders
from tests.services.bill_books import Books
from tests.services.builders import DataBuilder, staff_account
from tests.services.concurrency import in_order
from tests.services.payment_builders import FINE, NOW
from tests.services.test_closings import DAY, NEXT, WECHAT, compared, paid, row

TOMORROW = DAY + timedelta(days=1)
AFTER = NEXT + timedelta(days=1)


def back(order: PaymentOrder, number: str, amount: int, *, transaction: str = "T1") -> BillRow:
    return BillRow(BillKind.REFUND, order.number, transaction, number, amount, NOW)


def found(session: Session) -> list[BillDifference]:
    return list(session.exec(select(BillDifference).order_by(BillDifference.number)))  # type: ignore[arg-type]


def resolved(session: Session, cashier: Account) -> None:
    for each in found(session):
        if each.settled_at is None:
            differences.resolve(session, each.id, by=cashier, now=NEXT)


def closed(session: Session, cashier: Account, day: date) -> DailyClosing:
    return closings.close(session, day, by=cashier, now=AFTER)[0]


def failed(session: Session, cashier: Account, refund: Refund) -> None:
    assert refunds.approve(session, refund.id, by=cashier, now=NOW)
    refund_answers.take_result(session, refund, GatewayRefundState.FAILED, lane="1:1", now=NOW)


def test_a_failed_refund_that_went_back_in_two_parts_on_two_days(data: DataBuilder) -> None:
    session, cashier = data.session, data.staff("cashier")
    order = paid(session, 1, FINE + 1)
    (refund,) = session.exec(select(Refund))
    failed(session, cashier, refund)
    compared(session, row(order, 1, FINE + 1), back(order, "CONSOLE-1", 5_000))
    compared(session, back(order, "CONSOLE-2", FINE - 4_999), day=TOMORROW)
    assert not refunds.approve(session, refund.id, by=cashier, now=NEXT)
    assert (refund.state, refund.elsewhere, refund.billed_on) == (RefundState.DONE, RefundWay.CONSOLE, None)
    assert refund.reference == "CONSOLE-1 CONSOLE-2"
    resolved(session, cashier)
    first, second = closed(session, cashier, DAY), closed(session, cashier, TOMORROW)
    assert [each.refunded for each in (first, second)] == [5_000, FINE - 4_999]
    assert (second.balance, second.corrected) == (0, 0)


@pytest.mark.parametrize("billed", [True, False])
def test_a_refund_that_was_only_reported_does_not_change_the_day_of_its_report(data: DataBuilder, billed: bool) -> None:
    session, cashier = data.session, data.staff("cashier")
    order = paid(session, 1)
    done = ProviderReport(WECHAT, "N1", ReportKind.REFUND_DONE, "x", order.number, "T1", "CONSOLE-1", 5_000)
    provider_reports.receive(session, done, now=NOW)
    compared(session, row(order, 1))
    resolved(session, cashier)
    first = closed(session, cashier, DAY)
    assert (first.refunded, first.balance) == (0, FINE)
    compared(session, *([back(order, "CONSOLE-1", 5_000)] if billed else []), day=TOMORROW)
    second = closed(session, cashier, TOMORROW)
    assert (second.refunded, second.balance, second.corrected) == ((5_000, FINE - 5_000, 0) if billed else (0, FINE, 0))


def test_a_refund_is_missing_once_every_bill_that_could_have_it_has_come(data: DataBuilder) -> None:
    session, cashier = data.session, data.staff("cashier")
    order = paid(session, 1, FINE + 1)
    (refund,) = session.exec(select(Refund))
    assert refunds.approve(session, refund.id, by=cashier, now=NOW)
    refunds.finish(session, refund, now=NOW)
    compared(session, day=TOMORROW)
    assert found(session) == []
    compared(session, row(order, 1, FINE + 1))
    compared(session, day=TOMORROW)
    (missing,) = found(session)
    assert (missing.kind, missing.settled_at) == (DifferenceKind.REFUND_MISSING_AT_GATEWAY, None)
    compared(session, row(order, 1, FINE + 1), back(order, refund.gateway_number, FINE + 1))
    assert missing.settled_at is not None
    assert closed(session, cashier, DAY).balance == 0


@pytest.mark.parametrize("is_ours", [True, False])
def test_a_refund_that_a_later_form_of_the_bill_has_no_more_counts_no_more(data: DataBuilder, is_ours: bool) -> None:
    session, cashier = data.session, data.staff("cashier")
    order = paid(session, 1, FINE + 1)
    (refund,) = session.exec(select(Refund))
    assert refunds.approve(session, refund.id, by=cashier, now=NOW)
    number = refund.gateway_number if is_ours else "CONSOLE-1"
    for amount in (FINE, FINE + 1):
        compared(session, row(order, 1, FINE + 1), back(order, number, amount))
    compared(session, row(order, 1, FINE + 1))
    resolved(session, cashier)
    first = closed(session, cashier, DAY)
    assert (first.refunded, first.balance) == (0, FINE + 1)


def test_money_of_a_day_before_the_first_closing_is_a_difference(data: DataBuilder) -> None:
    session, cashier = data.session, data.staff("cashier")
    compared(session, row(paid(session, 1), 1))
    closed(session, cashier, DAY)
    late = paid(session, 2, on=NOW - timedelta(days=2))
    (after,) = found(session)
    assert (after.kind, after.order_number) == (DifferenceKind.AFTER_CLOSING, late.number)


def test_money_of_the_last_second_that_is_on_the_next_bill_is_no_difference(data: DataBuilder) -> None:
    session, cashier = data.session, data.staff("cashier")
    compared(session, row(paid(session, 1), 1))
    closed(session, cashier, DAY)
    begun = payment_builders.begun(session, payment_builders.debt(session, 2)).order
    assert begun is not None
    compared(session, row(begun, 2), day=TOMORROW)  # Paid by its moment on the day that is closed.
    assert found(session) == []
    assert (closed(session, cashier, TOMORROW).received, len(found(session))) == (FINE, 0)


def test_a_late_report_is_no_difference_any_more_once_the_next_bill_has_it(data: DataBuilder) -> None:
    session, cashier = data.session, data.staff("cashier")
    compared(session, row(paid(session, 1), 1))
    closed(session, cashier, DAY)
    late = paid(session, 2)
    (after,) = found(session)
    compared(session, row(late, 2), day=TOMORROW)
    assert after.settled_at is not None
    second = closed(session, cashier, TOMORROW)
    assert (second.received, second.corrected) == (FINE, 0)


@pytest.mark.parametrize("repeats", ["payment", "refund"])
def test_what_a_closed_day_has_and_the_next_bill_repeats_counts_once(data: DataBuilder, repeats: str) -> None:
    session, cashier = data.session, data.staff("cashier")
    order = paid(session, 1, FINE + 1)
    (refund,) = session.exec(select(Refund))
    assert refunds.approve(session, refund.id, by=cashier, now=NOW)
    rows = [row(order, 1, FINE + 1), back(order, refund.gateway_number, FINE + 1)]
    compared(session, *rows)
    closed(session, cashier, DAY)
    compared(session, rows[0] if repeats == "payment" else rows[1], day=TOMORROW)
    (again,) = found(session)
    reference = "T1" if repeats == "payment" else refund.gateway_number
    assert (again.kind, again.reference, again.ours) == (DifferenceKind.ON_TWO_BILLS, reference, FINE + 1)
    resolved(session, cashier)
    second = closed(session, cashier, TOMORROW)
    assert (second.received, second.refunded, second.corrected, second.balance) == (0, 0, 0, 0)


def test_the_number_of_our_refund_on_the_other_providers_bill_is_unknown_there(data: DataBuilder) -> None:
    session, cashier = data.session, data.staff("cashier")
    order = paid(session, 1, FINE + 1)
    (refund,) = session.exec(select(Refund))
    assert refunds.approve(session, refund.id, by=cashier, now=NOW)
    theirs = back(order, refund.gateway_number, FINE + 1)
    reconciliation.reconcile(session, PaymentProvider.ALIPAY, DAY, [theirs], now=NEXT)
    (unknown,) = found(session)
    assert (unknown.provider, unknown.kind) == (PaymentProvider.ALIPAY, DifferenceKind.UNKNOWN_REFUND)
    assert (refund.state, refund.billed_on) == (RefundState.SENT, None)
    resolved(session, cashier)
    compared(session, row(order, 1, FINE + 1))
    alipay = closings.close(session, DAY, by=cashier, now=AFTER)[1]
    assert (alipay.refunded, alipay.balance) == (FINE + 1, -(FINE + 1))


@pytest.mark.parametrize("number", ["1", ""])
@pytest.mark.parametrize("reported", [True, False])
def test_refunds_of_two_orders_under_the_same_number_are_two(data: DataBuilder, number: str, reported: bool) -> None:
    """A provider's number of a refund tells those of one payment apart, and Alipay's bill may lack it."""
    session, cashier = data.session, data.staff("cashier")
    orders = [paid(session, 1), paid(session, 2)]
    if reported:
        for at, order in enumerate(orders, 1):
            done = ProviderReport(
                WECHAT, f"N{at}", ReportKind.REFUND_DONE, "x", order.number, f"T{at}", number, 100 * at
            )
            provider_reports.receive(session, done, now=NOW)
    backs = [back(order, number, 100 * at, transaction=f"T{at}") for at, order in enumerate(orders, 1)]
    for _ in range(2):
        compared(session, row(orders[0], 1), row(orders[1], 2), *backs)
        assert [(each.order_number, each.theirs) for each in found(session)] == [
            (order.number, 100 * at) for at, order in enumerate(orders, 1)
        ]
    assert {each.refund_number for each in found(session)} == {number}
    resolved(session, cashier)
    assert closed(session, cashier, DAY).refunded == 300


@pytest.mark.parametrize("closes_first", [True, False])
def test_money_that_arrives_while_a_day_is_closed_is_in_its_totals_or_a_difference(
    database: Database, closes_first: bool
) -> None:
    with database.transaction() as session:
        cashier = staff_account(session, 7, "cashier")
        compared(session, row(paid(session, 1), 1))
        late = payment_builders.begun(session, payment_builders.debt(session, 2)).order
        assert late is not None
    money = ReceivedPayment(WECHAT, late.number, "T2", FINE, "CNY", NOW)

    def arrive(session: Session) -> None:
        settlement.settle(session, late.id, money, now=NEXT)

    def close(session: Session) -> None:
        closings.close(session, DAY, by=cashier, now=NEXT)

    seen = in_order(database, *((close, arrive) if closes_first else (arrive, close)))
    assert seen == (("passed", "passed") if closes_first else ("passed", "TotalsDisagree"))
    with database.reading() as session:
        kinds = [each.kind for each in found(session)]
        assert kinds == ([DifferenceKind.AFTER_CLOSING] if closes_first else [])


def test_whatever_the_order_every_day_closes_and_agrees_with_the_provider(data: DataBuilder) -> None:
    cashier = data.staff("cashier")
    for seed in range(5):
        with data.session.begin_nested() as world:
            Books(data.session, cashier, Random(f"bills|{seed}")).live()
            world.rollback()
