"""Bills that cannot be had: of a provider that is no longer set up, or days after they should have been there.

The day is closed on the desk's own records then: what it has booked counts as if a bill had it. A bill that comes
after all is compared as ever, and what it has otherwise is a difference.
"""

from datetime import date, datetime, timedelta

from sqlmodel import Session

from bot.errors import Refusal
from bot.services.payments import bill_days, refunds
from bot.services.payments.periods import Period
from bot.services.values import reasons, text_cleaning
from storage.database import add
from storage.payments import bill_differences, daily_closings, refunds as refund_store
from storage.payments.bill_differences import DifferenceKind, Reconciliation
from storage.payments.payments import PaymentProvider

NOT_SET_UP = "NOT_SET_UP"  # Of which gateway no settings are given.
WAIT = timedelta(days=3)  # After which a bill that was never there is given up.
MIN_LENGTH, MAX_LENGTH = 5, 300


class ReasonForClosing(Refusal, key="refused-closing-reason"):
    """The reason has too few or too many characters. least, most: characters."""


def is_missing(session: Session, provider: PaymentProvider, day: date, *, now: datetime) -> bool:
    """Return whether the bill of a day was asked for in vain, and no difference of it is open."""
    asked = session.get(Reconciliation, (provider, day))
    if asked is None or asked.done_at is not None or bill_differences.has_open(session, provider, day):
        return False
    return asked.refused == NOT_SET_UP or is_overdue(day, now=now)


def is_overdue(day: date, *, now: datetime) -> bool:
    """Return whether the bill of a day should have been there days ago."""
    return bill_days.date_of(now) > day + WAIT


def is_gone(session: Session, provider: PaymentProvider) -> bool:
    """Return whether a provider is no longer set up, by the last request for a bill."""
    last = bill_differences.last_requested(session, provider)
    return last is not None and last.refused == NOT_SET_UP


def parse_reason(said: str) -> str:
    """Return the reason, trimmed and harmless. Raises ReasonIsAnswer or ReasonForClosing."""
    reasons.require_statement(said)
    words = text_cleaning.display_safe(said)
    if not MIN_LENGTH <= len(words) <= MAX_LENGTH:
        raise ReasonForClosing(least=MIN_LENGTH, most=MAX_LENGTH)
    return words


def stand_in(session: Session, provider: PaymentProvider, day: date) -> None:
    """Let what is booked for a day without a bill, and refunds that were reported for it, count as on one."""
    span = Period(day, day).span
    for paid in daily_closings.payments_of(session, provider, day, day, span=span):
        paid.billed_on = day
        add(session, paid)
    for refund in refund_store.unbilled(session, done_before=span[1]):
        if refunds.transaction_of(session, refund).provider is provider:
            refund.billed_on = day
            add(session, refund)
    for known in bill_differences.of_days(session, provider, day, since=day):
        known.on_bill = known.on_bill or known.kind is DifferenceKind.UNKNOWN_REFUND
        add(session, known)
