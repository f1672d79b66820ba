"""Differences between a gateway's bill and the desk's own records; a cashier resolves each."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import UniqueConstraint, false, text, update
from sqlmodel import Field, Session, SQLModel, col, select

from storage.database import UuidRow, add, add_once, big_integer, choice, fen, instant, partial_index, update_if
from storage.payments.daily_closings import DailyClosing
from storage.payments.payments import PaymentProvider
from storage.payments.refunds import MOST_LISTED, RefundState
from storage.retention import without_personal_data

IS_OPEN = "settled_at IS NULL"


class DifferenceKind(StrEnum):
    """What does not agree."""

    UNKNOWN_ORDER = "unknown_order"
    WRONG_AMOUNT = "wrong_amount"
    MISSING_AT_GATEWAY = "missing_at_gateway"
    UNKNOWN_REFUND = "unknown_refund"
    REFUND_AMOUNT = "refund_amount"
    REFUND_MISSING_AT_GATEWAY = "refund_missing_at_gateway"
    WRONG_CURRENCY = "wrong_currency"
    AFTER_CLOSING = "after_closing"
    ON_TWO_BILLS = "on_two_bills"


# Between the number of an order and that of its refund, if another order's refund has the same number; or the moment of
# a refund to which the provider gave no number.
BEHIND_ORDER = "#"
WITHOUT_NUMBER = "@"


class BillDifference(UuidRow, table=True):
    """One difference. `reference`: the transaction or refund; amounts in fen, 0 where there is none.

    on_bill: whether the bill of `day` has it, as a report may come before its bill. Of an unknown refund `ours` is how
    much of it stands for refunds of the desk, and for decisions that are due again, and refund_state what had become of
    it when the bill was made, or what was reported; None if neither says.
    """

    __tablename__ = "differences"
    __table_args__ = (
        UniqueConstraint("provider", "kind", "reference"),
        partial_index("ix_differences_open", "number", where=IS_OPEN),
    )

    number: int = big_integer(unique=True)
    day: date = Field(index=True)
    provider: PaymentProvider = choice(PaymentProvider)
    kind: DifferenceKind = choice(DifferenceKind)
    reference: str
    order_number: str
    ours: int = fen()
    theirs: int = fen()
    on_bill: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    refund_state: RefundState | None = choice(RefundState, default=None)
    found_at: datetime = instant()
    settled_at: datetime | None = instant(default=None)
    settled_by: UUID | None = None

    @property
    def refund_number(self) -> str:
        """The provider's number of a refund: `reference` without its order, if that stands before it; "" for none."""
        if self.order_number and self.reference.startswith(f"{self.order_number}{WITHOUT_NUMBER}"):
            return ""
        return self.reference.removeprefix(f"{self.order_number}{BEHIND_ORDER}")


class Reconciliation(SQLModel, table=True):
    """The comparison of one day's bill with one gateway: requested once, done when the bill has arrived.

    received, refunded: the sums of our payments and refunds on the bill, in fen. refused: why there was no bill.
    """

    __tablename__ = "reconciliations"

    provider: PaymentProvider = choice(PaymentProvider, primary_key=True)
    day: date = Field(primary_key=True)
    asked_at: datetime = instant()
    done_at: datetime | None = instant(default=None)
    lines: int = 0
    received: int = fen(default=0, sa_column_kwargs={"server_default": "0"})
    refunded: int = fen(default=0, sa_column_kwargs={"server_default": "0"})
    refused: str = Field(default="", sa_column_kwargs={"server_default": text("''")})


without_personal_data(BillDifference, "order numbers and amounts of a provider's bill")
without_personal_data(Reconciliation, "days whose bills were compared")


def put(session: Session, difference: BillDifference) -> bool:
    """Insert a difference. Returns False if it is known already, resolved or not."""
    return add_once(session, BillDifference, difference.model_dump())


def of_days(session: Session, provider: PaymentProvider | None, until: date, *, since: date) -> list[BillDifference]:
    """Return the differences of these days, both included, with one provider or all, resolved or not."""
    query = select(BillDifference).where(BillDifference.day >= since, BillDifference.day <= until)
    if provider is not None:
        query = query.where(BillDifference.provider == provider)
    return list(session.exec(query.order_by(col(BillDifference.number))))


def has_open(session: Session, provider: PaymentProvider, until: date) -> bool:
    """Return whether a difference of this day or an earlier one is unresolved."""
    query = select(BillDifference.id).where(col(BillDifference.settled_at).is_(None), BillDifference.day <= until)
    return session.exec(query.where(BillDifference.provider == provider).limit(1)).first() is not None


def open_ones(session: Session, *, limit: int = MOST_LISTED) -> list[BillDifference]:
    """Return the unresolved differences, oldest first."""
    query = select(BillDifference).where(col(BillDifference.settled_at).is_(None))
    return list(session.exec(query.order_by(col(BillDifference.number)).limit(limit)))


