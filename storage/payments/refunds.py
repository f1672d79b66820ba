"""Refunds: money that must go back, who let it go, and what the gateway made of it.

proposed ──► seconded (above the limit) ──► sent ──► done / failed ──► sent …

Four eyes are a constraint: who seconds is not who approved first.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text, update
from sqlmodel import Field, Session, SQLModel, col, select

from storage.database import big_integer, choice, fen, instant

PREFIX = "CZR"


class RefundReason(StrEnum):
    """Why money goes back."""

    DOUBLE = "double"
    LATE = "late"
    REVOKED = "revoked"


class RefundState(StrEnum):
    """Where a refund stands."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    SENT = "sent"
    DONE = "done"
    FAILED = "failed"


UNFINISHED_TEXT = text("state <> 'done'")
UNFINISHED: dict[str, Any] = {"sqlite_where": UNFINISHED_TEXT, "postgresql_where": UNFINISHED_TEXT}
UNBILLED_TEXT = text("state = 'done' AND billed_on IS NULL")
UNBILLED: dict[str, Any] = {"sqlite_where": UNBILLED_TEXT, "postgresql_where": UNBILLED_TEXT}


class Refund(SQLModel, table=True):
    """Money of one transaction that goes back: all of it, or what one decision cost (`about`)."""

    __tablename__ = "refunds"
    __table_args__ = (
        UniqueConstraint("transaction_ref", "about"),
        Index("ix_refunds_unfinished", "number", **UNFINISHED),
        Index("ix_refunds_unbilled", "done_at", **UNBILLED),
        CheckConstraint("amount >= 1", name="of_something"),
        CheckConstraint("second_by IS NULL OR second_by <> first_by", name="four_eyes"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    number: int = big_integer(unique=True)
    transaction_ref: UUID = Field(foreign_key="payment_transactions.id", index=True)
    about: UUID
    amount: int = fen()
    reason: RefundReason = choice(RefundReason)
    state: RefundState = choice(RefundState, default=RefundState.PROPOSED)
    proposed_at: datetime = instant()
    first_by: UUID | None = None
    second_by: UUID | None = None
    done_at: datetime | None = instant(default=None, index=True)
    billed_on: date | None = None

    @property
    def gateway_number(self) -> str:
        """The number the gateway knows it by."""
        return f"{PREFIX}{self.number:08d}"


def get(session: Session, refund_id: UUID) -> Refund | None:
    """Return this refund."""
    return session.get(Refund, refund_id)


def by_number(session: Session, refund_number: int) -> Refund | None:
    """Return the refund with this number."""
    return session.exec(select(Refund).where(Refund.number == refund_number)).one_or_none()


def by_gateway_number(session: Session, gateway_number: str) -> Refund | None:
    """Return the refund a gateway knows by this number."""
    digits = gateway_number.removeprefix(PREFIX)
    known = gateway_number.startswith(PREFIX) and digits.isascii() and digits.isdigit() and len(digits) < 16
    return by_number(session, int(digits)) if known else None


def unfinished(session: Session, *, most: int = 50) -> list[Refund]:
    """Return what has not gone back yet, oldest first."""
    question = select(Refund).where(UNFINISHED_TEXT)
    return list(session.exec(question.order_by(col(Refund.number)).limit(most)))


def unbilled(session: Session, *, done_before: datetime) -> list[Refund]:
    """Return what has gone back before this moment, and stood on no bill yet, the oldest first."""
    question = select(Refund).where(UNBILLED_TEXT)
    return list(session.exec(question.where(col(Refund.done_at) < done_before).order_by(col(Refund.done_at))))


def of_transaction(session: Session, transaction_ref: UUID) -> list[Refund]:
    """Return what went back, or shall go back, of this transaction."""
    return list(session.exec(select(Refund).where(Refund.transaction_ref == transaction_ref)))


def done_between(session: Session, since: datetime, until: datetime) -> list[Refund]:
    """Return what went back from a moment until another, by number."""
    question = select(Refund).where(col(Refund.done_at) >= since, col(Refund.done_at) < until)
    return list(session.exec(question.order_by(col(Refund.number))))


def move(session: Session, refund: Refund, to: RefundState, **values: Any) -> bool:
    """Move a refund on from where it was seen. False if something else moved it first."""
    question = update(Refund).where(col(Refund.id) == refund.id, col(Refund.state) == refund.state)
    changed = question.values(state=to, **values)
    moved = session.execute(changed, execution_options={"synchronize_session": False}).rowcount == 1  # type: ignore[attr-defined]
    session.refresh(refund)
    return bool(moved)
