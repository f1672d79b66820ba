"""Payment notices: every word of a provider's that was believed, kept once, however often it is said."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Session, SQLModel

from storage.database import add_once, choice, fen, instant
from storage.payments.payments import PaymentProvider


class PaymentNotice(SQLModel, table=True):
    """One notice, its signature checked."""

    __tablename__ = "payment_notices"
    __table_args__ = (UniqueConstraint("provider", "notice_id"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    provider: PaymentProvider = choice(PaymentProvider)
    notice_id: str
    order_id: UUID = Field(foreign_key="payment_orders.id", index=True)
    transaction_id: str
    amount: int = fen()
    paid_at: datetime | None = instant(default=None)
    received_at: datetime = instant()


def put(session: Session, notice: PaymentNotice) -> bool:
    """Keep a notice. False if it is kept already."""
    return add_once(session, PaymentNotice, notice.model_dump())
