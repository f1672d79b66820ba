"""Payment orders: which decisions are to be paid, and every transaction received for them.

created ──► ordered ──► paid ──► refunding ──► refunded
    └──────────┴──► closed ──► refunding (money arrived after closing)

The order number is stored before the gateway is first called. The database itself enforces three rules:
a decision has at most one open or paid order, a transaction is stored once, and at most one
transaction settles an order.
"""

import re
from collections.abc import Collection
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text, update
from sqlmodel import Field, Session, SQLModel, col, select

from storage.database import UuidRow, choice, fen, instant, partial_index, update_if
from storage.retention import RetentionPeriod, delete_with, keep_until
from storage.violations.decisions import Decision
from storage.violations.violations import Violation


class PaymentProvider(StrEnum):
    """The payment provider of an order."""

    WECHAT = "wechat"
    ALIPAY = "alipay"


class OrderState(StrEnum):
    """The state of an order."""

    CREATED = "created"
    ORDERED = "ordered"
    PAID = "paid"
    CLOSED = "closed"
    REFUNDING = "refunding"
    REFUNDED = "refunded"


class OrderCloseReason(StrEnum):
    """Why an order was closed unpaid."""

    EXPIRED = "expired"
    BY_PAYER = "by_payer"
    REFUSED = "refused"
    NO_ANSWER = "no_answer"
    REFUNDED = "sent_back"
    WRONG_AMOUNT = "wrong_amount"


IS_VOID = "voided_at IS NOT NULL"
OPEN_ORDERS = (OrderState.CREATED, OrderState.ORDERED)
NUMBER_PREFIX = "CZ"
_ORDER_NUMBER = re.compile(rf"{NUMBER_PREFIX}\d{{20}}", re.ASCII)


class PaymentOrder(UuidRow, table=True):
    """One order at a gateway. `lane`: the lane that handles its events; `code`: the content of its payment QR code."""

    __tablename__ = "payment_orders"
    __table_args__ = (CheckConstraint("amount >= 1", name="for_something"),)

    number: str = Field(unique=True)
    provider: PaymentProvider = choice(PaymentProvider)
    payer_id: UUID = Field(foreign_key="people.id", index=True)
    lane: str
    amount: int = fen()
    state: OrderState = choice(OrderState, default=OrderState.CREATED)
    code: str = ""
    created_at: datetime = instant()
    expires_at: datetime = instant()
    polls: int = 0
    paid_at: datetime | None = instant(default=None)
    closed_at: datetime | None = instant(default=None)
    close_reason: OrderCloseReason | None = choice(OrderCloseReason, constraint="closereason", default=None)


class PaymentLine(SQLModel, table=True):
    """One decision on an order, and its amounts. `holds`: true while the order is open or paid.

    receipt_number: of a paid line, without gaps in the order in which receipts are first made. voided_at: when the
    receipt became void, because the money went back and the decision is due again or annulled.
    """

    __tablename__ = "payment_lines"
    __table_args__ = (
        partial_index("uq_payment_lines_holds", "decision_id", unique=True, where="holds"),
        Index("uq_payment_lines_receipt_number", "receipt_number", unique=True),
        partial_index("ix_payment_lines_voided_at", "voided_at", where=IS_VOID),
    )

    order_id: UUID = Field(foreign_key="payment_orders.id", primary_key=True)
    decision_id: UUID = Field(foreign_key="decisions.id", primary_key=True, index=True)
    fine: int = fen()
    late_fee: int = fen()
    holds: bool = True
    receipt_number: int | None = fen(default=None)
    voided_at: datetime | None = instant(default=None)


class PaymentTransaction(UuidRow, table=True):
    """Money received. `settles`: it paid its order; any other transaction is unmatched, and proposed for refund.

    order_number: what the provider reports. order_id: None if that is no order of ours at this provider.
    billed_on: the day of the bill on which it stands, which may be another than that of `paid_at`.
    """

    __tablename__ = "payment_transactions"
    __table_args__ = (
        UniqueConstraint("provider", "transaction_id"),
        partial_index("uq_payment_transactions_settles", "order_id", unique=True, where="settles"),
        CheckConstraint("order_id IS NOT NULL OR NOT settles", name="settles_an_order"),
    )

    provider: PaymentProvider = choice(PaymentProvider)
    transaction_id: str
    order_id: UUID | None = Field(default=None, foreign_key="payment_orders.id", index=True)
    order_number: str = Field(default="", sa_column_kwargs={"server_default": text("''")})
    amount: int = fen()
    paid_at: datetime = instant(index=True)
    booked_at: datetime = instant()
    settles: bool
    billed_on: date | None = Field(default=None, index=True)