def find(session: Session, provider: PaymentProvider, kind: DifferenceKind, reference: str) -> BillDifference | None:
    """Return this difference, resolved or not."""
    query = select(BillDifference).where(BillDifference.provider == provider, BillDifference.kind == kind)
    return session.exec(query.where(BillDifference.reference == reference)).first()


def unknown_refunds(session: Session, provider: PaymentProvider, order_number: str) -> list[BillDifference]:
    """Return the refunds of an order that the desk did not send, by number, without those that have failed."""
    query = select(BillDifference).where(BillDifference.provider == provider)
    query = query.where(col(BillDifference.refund_state).is_distinct_from(RefundState.FAILED))
    query = query.where(
        BillDifference.kind == DifferenceKind.UNKNOWN_REFUND, BillDifference.order_number == order_number
    )
    return list(session.exec(query.order_by(col(BillDifference.number))))


def follow_bill(session: Session, difference: BillDifference, *, day: date, theirs: int) -> None:
    """Give a known difference the day and the amount of the bill, in fen; another wrong amount opens it again."""
    if theirs not in (difference.theirs, difference.ours):
        difference.settled_at, difference.settled_by = None, None
    difference.day, difference.theirs, difference.on_bill = day, theirs, True
    add(session, difference)


def note_refund_state(session: Session, difference: BillDifference, state: RefundState) -> None:
    """Record what has become of a refund. Done is final: a bill may still have it as it was when that was made."""
    if difference.refund_state is not RefundState.DONE:
        difference.refund_state = state
        add(session, difference)


def resolve(session: Session, difference: BillDifference, *, by: UUID | None, at: datetime) -> bool:
    """Mark a difference as resolved. by: None for the desk itself. Returns False if it was resolved already."""
    return update_if(session, difference, col(BillDifference.settled_at).is_(None), settled_at=at, settled_by=by)


def begin_reconciliation(session: Session, provider: PaymentProvider, day: date, *, at: datetime) -> bool:
    """Insert the comparison of a day. Returns False if it exists already."""
    return add_once(session, Reconciliation, Reconciliation(provider=provider, day=day, asked_at=at).model_dump())


def finish_reconciliation(
    session: Session, provider: PaymentProvider, day: date, *, at: datetime, lines: int, received: int, refunded: int
) -> None:
    """Record that a day was compared, the number of lines of its bill, and the sums of ours among them."""
    query = update(Reconciliation).where(col(Reconciliation.provider) == provider, col(Reconciliation.day) == day)
    session.execute(query.values(done_at=at, lines=lines, received=received, refunded=refunded, refused=""))


def refuse_reconciliation(session: Session, provider: PaymentProvider, day: date, *, code: str, at: datetime) -> None:
    """Record that there was no bill, unless there was one before. code: the gateway's, or ours."""
    begin_reconciliation(session, provider, day, at=at)
    query = update(Reconciliation).where(col(Reconciliation.provider) == provider, col(Reconciliation.day) == day)
    session.execute(query.where(col(Reconciliation.done_at).is_(None)).values(refused=code))


def requested_days(session: Session, provider: PaymentProvider, *, since: date) -> set[date]:
    """Return the days from this one on whose bills were requested."""
    query = select(Reconciliation).where(Reconciliation.provider == provider, Reconciliation.day >= since)
    return {each.day for each in session.exec(query)}


def reconciliations(session: Session, provider: PaymentProvider, until: date, *, since: date) -> list[Reconciliation]:
    """Return the comparisons of these days, both included, by day, finished or not."""
    query = select(Reconciliation).where(Reconciliation.provider == provider)
    query = query.where(Reconciliation.day >= since, Reconciliation.day <= until)
    return list(session.exec(query.order_by(col(Reconciliation.day))))


def first_day(session: Session, provider: PaymentProvider) -> date | None:
    """Return the first day whose bill was requested and not refused, None if there is none."""
    query = select(Reconciliation).where(Reconciliation.provider == provider, Reconciliation.refused == "")
    first = session.exec(query.order_by(col(Reconciliation.day)).limit(1)).first()
    return first.day if first else None


def last_requested(session: Session, provider: PaymentProvider) -> Reconciliation | None:
    """Return the comparison of the last day whose bill was requested."""
    query = select(Reconciliation).where(Reconciliation.provider == provider)
    return session.exec(query.order_by(col(Reconciliation.day).desc()).limit(1)).first()


def unfinished_reconciliations(session: Session, *, asked_before: datetime) -> list[Reconciliation]:
    """Return the comparisons requested before this moment and not finished, of days that are not closed."""
    closed = select(DailyClosing).where(
        DailyClosing.provider == Reconciliation.provider, DailyClosing.day >= Reconciliation.day
    )
    query = select(Reconciliation).where(col(Reconciliation.done_at).is_(None), ~closed.exists())
    return list(session.exec(query.where(Reconciliation.asked_at < asked_before)))


def mark_requested_again(session: Session, reconciliation: Reconciliation, *, at: datetime) -> None:
    """Record that the bill was requested again."""
    reconciliation.asked_at = at
    add(session, reconciliation)
