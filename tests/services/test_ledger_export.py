"""The CSV file for accounting: no formulas, and refunds as negative numbers."""

import csv
import io
from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlmodel import Session

from bot.services.payments import ledger_export
from storage.database import add
from storage.payments.payments import PaymentProvider, PaymentTransaction
from storage.payments.refunds import Refund, RefundReason, RefundState
from tests.services import payment_builders

DAY = date(2026, 11, 25)


def table(session: Session) -> list[dict[str, str]]:
    file = io.StringIO()
    ledger_export.write(session, file, DAY, DAY)
    return list(csv.DictReader(io.StringIO(file.getvalue())))


def paid(session: Session, transaction_id: str) -> PaymentTransaction:
    """Create an order that is paid twice."""
    order = payment_builders.begun(session, payment_builders.debt(session, 1)).order
    assert order is not None
    transaction = PaymentTransaction(
        provider=PaymentProvider.WECHAT,
        transaction_id=transaction_id,
        order_id=order.id,
        amount=payment_builders.FINE,
        paid_at=payment_builders.NOW,
        booked_at=payment_builders.NOW,
        settles=False,
    )
    return add(session, transaction)


@pytest.mark.parametrize("number", ["=1+1", "+1", "-1", "@SUM(A1)", "＝1"])
def test_a_gateway_number_that_looks_like_a_formula_becomes_text(session: Session, number: str) -> None:
    paid(session, number)
    (line,) = table(session)
    assert line["transaction"] == f"'{number}"
    assert line["amount_yuan"] == "200.00"


def test_a_refund_is_exported_as_a_negative_number(session: Session) -> None:
    transaction = paid(session, "4200")
    refund = Refund(
        number=1, transaction_ref=transaction.id, about=uuid4(), amount=payment_builders.FINE, reason=RefundReason.LATE
    )
    refund.proposed_at, refund.state, refund.done_at = (
        payment_builders.NOW,
        RefundState.DONE,
        payment_builders.NOW + timedelta(hours=1),
    )
    add(session, refund)
    _, line = table(session)
    assert (line["kind"], line["amount_yuan"], line["transaction"]) == ("refund", "-200.00", "4200")