keep_until(RetentionPeriod.LEDGER_DAYS, PaymentOrder)
delete_with(PaymentLine, "order_id")
delete_with(PaymentTransaction, "order_id")


def is_order_number(number: str) -> bool:
    """Return whether a number has the form of the desk's order numbers: prefix, day, running number, random digits."""
    return _ORDER_NUMBER.fullmatch(number) is not None


def by_number(session: Session, number: str) -> PaymentOrder | None:
    """Return the order with this number."""
    return session.exec(select(PaymentOrder).where(PaymentOrder.number == number)).one_or_none()


def of_provider(session: Session, provider: PaymentProvider, number: str) -> PaymentOrder | None:
    """Return the order of this provider with this number."""
    order = by_number(session, number)
    return order if order is not None and order.provider is provider else None


def lines_of(session: Session, order_id: UUID) -> list[PaymentLine]:
    """Return the lines of this order, oldest offence first."""
    query = select(PaymentLine).join(Decision, col(PaymentLine.decision_id) == Decision.id)
    query = query.join(Violation, col(Decision.violation_id) == Violation.id).where(PaymentLine.order_id == order_id)
    return list(session.exec(query.order_by(col(Violation.occurred_at), col(Violation.number))))


def order_holding(session: Session, decision_ids: Collection[UUID]) -> PaymentOrder | None:
    """Return the open or paid order that contains one of these decisions."""
    query = select(PaymentOrder).join(PaymentLine, col(PaymentLine.order_id) == PaymentOrder.id)
    # In the words of the index: SQLite does not recognise that "holds = 1" is the same.
    held = query.where(col(PaymentLine.decision_id).in_(decision_ids), text("payment_lines.holds"))
    return session.exec(held.order_by(col(PaymentOrder.created_at)).limit(1)).first()


def of_decision(session: Session, decision_id: UUID) -> list[PaymentOrder]:
    """Return all orders that contain this decision, newest first."""
    query = select(PaymentOrder).join(PaymentLine, col(PaymentLine.order_id) == PaymentOrder.id)
    found = query.where(PaymentLine.decision_id == decision_id).order_by(col(PaymentOrder.created_at).desc())
    return list(session.exec(found))


def open_of_payer(session: Session, person_id: UUID) -> list[PaymentOrder]:
    """Return this person's orders that are neither paid nor closed."""
    query = select(PaymentOrder).where(PaymentOrder.payer_id == person_id)
    return list(session.exec(query.where(col(PaymentOrder.state).in_(OPEN_ORDERS))))


def of_payer(session: Session, person_id: UUID) -> list[PaymentOrder]:
    """Return all orders of this person, newest first."""
    query = select(PaymentOrder).where(PaymentOrder.payer_id == person_id)
    return list(session.exec(query.order_by(col(PaymentOrder.created_at).desc())))


def move_to_lane(session: Session, payer_id: UUID, lane: str) -> None:
    """Have later events of this person's orders handled in another lane."""
    session.execute(update(PaymentOrder).where(col(PaymentOrder.payer_id) == payer_id).values(lane=lane))


def move(session: Session, order: PaymentOrder, to: OrderState, **values: Any) -> bool:
    """Change the state. Returns False if another transaction changed it first."""
    return update_if(session, order, col(PaymentOrder.state) == order.state, state=to, **values)


def release_decisions(session: Session, order_id: UUID) -> None:
    """Release the decisions of an order that was closed unpaid, so that a new order can contain them."""
    session.execute(update(PaymentLine).where(col(PaymentLine.order_id) == order_id).values(holds=False))


def transaction_by_provider_id(
    session: Session, provider: PaymentProvider, transaction_id: str
) -> PaymentTransaction | None:
    """Return the transaction that the provider knows by this id."""
    query = select(PaymentTransaction).where(PaymentTransaction.provider == provider)
    return session.exec(query.where(PaymentTransaction.transaction_id == transaction_id)).one_or_none()


def transactions_of(session: Session, order_id: UUID) -> list[PaymentTransaction]:
    """Return all transactions of this order."""
    return list(session.exec(select(PaymentTransaction).where(PaymentTransaction.order_id == order_id)))


def transactions_with_number(session: Session, provider: PaymentProvider, number: str) -> list[PaymentTransaction]:
    """Return all transactions for which this provider reports this order number."""
    query = select(PaymentTransaction).where(PaymentTransaction.order_number == number)
    return list(session.exec(query.where(PaymentTransaction.provider == provider)))


def settling_transaction(session: Session, order_id: UUID) -> PaymentTransaction | None:
    """Return the transaction that paid this order."""
    query = select(PaymentTransaction).where(PaymentTransaction.order_id == order_id, col(PaymentTransaction.settles))
    return session.exec(query).one_or_none()
