"""Refunds paid back without the gateway, as the bills, the closing of a day and the ledger have them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from bot.adapters.payments.models import GatewayRefundState
from bot.adapters.payments.webhook_events import ProviderReport
from bot.services.payments import (
    closings,
    differences,
    ledger_export,
    provider_reports,
    refund_answers,
    refunds,
    refunds_elsewhere,
)
from bot.services.payments.periods import Period
from bot.services.staff import work_inbox
from storage.payments.bill_differences import BillDifference
from storage.payments.payments import PaymentOrder
from storage.payments.provider_reports import ReportKind
from storage.payments.refunds import Refund, RefundState, RefundWay
from tests.services.builders import DataBuilder
from tests.services.payment_builders import FINE, NOW
from tests.services.test_bills_in_any_order import back
from tests.services.test_closings import DAY, NEXT, WECHAT, compared, paid, row
from tests.services.test_refunds_elsewhere import CASH, CONSOLE, cashiers, pay_back


@pytest.fixture
def order(data: DataBuilder) -> PaymentOrder:
    """An order for which too much came: all of it is to go back."""
    return paid(data.session, 1, FINE + 1)


@pytest.fixture
def refund(data: DataBuilder, order: PaymentOrder) -> Refund:
    """The refund that was proposed for it."""
    return data.session.exec(select(Refund)).one()


def ledger(session: Session) -> Sequence[tuple[str, str, str, str]]:
    found = ledger_export.lines(session, Period(DAY, NEXT.date()))
    return [tuple(each.get(name, "") for name in ("kind", "provider", "amount_yuan", "remark")) for each in found]  # type: ignore[misc]


@pytest.mark.parametrize("known", ["before", "after", "reported"])
def test_money_from_the_console_is_counted_once_by_bill_closing_and_ledger(
    data: DataBuilder, order: PaymentOrder, refund: Refund, known: str
) -> None:
    session, cashier = data.session, data.staff("cashier")
    rows = [row(order, 1, FINE + 1), back(order, "CONSOLE-1", FINE + 1)]
    if known == "before":
        compared(session, *rows)
    pay_back(session, refund, CONSOLE, cashier)
    if known == "reported":
        done = ProviderReport(WECHAT, "N1", ReportKind.REFUND_DONE, "x", order.number, "T1", "CONSOLE-1", FINE + 1)
        provider_reports.receive(session, done, now=NOW)
    compared(session, *rows)
    found = session.exec(select(BillDifference)).one()
    assert (found.ours, found.theirs) == (FINE + 1, FINE + 1)
    assert (found.settled_at is None) is (known == "before")
    if found.settled_at is None:
        differences.resolve(session, found.id, by=cashier, now=NEXT)
    wechat, _ = closings.close(session, DAY, by=cashier, now=NEXT)
    assert (wechat.refunded, wechat.balance) == (FINE + 1, 0)
    assert [each for each in ledger(session) if each[0] != "payment"] == [
        ("refund", "wechat", "", "console"),
        ("correction", "wechat", "-200.01", "unknown_refund"),
    ]


def test_another_amount_from_the_console_stays_a_difference(
    data: DataBuilder, order: PaymentOrder, refund: Refund
) -> None:
    pay_back(data.session, refund, CONSOLE, data.staff("cashier"))
    compared(data.session, row(order, 1, FINE + 1), back(order, "CONSOLE-1", FINE))
    assert data.session.exec(select(BillDifference)).one().settled_at is None


def test_what_is_said_to_be_in_the_console_and_is_on_no_bill_waits_again(
    data: DataBuilder, order: PaymentOrder, refund: Refund
) -> None:
    session, (by, other, _) = data.session, cashiers(data)
    pay_back(session, refund, CONSOLE, by)
    compared(session, day=DAY + timedelta(days=1))
    assert refund.state is RefundState.DONE  # The bill of its own day has not come.
    compared(session, row(order, 1, FINE + 1))
    assert refund.state is RefundState.DONE
    compared(session, day=DAY + timedelta(days=1))
    assert (refund.state, refund.elsewhere, refund.done_at, refund.first_by) == (RefundState.PROPOSED, None, None, None)
    assert refund.proposed_at == NEXT  # Its clock begins anew.
    assert refund in refunds.waiting(session, by=by)
    assert work_inbox.inbox(session, by=other, now=NEXT).total == 1
    pay_back(session, refund, CONSOLE, other, "CONSOLE-2")
    compared(session, back(order, "CONSOLE-2", FINE + 1), day=DAY + timedelta(days=1))
    compared(session, day=DAY + timedelta(days=2))
    assert (refund.state, refund.reference) == (RefundState.DONE, "CONSOLE-2")


@pytest.mark.parametrize("way", list(RefundWay))
def test_a_refund_on_a_bill_that_is_then_paid_elsewhere_is_the_same_one_when_that_bill_comes_again(
    data: DataBuilder, order: PaymentOrder, refund: Refund, way: RefundWay
) -> None:
    session, (by, other, _) = data.session, cashiers(data)
    refunds.approve(session, refund.id, by=by, now=NOW)
    refund_answers.take_result(session, refund, GatewayRefundState.FAILED, lane="1:1", now=NOW)
    failed = replace(back(order, refund.gateway_number, FINE + 1), refund_state=GatewayRefundState.FAILED)
    compared(session, row(order, 1, FINE + 1), failed)
    refunds_elsewhere.pay_back(session, refund.id, way, "V-2026-1", by=other, now=NEXT)
    compared(session, row(order, 1, FINE + 1), failed)
    assert refund.done_at == NEXT
    assert (refund.state, refund.billed_on) == (RefundState.DONE, DAY)
    assert session.exec(select(BillDifference)).all() == []
    assert closings.close(session, DAY, by=by, now=NEXT)[0].refunded == FINE + 1
    in_cash = [("refund", "cash", "-200.01", "cash")] if way is CASH else []
    assert ledger(session)[1:] == [("refund", "wechat", "-200.01", "wrong_amount"), *in_cash]
    exported = ledger_export.export(session, Period(DAY, NEXT.date()), str, by=by, now=NEXT)
    assert [(each.refunds, each.refunded) for each in exported.totals] == [(1, FINE + 1), (0, 0)]


@pytest.mark.parametrize("is_begun", [True, False])
def test_a_refund_that_its_bill_has_stands_in_the_ledger_on_the_day_of_that_bill(
    data: DataBuilder, order: PaymentOrder, refund: Refund, is_begun: bool
) -> None:
    session, by = data.session, data.staff("cashier")
    refunds.approve(session, refund.id, by=by, now=NOW)
    state = GatewayRefundState.PROCESSING if is_begun else GatewayRefundState.DONE
    compared(
        session, row(order, 1, FINE + 1), replace(back(order, refund.gateway_number, FINE + 1), refund_state=state)
    )
    assert [each[:3] for each in ledger(session)[1:]] == [("refund", "wechat", "-200.01")]


def test_cash_leaves_the_providers_balance_alone(data: DataBuilder, order: PaymentOrder, refund: Refund) -> None:
    session, cashier = data.session, data.staff("cashier")
    pay_back(session, refund, CASH, cashier, "V-2026-1")
    compared(session, row(order, 1, FINE + 1))
    compared(session, day=NEXT.date())  # It is missing on no bill.
    assert session.exec(select(BillDifference)).all() == []
    wechat, _ = closings.close(session, DAY, by=cashier, now=NEXT)
    assert (wechat.refunded, wechat.balance) == (0, FINE + 1)
    assert ledger(session)[-1] == ("refund", "cash", "-200.01", "cash")
    exported = ledger_export.export(session, Period(DAY, NEXT.date()), str, by=cashier, now=NEXT)
    assert [(each.amount, each.refunded) for each in exported.totals] == [(FINE + 1, 0), (0, 0)]


def test_the_gateways_own_refund_of_what_was_paid_back_elsewhere_is_unknown(
    data: DataBuilder, order: PaymentOrder, refund: Refund
) -> None:
    session, cashier = data.session, data.staff("cashier")
    assert refunds.approve(session, refund.id, by=cashier, now=NOW)
    refund_answers.take_result(session, refund, GatewayRefundState.FAILED, lane="1:1", now=NOW)
    pay_back(session, refund, CASH, cashier)
    compared(session, row(order, 1, FINE + 1), back(order, refund.gateway_number, FINE + 1))
    found = session.exec(select(BillDifference)).one()
    assert (found.reference, found.theirs, refund.billed_on) == (refund.gateway_number, FINE + 1, None)
