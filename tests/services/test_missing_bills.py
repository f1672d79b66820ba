"""Days whose bill cannot be had: closed with a reason on the desk's own records, which a later bill follows."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from bot.errors import Refusal
from bot.services.payments import closings, missing_bills, reconciliation, refunds
from bot.services.payments.missing_bills import NOT_SET_UP
from storage.audit import Action, AuditEntry
from storage.payments import bill_differences
from storage.payments.bill_differences import BillDifference, Reconciliation
from storage.payments.daily_closings import DailyClosing
from storage.payments.payments import PaymentProvider
from storage.payments.refunds import Refund
from tests.services.builders import DataBuilder
from tests.services.payment_builders import FINE, NOW
from tests.services.test_bills_in_any_order import back
from tests.services.test_closings import DAY, NEXT, WECHAT, compared, paid, row

WHY = "The contract with the provider has ended."
TOMORROW, LATER = DAY + timedelta(days=1), NEXT + timedelta(days=5)


def refused(session: Session, code: str = NOT_SET_UP) -> None:
    bill_differences.refuse_reconciliation(session, WECHAT, DAY, code=code, at=NEXT)


def test_a_provider_that_is_no_longer_set_up_blocks_no_day(data: DataBuilder) -> None:
    session, cashier = data.session, data.staff("cashier")
    paid(session, 1)
    paid(session, 2, FINE + 1)
    (refund,) = session.exec(select(Refund))
    assert refunds.approve(session, refund.id, by=cashier, now=NOW)
    refunds.finish(session, refund, now=NOW)
    refused(session)
    with pytest.raises(closings.NotReconciled):
        closings.close(session, DAY, by=cashier, now=NEXT)
    assert closings.may_lack_bill(session, DAY, now=NEXT) == [WECHAT]
    wechat, alipay = closings.close(session, DAY, reason=WHY, by=cashier, now=NEXT)
    assert (wechat.received, wechat.refunded, wechat.balance, wechat.corrected) == (2 * FINE + 1, FINE + 1, FINE, 0)
    assert (wechat.reason, alipay.reason) == (WHY, "")
    entry = [each for each in session.exec(select(AuditEntry)) if each.action == Action.DAY_CLOSED.value][-1]
    assert '"without_bill": ["wechat"]' in entry.details
    later = closings.close(session, TOMORROW, by=cashier, now=LATER)  # Nothing moved: it needs no reason.
    assert (later[0].balance, later[0].reason) == (FINE, "")


def test_a_refund_that_is_reported_after_its_day_was_closed_without_a_bill_is_found_missing(data: DataBuilder) -> None:
    session, cashier = data.session, data.staff("cashier")
    paid(session, 1, FINE + 1)
    (refund,) = session.exec(select(Refund))
    assert refunds.approve(session, refund.id, by=cashier, now=NOW)
    refused(session)
    closings.close(session, DAY, reason=WHY, by=cashier, now=NEXT)
    refunds.finish(session, refund, at=NOW, now=NEXT)
    compared(session, day=TOMORROW)
    (missing,) = session.exec(select(BillDifference))
    assert (missing.kind.value, missing.reference) == ("refund_missing_at_gateway", refund.gateway_number)


def test_a_refund_of_the_other_provider_waits_for_its_own_bill(data: DataBuilder) -> None:
    session, cashier = data.session, data.staff("cashier")
    paid(session, 1, FINE + 1)
    (refund,) = session.exec(select(Refund))
    assert refunds.approve(session, refund.id, by=cashier, now=NOW)
    refunds.finish(session, refund, now=NOW)
    refunds.transaction_of(session, refund).provider = PaymentProvider.ALIPAY
    missing_bills.stand_in(session, WECHAT, DAY)
    assert refund.billed_on is None
    missing_bills.stand_in(session, PaymentProvider.ALIPAY, DAY)
    assert refund.billed_on == DAY


def test_money_that_moves_later_needs_a_reason_again(data: DataBuilder) -> None:
    session, cashier = data.session, data.staff("cashier")
    paid(session, 1)
    refused(session)
    closings.close(session, DAY, reason=WHY, by=cashier, now=NEXT)
    paid(session, 2, on=NEXT)
    with pytest.raises(closings.NotReconciled):
        closings.close(session, TOMORROW, by=cashier, now=LATER)


def test_the_bill_that_comes_after_all_is_compared(data: DataBuilder) -> None:
    session, cashier = data.session, data.staff("cashier")
    order, _ = paid(session, 1), paid(session, 2)
    refused(session)
    closings.close(session, DAY, reason=WHY, by=cashier, now=NEXT)
    compared(session, row(order, 1), back(order, "CONSOLE-1", 100))
    kinds = [each.kind.value for each in session.exec(select(BillDifference))]
    assert sorted(kinds) == ["missing_at_gateway", "unknown_refund"]
    assert not missing_bills.is_gone(session, WECHAT)


@pytest.mark.parametrize("reason", ["", "no", "x" * 301])
def test_it_needs_a_reason(data: DataBuilder, reason: str) -> None:
    paid(data.session, 1)
    refused(data.session)
    with pytest.raises(Refusal):
        closings.close(data.session, DAY, reason=reason, by=data.staff("cashier"), now=NEXT)
    assert data.session.exec(select(DailyClosing)).all() == []


def test_a_reason_opens_nothing_else(data: DataBuilder) -> None:
    session, cashier = data.session, data.staff("cashier")
    order = paid(session, 1)
    for kind in (closings.NotReconciled, closings.NotReconciled):
        with pytest.raises(kind):  # Never asked for; then asked for and perhaps ready soon.
            closings.close(session, DAY, reason=WHY, by=cashier, now=NEXT)
        refused(session, "BILL_CREATING")
    compared(session, row(order, 1))
    session.get_one(Reconciliation, (WECHAT, DAY)).received += 1
    with pytest.raises(closings.TotalsDisagree):
        closings.close(session, DAY, reason=WHY, by=cashier, now=NEXT)
    compared(session, row(order, 1))
    compared(session)
    with pytest.raises(closings.DifferencesOpen):
        closings.close(session, DAY, reason=WHY, by=cashier, now=NEXT)


def test_a_bill_that_is_missing_for_days_is_given_up(data: DataBuilder) -> None:
    paid(data.session, 1)
    refused(data.session, "SYSTEM_ERROR")
    assert closings.may_lack_bill(data.session, DAY, now=NOW + missing_bills.WAIT) == []
    assert closings.may_lack_bill(data.session, DAY, now=LATER) == [WECHAT]


def test_an_open_difference_is_resolved_first(data: DataBuilder) -> None:
    session, cashier = data.session, data.staff("cashier")
    order = paid(session, 1)
    compared(session, row(order, 1, FINE + 1))
    bill_differences.refuse_reconciliation(session, WECHAT, TOMORROW, code=NOT_SET_UP, at=NEXT)
    assert closings.may_lack_bill(session, TOMORROW, now=LATER) == []
    with pytest.raises(closings.DayClosed):
        closings.require_may_lack_bill(session, TOMORROW, by=cashier, now=LATER)


def test_a_provider_that_was_never_set_up_is_not_in_use_because_it_was_asked(data: DataBuilder) -> None:
    session, cashier = data.session, data.staff("cashier")
    order = paid(session, 1)
    bill_differences.refuse_reconciliation(session, PaymentProvider.ALIPAY, DAY, code=NOT_SET_UP, at=NEXT)
    reconciliation.reconcile(session, WECHAT, DAY, [row(order, 1)], now=NEXT)
    assert closings.close(session, DAY, by=cashier, now=NEXT)
