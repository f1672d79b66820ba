"""Long durations of rules as people say them: 5 years for 1,826 days, 7 days for 168 hours, 2 hours for 120 minutes."""

from bot import local_time
from bot.services.rules.definitions import RuleUnit

LONG_YEARS = "long-years"  # The unit of a duration of years; RuleUnit.YEARS is an age.

# What a duration of one unit becomes from how many on: the larger unit, and how many make one of it.
_LARGER = {
    RuleUnit.SECONDS: (120, 60, RuleUnit.MINUTES),
    RuleUnit.MINUTES: (120, 60, RuleUnit.HOURS),
    RuleUnit.HOURS: (96, 24, RuleUnit.DAYS),
}


def readable(count: int, unit: RuleUnit) -> tuple[int, str]:
    """Return the same duration in the largest unit in which it is a whole number, and the unit's name in texts."""
    while unit in _LARGER:
        least, ratio, larger = _LARGER[unit]
        if count < least or count % ratio:
            break
        count, unit = count // ratio, larger
    years = local_time.whole_years(count) if unit is RuleUnit.DAYS else 0
    return (years, LONG_YEARS) if years else (count, unit.value.replace("_", "-"))
