"""Payment orders: what is to be paid for which decisions, and every transaction that came in for them.

created ──► ordered ──► paid ──► refunding ──► refunded
    └──────────┴──► closed ──► refunding (money came after the end)

The number is stored before the first call to a gateway. Three rules are the database's own:
a decision hangs on one open or paid order at a time, a transaction is booked once, and one
transaction at the most settles an order.
"""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, Session, SQLModel, col, select

from storage.database import choice, fen, instant


class PaymentProvider(StrEnum):
    """By whom an order is paid."""

    WECHAT = "wechat"
    ALIPAY = "alipay"


class OrderState(StrEnum):
    """Where an order stands."""

    CREATED = "created"
    ORDERED = "ordered"
    PAID = "paid"
    CLOSED = "closed"
    REFUNDING = "refunding"
    REFUNDED = "refunded"


class CloseReason(StrEnum):
    """Why an order ended unpaid."""

    EXPIRED = "expired"
    BY_PAYER = "by_payer"
    REFUSED = "refused"
    NO_ANSWER = "no_answer"
    SENT_BACK = "sent_back"


OPEN_ORDERS = (OrderState.CREATED, OrderState.ORDERED)


class PaymentOrder(SQLModel, table=True):
    """One order at a gateway. `lane`: whose turn its news are; `code`: what its payment QR says."""

    __tablename__ = "payment_orders"
    __table_args__ = (CheckConstraint("amount >= 1", name="for_something"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
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
    close_reason: CloseReason | None = choice(CloseReason, default=None)


class PaymentLine(SQLModel, table=True):
    """One decision on an order, with what it costs there. `holds` while the order is open or paid."""

    __tablename__ = "payment_lines"
    __table_args__ = (
        Index(
            "uq_payment_lines_holds",
            "decision_id",
            unique=True,
            sqlite_where=text("holds"),
            postgresql_where=text("holds"),
        ),
    )

    order_id: UUID = Field(foreign_key="payment_orders.id", primary_key=True)
    decision_id: UUID = Field(foreign_key="decisions.id", primary_key=True, index=True)
    fine: int = fen()
    late_fee: int = fen()
    holds: bool = True


class Transaction(SQLModel, table=True):
    """Money that came in. `settles`: it paid its order; any other of the same order goes back."""

    __tablename__ = "payment_transactions"
    __table_args__ = (
        UniqueConstraint("provider", "transaction_id"),
        Index(
            "uq_payment_transactions_settles",
            "order_id",
            unique=True,
            sqlite_where=text("settles"),
            postgresql_where=text("settles"),
        ),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    provider: PaymentProvider = choice(PaymentProvider)
    transaction_id: str
    order_id: UUID = Field(foreign_key="payment_orders.id", index=True)
    amount: int = fen()
    paid_at: datetime = instant(index=True)
    booked_at: datetime = instant()
    settles: bool


def get(session: Session, order_id: UUID) -> PaymentOrder | None:
    """Return this order."""
    return session.get(PaymentOrder, order_id)


def by_number(session: Session, number: str) -> PaymentOrder | None:
    """Return the order with this number."""
    return session.exec(select(PaymentOrder).where(PaymentOrder.number == number)).one_or_none()


def put(session: Session, order: PaymentOrder, lines: Collection[PaymentLine]) -> bool:
    """Write an order with its lines. False if one of the decisions hangs on another order: that one came first."""
    try:
        with session.begin_nested():
            session.add(order)
            session.flush()
            session.add_all(lines)
            session.flush()
    except IntegrityError:
        return False
    return True


def lines(session: Session, order_id: UUID) -> list[PaymentLine]:
    """Return what this order is for, always in the same order."""
    question = select(PaymentLine).where(PaymentLine.order_id == order_id)
    return list(session.exec(question.order_by(col(PaymentLine.decision_id))))


def holding(session: Session, decision_ids: Collection[UUID]) -> PaymentOrder | None:
    """Return the open or paid order on which one of these decisions hangs."""
    question = select(PaymentOrder).join(PaymentLine, col(PaymentLine.order_id) == PaymentOrder.id)
    # As the index says it: SQLite would not see that "holds = 1" is the same.
    held = question.where(col(PaymentLine.decision_id).in_(decision_ids), text("payment_lines.holds"))
    return session.exec(held.order_by(col(PaymentOrder.created_at)).limit(1)).first()


def of_decision(session: Session, decision_id: UUID) -> list[PaymentOrder]:
    """Return every order there was for this decision, the newest first."""
    question = select(PaymentOrder).join(PaymentLine, col(PaymentLine.order_id) == PaymentOrder.id)
    found = question.where(PaymentLine.decision_id == decision_id).order_by(col(PaymentOrder.created_at).desc())
    return list(session.exec(found))


def open_of_payer(session: Session, person_id: UUID) -> list[PaymentOrder]:
    """Return the orders this person began that are neither paid nor closed."""
    question = select(PaymentOrder).where(PaymentOrder.payer_id == person_id)
    return list(session.exec(question.where(col(PaymentOrder.state).in_(OPEN_ORDERS))))


def of_payer(session: Session, person_id: UUID) -> list[PaymentOrder]:
    """Return every order this person began, the newest first."""
    question = select(PaymentOrder).where(PaymentOrder.payer_id == person_id)
    return list(session.exec(question.order_by(col(PaymentOrder.created_at).desc())))


def move(session: Session, order: PaymentOrder, to: OrderState, **values: Any) -> bool:
    """Move an order on from where it was seen. False if something else moved it first."""
    question = update(PaymentOrder).where(col(PaymentOrder.id) == order.id, col(PaymentOrder.state) == order.state)
    changed = question.values(state=to, **values)
    moved = session.execute(changed, execution_options={"synchronize_session": False}).rowcount == 1  # type: ignore[attr-defined]
    session.refresh(order)
    return bool(moved)


def let_go(session: Session, order_id: UUID) -> None:
    """Free the decisions of an order that ended unpaid, for another one."""
    session.execute(update(PaymentLine).where(col(PaymentLine.order_id) == order_id).values(holds=False))


def book(session: Session, transaction: Transaction) -> bool:
    """Write down money that came in. False if this transaction is booked already."""
    try:
        with session.begin_nested():
            session.add(transaction)
            session.flush()
    except IntegrityError:
        return False
    return True


def booked(session: Session, provider: PaymentProvider, transaction_id: str) -> Transaction | None:
    """Return the transaction a provider knows by this id."""
    question = select(Transaction).where(Transaction.provider == provider)
    return session.exec(question.where(Transaction.transaction_id == transaction_id)).one_or_none()


def transactions_of(session: Session, order_id: UUID) -> list[Transaction]:
    """Return all money that came in for this order."""
    return list(session.exec(select(Transaction).where(Transaction.order_id == order_id)))


def settling(session: Session, order_id: UUID) -> Transaction | None:
    """Return the transaction that paid this order."""
    question = select(Transaction).where(Transaction.order_id == order_id, col(Transaction.settles))
    return session.exec(question).one_or_none()


def transaction(session: Session, key: UUID) -> Transaction | None:
    """Return the transaction of this row."""
    return session.get(Transaction, key)


def paid_between(
    session: Session, provider: PaymentProvider | None, since: datetime, until: datetime
) -> list[Transaction]:
    """Return what came in (by one provider) from a moment until another, in the order it was paid."""
    question = select(Transaction).where(Transaction.paid_at >= since, Transaction.paid_at < until)
    if provider is not None:
        question = question.where(Transaction.provider == provider)
    return list(session.exec(question.order_by(col(Transaction.paid_at), col(Transaction.transaction_id))))
