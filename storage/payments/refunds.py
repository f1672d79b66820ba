"""Refunds: money to be returned, who approved it, and the result at the gateway.

proposed ──► approved (twice above the limit) ──► sent ──► done / failed ──► sent …
    └────────────┴── withdrawn: the payment never came ◄────────────┘

Constraints enforce that the approvals come from two people, neither of whom is the payer.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint, text
from sqlmodel import Field, Session, col, select

from storage.database import UuidRow, big_integer, choice, fen, instant, partial_index, update_if
from storage.retention import delete_with

PREFIX = "CZR"
SUFFIX_DIGITS = 4
MOST_LISTED = 200  # Open refunds, and differences, that are read for a list.


class RefundReason(StrEnum):
    """Why money is returned."""

    DOUBLE = "double"
    LATE = "late"
    REVOKED = "revoked"
    WRONG_AMOUNT = "wrong_amount"
    UNKNOWN_ORDER = "unknown_order"


class RefundState(StrEnum):
    """The state of a refund."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    SENT = "sent"
    DONE = "done"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


class RefundWay(StrEnum):
    """How money goes back without the desk: from the provider's console, or in cash or by transfer."""

    CONSOLE = "console"
    CASH = "cash"


IS_UNFINISHED = "state NOT IN ('done', 'withdrawn')"
IS_UNBILLED = "state = 'done' AND billed_on IS NULL AND elsewhere IS NULL"


class Refund(UuidRow, table=True):
    """The refund of all of one transaction, or of one decision's share of it (`about`).

    suffix: random digits of the number at the gateway, in case a restored backup repeats the number; refunds of 0.1.0
    have none. first_by, second_by: the cashiers' accounts; first_person, second_person: who they are, None where
    version 0.1.0 did not know it. elsewhere: how it was paid back without the gateway, by what the first of two says or
    both have said, reference: under which number; such a refund is on no bill, or an unknown one there. If it
    was taken back, the reference stays until it is sent.
    """

    __tablename__ = "refunds"
    __table_args__ = (
        UniqueConstraint("transaction_ref", "about"),
        partial_index("ix_refunds_unfinished", "number", where=IS_UNFINISHED),
        partial_index("ix_refunds_unbilled", "done_at", where=IS_UNBILLED),
        CheckConstraint("amount >= 1", name="of_something"),
        CheckConstraint("second_by IS NULL OR second_by <> first_by", name="four_eyes"),
        CheckConstraint("second_person <> first_person", name="two_people"),
        CheckConstraint("elsewhere IS NULL OR state IN ('approved', 'done')", name="never_sent"),
        CheckConstraint("first_person <> payer_person AND second_person <> payer_person", name="not_their_own"),
    )

    number: int = big_integer(unique=True)
    transaction_ref: UUID = Field(foreign_key="payment_transactions.id", index=True)
    about: UUID
    amount: int = fen()
    reason: RefundReason = choice(RefundReason)
    state: RefundState = choice(RefundState, default=RefundState.PROPOSED)
    proposed_at: datetime = instant()
    payer_person: UUID | None = None
    first_by: UUID | None = None
    first_person: UUID | None = None
    second_by: UUID | None = None
    second_person: UUID | None = None
    done_at: datetime | None = instant(default=None, index=True)
    billed_on: date | None = Field(default=None, index=True)
    suffix: str = Field(default="", sa_column_kwargs={"server_default": text("''")})

    elsewhere: RefundWay | None = choice(RefundWay, default=None)
    reference: str = Field(default="", sa_column_kwargs={"server_default": text("''")})

    @property
    def gateway_number(self) -> str:
        """The number of this refund at the gateway."""
        return f"{PREFIX}{self.number:08d}{self.suffix}"

    @property
    def is_unfinished(self) -> bool:
        """Whether it is neither done nor withdrawn."""
        return self.state not in (RefundState.DONE, RefundState.WITHDRAWN)

    @property
    def is_taken_back(self) -> bool:
        """Whether it waits once more, as no bill has what was said to be in the console under `reference`."""
        is_waiting = self.state in (RefundState.PROPOSED, RefundState.APPROVED)
        return is_waiting and self.elsewhere is None and bool(self.reference)


delete_with(Refund, "transaction_ref")


def by_number(session: Session, refund_number: int) -> Refund | None:
    """Return the refund with this number."""
    return session.exec(select(Refund).where(Refund.number == refund_number)).one_or_none()


def by_gateway_number(session: Session, gateway_number: str) -> Refund | None:
    """Return the refund with this number at the gateway."""
    digits = gateway_number.removeprefix(PREFIX)
    if not (gateway_number.startswith(PREFIX) and digits.isascii() and digits.isdigit() and 8 <= len(digits) < 19):
        return None
    found = (by_number(session, int(digits[: len(digits) - length])) for length in (SUFFIX_DIGITS, 0))
    return next((row for row in found if row is not None and row.gateway_number == gateway_number), None)


def unfinished(session: Session, *, limit: int = MOST_LISTED) -> list[Refund]:
    """Return the refunds that are neither done nor withdrawn, oldest first."""
    query = select(Refund).where(text(IS_UNFINISHED))
    return list(session.exec(query.order_by(col(Refund.number)).limit(limit)))


def unbilled(session: Session, *, done_before: datetime) -> list[Refund]:
    """Return the refunds done before this moment that are on no bill yet, oldest first."""
    query = select(Refund).where(text(IS_UNBILLED))
    return list(session.exec(query.where(col(Refund.done_at) < done_before).order_by(col(Refund.done_at))))


def of_transaction(session: Session, transaction_ref: UUID) -> list[Refund]:
    """Return the refunds of this transaction."""
    return list(session.exec(select(Refund).where(Refund.transaction_ref == transaction_ref)))


def done_between(session: Session, since: datetime, until: datetime) -> list[Refund]:
    """Return the refunds done from `since` until before `until`, by number."""
    query = select(Refund).where(col(Refund.done_at) >= since, col(Refund.done_at) < until)
    return list(session.exec(query.order_by(col(Refund.number))))


def move(session: Session, refund: Refund, to: RefundState, **values: Any) -> bool:
    """Change the state. Returns False if another transaction changed it first."""
    return update_if(session, refund, col(Refund.state) == refund.state, state=to, **values)
