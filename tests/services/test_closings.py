"""Daily closings: a day is closed once, in order, when its totals agree with the bills to the fen."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from sqlmodel import Session, select

from bot.adapters.payments.models import BillKind, BillRow
from bot.cards.payments import closings as cards
from bot.errors import Refusal
from bot.services.payments import closings, differences, receipts, reconciliation, refunds, settlement
from bot.services.payments.settlement import ReceivedPayment
from bot.texts import texts
from storage.database import Database
from storage.payments import payments
from storage.payments.bill_differences import BillDifference, DifferenceKind, Reconciliation
from storage.payments.daily_closings import DailyClosing
from storage.payments.payments import PaymentLine, PaymentOrder, PaymentProvider
from storage.payments.refunds import Refund
from tests.services import payment_builders
from tests.services.builders import DataBuilder, staff_account
from tests.services.concurrency import outcomes
from tests.services.payment_builders import FINE, NOW

DAY = date(2026, 11, 25)
NEXT = NOW + timedelta(days=1)
WECHAT = PaymentProvider.WECHAT


def paid(session: Session, at: int, amount: int = FINE, *, on: datetime = NOW) -> PaymentOrder:
    """Let a driver pay an order, perhaps with another amount."""
    order = payment_builders.begun(session, payment_builders.debt(session, at)).order
    assert order is not None
    received = ReceivedPayment(order.provider, order.number, f"T{at}", amount, "CNY", on)
    settlement.settle(session, order.id, received, now=NOW)
    return order


def row(order: PaymentOrder, at: int, amount: int = FINE) -> BillRow:
    return BillRow(BillKind.PAYMENT, order.number, f"T{at}", "", amount, NOW)


def compared(session: Session, *rows: BillRow, day: date = DAY) -> None:
    reconciliation.reconcile(session, WECHAT, day, rows, now=NEXT)


def test_a_day_is_closed_with_its_totals(data: DataBuilder) -> None:
    session, cashier = data.session, data.staff("cashier")
    good, wrong = paid(session, 1), paid(session, 2, FINE + 1)
    compared(session, row(good, 1), row(wrong, 2, FINE + 1))
    assert closings.next_day(session, by=cashier, now=NEXT) == DAY
    wechat, alipay = closings.close(session, DAY, by=cashier, now=NEXT)
    assert (wechat.payments, wechat.received, wechat.settled) == (2, 2 * FINE + 1, FINE)
    assert (wechat.balance, wechat.corrected, wechat.refunded) == (2 * FINE + 1, 0, 0)
    assert (alipay.payments, alipay.balance) == (0, 0)
    with pytest.raises(closings.NothingToClose):
        closings.next_day(session, by=cashier, now=NEXT)
    with pytest.raises(closings.DayClosed):
        closings.close(session, DAY, by=cashier, now=NEXT + timedelta(days=1))


def test_money_for_an_order_of_nobody_that_was_reported_is_on_the_bill(data: DataBuilder) -> None:
    session, number = data.session, "SHOP-20261125-1"
    settlement.settle(session, None, ReceivedPayment(WECHAT, number, "T1", 500, "CNY", NOW), now=NOW)
    rows = [BillRow(BillKind.PAYMENT, number, transaction, "", 500, NOW) for transaction in ("T1", "T2")]
    assert reconciliation.reconcile(session, WECHAT, DAY, rows, now=NEXT).foreign == 1
    wechat, _ = closings.close(session, DAY, by=data.staff("cashier"), now=NEXT)
    assert (wechat.received, wechat.settled, wechat.balance) == (500, 0, 500)


def test_a_day_without_its_bill_is_not_closed(data: DataBuilder) -> None:
    cashier = data.staff("cashier")
    paid(data.session, 1)
    refuses(data, closings.NotReconciled)
    assert closings.next_day(data.session, by=cashier, now=NEXT) == DAY


def test_today_is_not_closed(data: DataBuilder) -> None:
    paid(data.session, 1)
    with pytest.raises(closings.NothingToClose):
        closings.close(data.session, DAY, by=data.staff("cashier"), now=NOW)


def test_an_open_difference_prevents_closing_until_it_is_resolved(data: DataBuilder) -> None:
    session, cashier = data.session, data.staff("cashier")
    paid(session, 1)
    compared(session)
    refuses(data, closings.DifferencesOpen)
    (found,) = session.exec(select(BillDifference))
    differences.resolve(session, found.id, by=cashier, now=NEXT)
    shown = cards.page(texts("en"), DAY, closings.totals(session, DAY), [], []).text
    assert "1 received, 0 yuan" in shown
    assert "Our totals include resolved differences: −200 yuan received, 0 yuan refunded" in shown
    (wechat, _) = closings.close(session, DAY, by=cashier, now=NEXT)
    assert (wechat.received, wechat.settled, wechat.balance, wechat.corrected) == (0, 0, 0, 0)


def test_a_sum_that_no_difference_explains_prevents_closing(data: DataBuilder) -> None:
    order = paid(data.session, 1)
    compared(data.session, row(order, 1))
    data.session.get_one(Reconciliation, (WECHAT, DAY)).received += 1
    refuses(data, closings.TotalsDisagree)
    compared(data.session, row(order, 1))
    assert closings.close(data.session, DAY, by=data.staff("cashier"), now=NEXT)


def test_a_payment_booked_after_closing_is_a_difference_and_corrects_the_next_balance(data: DataBuilder) -> None:
    session, cashier = data.session, data.staff("cashier")
    compared(session, row(paid(session, 1), 1))
    closings.close(session, DAY, by=cashier, now=NEXT)
    late = paid(session, 2)
    (found,) = session.exec(select(BillDifference))
    assert (found.kind, found.order_number) == (DifferenceKind.AFTER_CLOSING, late.number)
    compared(session, day=DAY + timedelta(days=1))
    differences.resolve(session, found.id, by=cashier, now=NEXT)
    wechat, _ = closings.close(session, DAY + timedelta(days=1), by=cashier, now=NEXT + timedelta(days=1))
    assert (wechat.received, wechat.corrected, wechat.balance) == (0, FINE, 2 * FINE)


def test_a_refund_counts_on_the_day_of_its_bill(data: DataBuilder) -> None:
    session, cashier = data.session, data.staff("cashier")
    order = paid(session, 1, FINE + 1)
    (refund,) = session.exec(select(Refund))
    assert refunds.approve(session, refund.id, by=cashier, now=NOW)
    back = BillRow(BillKind.REFUND, order.number, "T1", refund.gateway_number, FINE + 1, NOW)
    compared(session, row(order, 1, FINE + 1))
    wechat, _ = closings.close(session, DAY, by=cashier, now=NEXT)
    assert (wechat.refunded, wechat.balance) == (0, FINE + 1)
    compared(session, back, day=DAY + timedelta(days=1))
    wechat, _ = closings.close(session, DAY + timedelta(days=1), by=cashier, now=NEXT + timedelta(days=1))
    assert (wechat.refunds, wechat.refunded, wechat.balance) == (1, FINE + 1, 0)


def test_an_unknown_refund_is_explained_by_its_difference(data: DataBuilder) -> None:
    session, cashier = data.session, data.staff("cashier")
    order = paid(session, 1)
    compared(session, row(order, 1), BillRow(BillKind.REFUND, order.number, "T1", "CZR1", 5, NOW))
    (found,) = session.exec(select(BillDifference))
    differences.resolve(session, found.id, by=cashier, now=NEXT)
    wechat, _ = closings.close(session, DAY, by=cashier, now=NEXT)
    assert (wechat.received, wechat.refunded, wechat.balance, wechat.corrected) == (FINE, 5, FINE - 5, 0)
    compared(session, day=DAY + timedelta(days=1))
    wechat, _ = closings.close(session, DAY + timedelta(days=1), by=cashier, now=NEXT + timedelta(days=1))
    assert (wechat.refunded, wechat.balance, wechat.corrected) == (0, FINE - 5, 0)


def test_only_a_cashier_closes_a_day(data: DataBuilder) -> None:
    paid(data.session, 1)
    with pytest.raises(Refusal):
        closings.close(data.session, DAY, by=data.staff("reviewer"), now=NEXT)


def test_receipts_are_numbered_once_without_gaps(data: DataBuilder) -> None:
    session = data.session
    orders = [paid(session, at) for at in range(3)]
    found = [payments.lines_of(session, order.id)[0].decision_id for order in orders]
    assert [receipts.number(session, each) for each in (found[2], found[0], found[2])] == [1, 2, 1]
    assert receipts.number(session, uuid4()) is None
    unpaid = payment_builders.begun(session, payment_builders.debt(session, 9))
    assert receipts.number(session, unpaid.decision.id) is None
    compared(session, *(row(order, at) for at, order in enumerate(orders)))
    closings.close(session, DAY, by=data.staff("cashier"), now=NEXT)
    numbers = [each.receipt_number for each in session.exec(select(PaymentLine)) if each.receipt_number]
    assert sorted(numbers) == [1, 2, 3]
    assert receipts.text(3) == "SJ00000003"


def test_a_day_is_closed_by_one_of_several_cashiers_and_receipts_have_no_gap(database: Database) -> None:
    with database.transaction() as session:
        orders = [paid(session, at) for at in range(4)]
        compared(session, *(row(order, at) for at, order in enumerate(orders)))
        cashiers = [staff_account(session, 60 + at, "cashier") for at in range(4)]
        owed = [payments.lines_of(session, order.id)[0].decision_id for order in orders]
    closing = [lambda session, by=by: closings.close(session, DAY, by=by, now=NEXT) for by in cashiers]
    numbering = [lambda session, one=one: receipts.number(session, one) for one in owed]
    found = outcomes(database, [*closing, *numbering])
    assert found.count("passed") == 1 + len(owed)
    assert set(found) <= {"passed", "DayClosed", "NothingToClose"}
    with database.reading() as session:
        assert len(session.exec(select(DailyClosing)).all()) == len(PaymentProvider)
        assert sorted(each.receipt_number or 0 for each in session.exec(select(PaymentLine))) == [1, 2, 3, 4]


def refuses(data: DataBuilder, kind: type[Refusal]) -> None:
    """Check that the day cannot be closed, and that its page says why."""
    with pytest.raises(kind):
        closings.close(data.session, DAY, by=data.staff("cashier"), now=NEXT)
    wechat = closings.totals(data.session, DAY)[0]
    assert isinstance(closings.obstacle(data.session, wechat), kind)


@pytest.mark.parametrize(
    ("amount", "currency", "kind"),
    [(0, "CNY", DifferenceKind.WRONG_AMOUNT), (FINE, "USD", DifferenceKind.WRONG_CURRENCY)],
)
def test_a_payment_of_nothing_is_another_amount_and_no_other_currency(
    data: DataBuilder, amount: int, currency: str, kind: DifferenceKind
) -> None:
    order = payment_builders.begun(data.session, payment_builders.debt(data.session, 1)).order
    assert order is not None
    received = ReceivedPayment(order.provider, order.number, "T1", amount, currency, NOW)
    settlement.settle(data.session, order.id, received, now=NOW)
    (found,) = data.session.exec(select(BillDifference))
    assert (found.kind, found.ours, found.theirs) == (kind, FINE, amount)
