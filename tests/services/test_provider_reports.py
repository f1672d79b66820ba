"""Reports of providers beside payments: one row each, nothing settled, refunds followed."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlmodel import func, select

from bot.adapters.payments.webhook_events import ProviderReport
from bot.services.payments import provider_reports, refunds
from storage.engine import timers
from storage.engine.inbox import Event
from storage.engine.timers import Timer
from storage.payments.bill_differences import BillDifference, DifferenceKind
from storage.payments.payments import OrderState, PaymentOrder, PaymentProvider, PaymentTransaction
from storage.payments.provider_reports import ProviderReportRow, ReportKind
from storage.payments.refunds import Refund, RefundReason, RefundState
from tests.services import payment_builders
from tests.services.builders import DataBuilder
from tests.services.payment_builders import NOW


def report(order: PaymentOrder, kind: ReportKind, refund_number: str = "", event_id: str = "N1") -> ProviderReport:
    transaction = f"T{order.number}"
    return ProviderReport(order.provider, event_id, kind, kind.name, order.number, transaction, refund_number, 5_001)


def paid_order(data: DataBuilder) -> tuple[PaymentOrder, PaymentTransaction]:
    """Return an order with money that is booked."""
    debt = payment_builders.begun(data.session, payment_builders.debt(data.session, at=1))
    assert debt.order is not None
    money = PaymentTransaction(
        provider=debt.order.provider,
        transaction_id=f"T{debt.order.number}",
        order_id=debt.order.id,
        order_number=debt.order.number,
        amount=debt.order.amount,
        paid_at=NOW,
        booked_at=NOW,
        settles=True,
    )
    data.session.add(money)
    data.session.flush()
    return debt.order, money


def differences(data: DataBuilder) -> list[BillDifference]:
    return list(data.session.exec(select(BillDifference)))


@pytest.mark.parametrize("kind", list(ReportKind))
def test_every_kind_leaves_one_row_and_settles_nothing(data: DataBuilder, kind: ReportKind) -> None:
    order, _ = paid_order(data)
    state, events = order.state, data.session.exec(select(func.count()).select_from(Event)).one()
    seen = [provider_reports.receive(data.session, report(order, kind), now=NOW) for _ in range(3)]
    assert seen == [True, False, False]
    (row,) = data.session.exec(select(ProviderReportRow))
    assert (row.kind, row.order_number, row.amount, row.received_at) == (kind, order.number, 5_001, NOW)
    data.session.refresh(order)
    assert (order.state, order.state in (OrderState.CREATED, OrderState.ORDERED)) == (state, True)
    assert data.session.exec(select(func.count()).select_from(Event)).one() == events
    assert differences(data) == []


def test_the_same_id_of_the_other_provider_is_another_report(data: DataBuilder) -> None:
    order, _ = paid_order(data)
    for provider in PaymentProvider:
        about = ProviderReport(provider, "N1", ReportKind.CLOSED, "x", order.number)
        assert provider_reports.receive(data.session, about, now=NOW)


@pytest.mark.parametrize("kind", [ReportKind.REFUND_DONE, ReportKind.REFUND_FAILED])
def test_a_report_about_our_refund_has_it_asked_about_at_once(data: DataBuilder, kind: ReportKind) -> None:
    order, money = paid_order(data)
    refund = refunds.propose(data.session, money, 5_001, RefundReason.REVOKED, about=uuid4(), now=NOW)
    refund.state = RefundState.SENT
    timers.start(data.session, refunds.POLL, refund.id, lane="cashier", due_at=NOW + timedelta(hours=1))
    provider_reports.receive(data.session, report(order, kind, refund.gateway_number), now=NOW)
    (timer,) = data.session.exec(select(Timer).where(Timer.kind == refunds.POLL))
    assert (timer.due_at, timer.lane) == (NOW, "cashier")
    assert data.session.get_one(Refund, refund.id).state is RefundState.SENT
    assert differences(data) == []


@pytest.mark.parametrize("first", [ReportKind.REFUND_DONE, ReportKind.REFUND_FAILED])
def test_what_became_of_a_refund_from_the_console_is_kept_and_done_is_final(
    data: DataBuilder, first: ReportKind
) -> None:
    session, (order, _) = data.session, paid_order(data)
    provider_reports.receive(session, report(order, ReportKind.REFUND_DONE, "CONSOLE-1"), now=NOW)
    (known,) = differences(data)
    known.refund_state = RefundState.SENT
    for event_id, kind in (("N2", first), ("N3", ReportKind.REFUND_FAILED)):
        provider_reports.receive(session, report(order, kind, "CONSOLE-1", event_id), now=NOW)
    assert known.refund_state is (RefundState.DONE if first is ReportKind.REFUND_DONE else RefundState.FAILED)


def test_a_refund_from_the_providers_console_is_a_difference_once(data: DataBuilder) -> None:
    order, _ = paid_order(data)
    for event_id in ("N1", "N2"):
        about = report(order, ReportKind.REFUND_DONE, "CONSOLE-1", event_id)
        assert provider_reports.receive(data.session, about, now=NOW)
    (found,) = differences(data)
    assert (found.kind, found.reference, found.theirs) == (DifferenceKind.UNKNOWN_REFUND, "CONSOLE-1", 5_001)


def test_a_failed_refund_of_somebody_else_and_one_of_money_that_is_not_booked_are_rows_only(data: DataBuilder) -> None:
    order, money = paid_order(data)
    provider_reports.receive(data.session, report(order, ReportKind.REFUND_FAILED, "CONSOLE-1"), now=NOW)
    provider_reports.receive(data.session, report(order, ReportKind.REFUND_DONE, "", "N2"), now=NOW)
    data.session.delete(money)
    data.session.flush()
    provider_reports.receive(data.session, report(order, ReportKind.REFUND_DONE, "CONSOLE-1", "N3"), now=NOW)
    assert differences(data) == []
    assert len(list(data.session.exec(select(ProviderReportRow)))) == 3


@pytest.mark.parametrize("in_order", [True, False])
def test_alipay_reports_what_has_gone_back_so_far_and_each_refund_is_its_own_share(
    data: DataBuilder, in_order: bool
) -> None:
    order, money = paid_order(data)
    order.provider = money.provider = PaymentProvider.ALIPAY
    own = refunds.propose(data.session, money, 1_000, RefundReason.REVOKED, about=uuid4(), now=NOW)
    own.state = RefundState.DONE
    totals = [("CONSOLE-1", 3_000), ("CONSOLE-2", 3_500)]
    for number, total in totals if in_order else totals[::-1]:
        about = replace(report(order, ReportKind.REFUND_DONE, number, f"N-{number}"), amount_fen=total)
        assert provider_reports.receive(data.session, about, now=NOW)
    expected = [("CONSOLE-1", 2_000), ("CONSOLE-2", 500)] if in_order else [("CONSOLE-2", 2_500)]
    assert [(each.reference, each.theirs) for each in differences(data)] == expected
