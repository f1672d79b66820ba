"""Days that operators type for an export: in years that a calendar has, the first day not after the last."""

from datetime import date, datetime

from bot.runtime.operator_error import OperatorError

FIRST, LAST = date(2000, 1, 1), date(2999, 12, 31)


def require_period(since: date | None, until: date | None) -> None:
    """Check the first and the last day of a period, as far as they are named. Raises OperatorError."""
    first, last = (_day(since) or FIRST), (_day(until) or _day(since) or LAST)
    if not FIRST <= first <= last <= LAST:
        raise OperatorError(f"The days lie between {FIRST} and {LAST}, and --since is not after --until.")


def _day(named: date | None) -> date | None:
    return named.date() if isinstance(named, datetime) else named
