"""Late fees of decisions: 3 % of the fine for each day after the fifteenth, never more than the fine.

Source: 行政处罚法 art. 72 (3 % a day, at most the fine), 道路交通安全法 art. 108 (fifteen days). The day of the
decision is day 0, day 15 the last without a fee, day 16 the first overdue; days are those of the desk's zone.

Amounts are in fen. Fines are whole yuan, and 3 % of whole yuan are whole fen, so nothing is rounded; should a rate ever
leave a part of a fen, the sum (not each day) is rounded down, in the payer's favour.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot import local_time


@dataclass(frozen=True)
class FeeTerms:
    """The terms of a decision: days without a late fee, and the daily rate in per mille."""

    pay_within_days: int = 15
    permille_a_day: int = 30


@dataclass(frozen=True)
class DailyAmount:
    """What is due on one day, in fen. overdue: 1 on the first day with a late fee."""

    on: date
    overdue: int
    fee: int
    total: int


def pay_by(decided_at: datetime, terms: FeeTerms = FeeTerms()) -> date:
    """Return the last day without a late fee.

    Raises:
        ValueError: for a moment without zone.
    """
    return local_time.date_of(decided_at) + timedelta(days=terms.pay_within_days)


def overdue_days(decided_at: datetime, at: datetime, terms: FeeTerms = FeeTerms()) -> int:
    """Return how many days the payment is overdue at a moment, 0 while it is not.

    Raises:
        ValueError: for a moment without zone.
    """
    return max(0, (local_time.date_of(at) - pay_by(decided_at, terms)).days)


def fee(fine: int, overdue: int, terms: FeeTerms = FeeTerms()) -> int:
    """Return the late fee in fen on a number of overdue days for a fine in fen.

    Raises:
        ValueError: for a negative fine.
    """
    if fine < 0:
        raise ValueError(f"A fine is not negative: {fine} fen.")
    return min(fine, fine * terms.permille_a_day * max(0, overdue) // 1000)


def fee_at(fine: int, decided_at: datetime, at: datetime, terms: FeeTerms = FeeTerms()) -> int:
    """Return the late fee in fen at a moment."""
    return fee(fine, overdue_days(decided_at, at, terms), terms)


def days_until_capped(terms: FeeTerms = FeeTerms()) -> int | None:
    """Return the overdue day on which the fee reaches the fine (34 at 3 %), or None if there is no fee at all."""
    return -(-1000 // terms.permille_a_day) if terms.permille_a_day else None


def preview(fine: int, decided_at: datetime, terms: FeeTerms = FeeTerms()) -> tuple[DailyAmount, ...]:
    """Return what is due on each day, from the last without a late fee to the one on which the fee stops growing."""
    last = pay_by(decided_at, terms)
    owed = ((overdue, fee(fine, overdue, terms)) for overdue in range((days_until_capped(terms) or 0) + 1))
    return tuple(DailyAmount(last + timedelta(days=overdue), overdue, late, fine + late) for overdue, late in owed)
