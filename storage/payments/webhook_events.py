"""Payment webhook events: every verified message from a provider, stored once however often it is delivered.

Provider and id are the idempotency key, under a unique constraint.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Session

from storage.database import UuidRow, add_once, choice, fen, instant
from storage.payments.payments import PaymentProvider
from storage.retention import delete_with


class PaymentWebhookEvent(UuidRow, table=True):
    """One webhook event whose signature was verified."""

    __tablename__ = "payment_notices"
    __table_args__ = (UniqueConstraint("provider", "notice_id"),)

    provider: PaymentProvider = choice(PaymentProvider)
    notice_id: str  # The provider's id of the event.
    order_id: UUID = Field(foreign_key="payment_orders.id", index=True)
    transaction_id: str
    amount: int = fen()
    paid_at: datetime | None = instant(default=None)
    received_at: datetime = instant()


delete_with(PaymentWebhookEvent, "order_id")


def put(session: Session, event: PaymentWebhookEvent) -> bool:
    """Insert an event. Returns False if it is stored already."""
    return add_once(session, PaymentWebhookEvent, event.model_dump())
