"""Differences between a gateway's bill and our books: each is a task for a cashier until somebody has settled it."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Index, UniqueConstraint, text, update
from sqlmodel import Field, Session, SQLModel, col, select

from storage.database import add_once, big_integer, choice, fen, instant
from storage.payments.payments import PaymentProvider

OPEN_TEXT = text("settled_at IS NULL")
OPEN: dict[str, Any] = {"sqlite_where": OPEN_TEXT, "postgresql_where": OPEN_TEXT}


class DifferenceKind(StrEnum):
    """What does not agree."""

    UNKNOWN_ORDER = "unknown_order"
    WRONG_AMOUNT = "wrong_amount"
    MISSING_AT_GATEWAY = "missing_at_gateway"
    UNKNOWN_REFUND = "unknown_refund"
    REFUND_AMOUNT = "refund_amount"
    REFUND_MISSING_AT_GATEWAY = "refund_missing_at_gateway"


class Difference(SQLModel, table=True):
    """One thing that does not agree. `reference`: the transaction or refund; amounts in fen, 0 where there is none."""

    __tablename__ = "differences"
    __table_args__ = (
        UniqueConstraint("provider", "kind", "reference"),
        Index("ix_differences_open", "number", **OPEN),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    number: int = big_integer(unique=True)
    day: date
    provider: PaymentProvider = choice(PaymentProvider)
    kind: DifferenceKind = choice(DifferenceKind)
    reference: str
    order_number: str
    ours: int = fen()
    theirs: int = fen()
    found_at: datetime = instant()
    settled_at: datetime | None = instant(default=None)
    settled_by: UUID | None = None


class Reconciliation(SQLModel, table=True):
    """One day's comparison with one gateway: asked for once, done when the bill was there."""

    __tablename__ = "reconciliations"

    provider: PaymentProvider = choice(PaymentProvider, primary_key=True)
    day: date = Field(primary_key=True)
    asked_at: datetime = instant()
    done_at: datetime | None = instant(default=None)
    lines: int = 0


def put(session: Session, difference: Difference) -> bool:
    """Keep a difference. False if it is kept already, settled or not."""
    return add_once(session, Difference, difference.model_dump())


def open_ones(session: Session, *, most: int = 50) -> list[Difference]:
    """Return what nobody has settled yet, oldest first."""
    question = select(Difference).where(col(Difference.settled_at).is_(None))
    return list(session.exec(question.order_by(col(Difference.number)).limit(most)))


def get(session: Session, difference_id: UUID) -> Difference | None:
    """Return this difference."""
    return session.get(Difference, difference_id)


def known(session: Session, provider: PaymentProvider, kind: DifferenceKind, reference: str) -> bool:
    """Say whether this difference is kept already."""
    question = select(Difference.id).where(Difference.provider == provider, Difference.kind == kind)
    return session.exec(question.where(Difference.reference == reference)).first() is not None


def settle(session: Session, difference: Difference, *, by: UUID, at: datetime) -> bool:
    """Write down that somebody has seen to it. False if another was faster."""
    question = update(Difference).where(col(Difference.id) == difference.id, col(Difference.settled_at).is_(None))
    changed = question.values(settled_at=at, settled_by=by)
    settled = session.execute(changed, execution_options={"synchronize_session": False}).rowcount == 1  # type: ignore[attr-defined]
    session.refresh(difference)
    return bool(settled)


def begin(session: Session, provider: PaymentProvider, day: date, *, at: datetime) -> bool:
    """Write down that a day is being compared. False if somebody began that already."""
    return add_once(session, Reconciliation, Reconciliation(provider=provider, day=day, asked_at=at).model_dump())


def finish(session: Session, provider: PaymentProvider, day: date, *, at: datetime, lines: int) -> None:
    """Write down that a day was compared, with how many lines of the bill."""
    question = update(Reconciliation).where(col(Reconciliation.provider) == provider, col(Reconciliation.day) == day)
    session.execute(question.values(done_at=at, lines=lines))


def unfinished(session: Session, *, asked_before: datetime) -> list[Reconciliation]:
    """Return the comparisons that were asked for before this moment and never came to an end."""
    question = select(Reconciliation).where(col(Reconciliation.done_at).is_(None))
    return list(session.exec(question.where(Reconciliation.asked_at < asked_before)))


def ask_again(session: Session, reconciliation: Reconciliation, *, at: datetime) -> None:
    """Write down that a comparison was asked for once more."""
    reconciliation.asked_at = at
    session.add(reconciliation)
    session.flush()
