"""Late fees, day by day with fractions, against the formula of the product."""

import random
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from bot.services.violations import late_fees
from bot.services.violations.late_fees import FeeTerms

INPUTS = 10_000
SHANGHAI = ZoneInfo("Asia/Shanghai")


def test_the_late_fee_of_any_moment_is_the_sum_of_its_days() -> None:
    source = random.Random(72)
    for _ in range(INPUTS):
        fine = source.choice([20_000, 15_000, 5_000, source.randrange(1, 2_000_000)])
        terms = FeeTerms(source.choice([15, 1, 30]), source.choice([30, 30, 5, 7, 1_000, 0]))
        decided = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=source.randrange(400 * 86_400))
        paid = decided + timedelta(seconds=source.randrange(90 * 86_400))
        assert late_fees.fee_at(fine, decided, paid, terms) == day_by_day(fine, decided, paid, terms)


def day_by_day(fine: int, decided: datetime, paid: datetime, terms: FeeTerms) -> int:
    """Return the late fee in fen: a share of the fine for each day that begins after the days without a fee."""
    owed, day = Fraction(0), local_day(decided) + timedelta(days=terms.pay_within_days)
    while day < local_day(paid) and owed < fine:
        owed += Fraction(fine * terms.permille_a_day, 1_000)
        day += timedelta(days=1)
    return int(min(owed, Fraction(fine)))


def local_day(moment: datetime) -> date:
    """Return the day in the desk's time zone."""
    return moment.astimezone(SHANGHAI).date()
