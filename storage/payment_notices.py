"""Payment notices: every word of a provider's that was believed, kept once, however often it is said."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Table, UniqueConstraint
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlmodel import Field, Session, SQLModel

from storage.database import choice, fen, instant
from storage.payments import PaymentProvider


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


_notices: Table = PaymentNotice.__table__  # type: ignore[attr-defined]
_put = {
    "sqlite": sqlite_insert(_notices).on_conflict_do_nothing(),
    "postgresql": postgresql_insert(_notices).on_conflict_do_nothing(),
}


def put(session: Session, notice: PaymentNotice) -> bool:
    """Keep a notice. False if it is kept already."""
    connection = session.connection()
    return connection.execute(_put[connection.dialect.name], notice.model_dump()).rowcount == 1
