"""Daily closings (日结): the totals of one day with one provider, which agree with its bill, and the money left there.

Days are closed in order, once; a closed day is never changed. What is booked for it afterwards is a difference, and
stands in the next closing as a correction.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Field, Session, SQLModel, and_, col, func, or_, select

from storage import database
from storage.database import NamedLock, add_once, choice, fen, instant
from storage.payments.payments import PaymentProvider, PaymentTransaction
from storage.payments.refunds import Refund
from storage.retention import without_personal_data


class DailyClosing(SQLModel, table=True):
    """One day with one provider. Amounts in fen; `settled`: of what was received, what paid an order.

    corrected: what was booked for earlier days after their closing; balance: all that was received and not refunded.
    reason: why it was closed without its bill, by what the cashier has written; empty if the bill agreed.
    """

    __tablename__ = "daily_closings"

    provider: PaymentProvider = choice(PaymentProvider, primary_key=True)
    day: date = Field(primary_key=True)
    closed_at: datetime = instant()
    closed_by: UUID
    payments: int
    received: int = fen()
    settled: int = fen()
    refunds: int
    refunded: int = fen()
    corrected: int = fen()
    balance: int = fen()
    reason: str = Field(default="", sa_column_kwargs={"server_default": text("''")})


without_personal_data(DailyClosing, "totals of a provider's day")


def prevent(session: Session, provider: PaymentProvider) -> None:
    """Let no day of a provider be closed until the end of the transaction, which books money, or compares a bill."""
    database.lock_name(session, NamedLock.CLOSING, provider.value, shared=True)


def begin(session: Session, provider: PaymentProvider) -> None:
    """Wait until nothing is being booked that a closing of this provider would miss."""
    database.lock_name(session, NamedLock.CLOSING, provider.value)


def put(session: Session, closing: DailyClosing) -> bool:
    """Insert a closing. Returns False if the day is closed already."""
    return add_once(session, DailyClosing, closing.model_dump())


def newest(session: Session, provider: PaymentProvider) -> DailyClosing | None:
    """Return the newest closing."""
    query = select(DailyClosing).where(DailyClosing.provider == provider)
    return session.exec(query.order_by(col(DailyClosing.day).desc()).limit(1)).first()


def between(session: Session, since: date, until: date) -> list[DailyClosing]:
    """Return the closings from one day to another, both included."""
    query = select(DailyClosing).where(col(DailyClosing.provider).in_(PaymentProvider))  # The key begins with it.
    query = query.where(DailyClosing.day >= since, DailyClosing.day <= until)
    return list(session.exec(query.order_by(col(DailyClosing.day), col(DailyClosing.provider))))


def first_payment_at(session: Session, provider: PaymentProvider | None = None) -> datetime | None:
    """Return when the first payment was made, with one provider or any."""
    query = select(PaymentTransaction)
    if provider is not None:
        query = query.where(PaymentTransaction.provider == provider)
    first = session.exec(query.order_by(col(PaymentTransaction.paid_at)).limit(1)).first()
    return first.paid_at if first else None


def payments_of(
    session: Session, provider: PaymentProvider | None, since: date, until: date, *, span: tuple[datetime, datetime]
) -> list[PaymentTransaction]:
    """Return the payments of these days, both included, with one provider or all, in order of payment.

    A payment belongs to the day of its bill, before it is on one to that of its moment. span: when the first day
    begins, and when the last is over.
    """
    bill, at = col(PaymentTransaction.billed_on), col(PaymentTransaction.paid_at)
    unbilled = and_(bill.is_(None), at >= span[0], at < span[1])
    query = select(PaymentTransaction).where(or_(and_(bill >= since, bill <= until), unbilled))
    if provider is not None:
        query = query.where(PaymentTransaction.provider == provider)
    return list(session.exec(query.order_by(at, col(PaymentTransaction.transaction_id))))


def received_until(session: Session, provider: PaymentProvider, day: date, end: datetime) -> int:
    """Return the sum of all payments of this day and before, in fen. end: when the day is over."""
    bill = col(PaymentTransaction.billed_on)
    unbilled = and_(bill.is_(None), col(PaymentTransaction.paid_at) < end)
    query = select(func.sum(PaymentTransaction.amount)).where(or_(bill <= day, unbilled))
    return int(session.exec(query.where(PaymentTransaction.provider == provider)).one() or 0)


def refunds_billed(session: Session, provider: PaymentProvider, since: date, until: date) -> list[Refund]:
    """Return the refunds on the bills from one day to another, both included, by number."""
    query = select(Refund).join(PaymentTransaction, col(Refund.transaction_ref) == PaymentTransaction.id)
    query = query.where(col(Refund.billed_on) >= since, col(Refund.billed_on) <= until)
    return list(session.exec(query.where(PaymentTransaction.provider == provider).order_by(col(Refund.number))))


def refunds_of(
    session: Session, provider: PaymentProvider | None, since: date, until: date, *, span: tuple[datetime, datetime]
) -> list[Refund]:
    """Return the refunds of these days, both included, that bills of one provider or all have, or should have.

    By number. A refund belongs to the day of its bill, before it is on one to that of its moment. span: when the first
    day begins, and when the last is over.
    """
    at, bill = col(Refund.done_at), col(Refund.billed_on)
    unbilled = and_(bill.is_(None), col(Refund.elsewhere).is_(None), at >= span[0], at < span[1])
    query = select(Refund).join(PaymentTransaction, col(Refund.transaction_ref) == PaymentTransaction.id)
    query = query.where(or_(and_(bill >= since, bill <= until), unbilled))
    if provider is not None:
        query = query.where(PaymentTransaction.provider == provider)
    return list(session.exec(query.order_by(col(Refund.number))))


def refunded_until(session: Session, provider: PaymentProvider, day: date) -> int:
    """Return the sum of all refunds on the bills of this day and before, in fen."""
    query = select(func.sum(Refund.amount)).join(
        PaymentTransaction, col(Refund.transaction_ref) == PaymentTransaction.id
    )
    query = query.where(col(Refund.billed_on) <= day, PaymentTransaction.provider == provider)
    return int(session.exec(query).one() or 0)  # PostgreSQL's sum of big integers is a decimal.
