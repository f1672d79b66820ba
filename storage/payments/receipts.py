"""Receipts: the lines of settled orders, with their numbers, and which of them are void."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session, col, select

from storage.database import update_if
from storage.payments.payments import IS_VOID, PaymentLine, PaymentTransaction
from storage.violations.decisions import Decision


def settled_line(session: Session, decision_id: UUID) -> PaymentLine | None:
    """Return the line whose payment paid this decision, and still does."""
    query = select(PaymentLine).join(PaymentTransaction, col(PaymentTransaction.order_id) == PaymentLine.order_id)
    query = query.where(PaymentLine.decision_id == decision_id, col(PaymentTransaction.settles))
    return session.exec(query.where(col(PaymentLine.voided_at).is_(None))).first()


def receipts_of(session: Session, decision_id: UUID) -> list[tuple[PaymentLine, PaymentTransaction]]:
    """Return every line that has ever paid this decision, with its payment; receipts that are void among them."""
    query = select(PaymentLine, PaymentTransaction).where(PaymentLine.decision_id == decision_id)
    query = query.join(PaymentTransaction, col(PaymentTransaction.order_id) == PaymentLine.order_id)
    return list(session.exec(query.where(col(PaymentTransaction.settles))).all())


def void_receipts(session: Session, *, since: datetime) -> list[tuple[str, datetime]]:
    """Return the receipts that became void since then: the decision's number, and when it was paid."""
    query = select(Decision.number, PaymentTransaction.paid_at).join(
        PaymentLine, col(PaymentLine.decision_id) == Decision.id
    )
    query = query.join(PaymentTransaction, col(PaymentTransaction.order_id) == PaymentLine.order_id)
    query = query.where(text(IS_VOID), col(PaymentLine.voided_at) >= since, col(PaymentTransaction.settles))
    return list(session.exec(query).all())


def void(session: Session, line: PaymentLine, *, at: datetime) -> bool:
    """Make a receipt void, and let its decision be paid by another order. Returns False if it was void already."""
    return update_if(session, line, col(PaymentLine.voided_at).is_(None), voided_at=at, holds=False)


def unnumbered_lines(session: Session, since: datetime, until: datetime) -> list[PaymentLine]:
    """Return the lines paid in this time that have no receipt number, in order of payment."""
    query = select(PaymentLine).join(PaymentTransaction, col(PaymentTransaction.order_id) == PaymentLine.order_id)
    query = query.where(PaymentTransaction.paid_at >= since, PaymentTransaction.paid_at < until)
    query = query.where(col(PaymentTransaction.settles), col(PaymentLine.receipt_number).is_(None))
    return list(session.exec(query.order_by(col(PaymentTransaction.paid_at), col(PaymentLine.decision_id))))


def last_receipt_number(session: Session) -> int:
    """Return the highest receipt number, 0 if there is none."""
    query = select(PaymentLine.receipt_number).where(col(PaymentLine.receipt_number).is_not(None))
    return session.exec(query.order_by(col(PaymentLine.receipt_number).desc()).limit(1)).first() or 0
