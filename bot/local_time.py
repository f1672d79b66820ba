"""The desk's time zone (CHEZHU_TIMEZONE): which day a moment belongs to, and when a day begins.

Set once per process when the store is opened, as the encryption keyring is; Asia/Shanghai until then.
"""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

DEFAULT_ZONE = "Asia/Shanghai"
_zone = ZoneInfo(DEFAULT_ZONE)


def use(zone: ZoneInfo) -> None:
    """Set the time zone of this process."""
    global _zone
    _zone = zone


def zone() -> ZoneInfo:
    """Return the time zone of this process."""
    return _zone


def local(moment: datetime) -> datetime:
    """Return the moment in the desk's time zone. Raises ValueError for a moment without a time zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone belongs to no day")
    return moment.astimezone(_zone)


def date_of(moment: datetime) -> date:
    """Return the day of a moment in the desk's time zone. Raises ValueError for a moment without a time zone."""
    return local(moment).date()


def at(day: date, clock: time = time()) -> datetime:
    """Return the moment of a day at this time in the desk's time zone; midnight, when the day begins, by default."""
    return datetime.combine(day, clock, _zone)


def whole_years(days: int) -> int:
    """Return how many years these days are, counting leap days or not; 0 if they are no whole years."""
    years = round(days / 365.25)
    return years if years and years * 365 <= days <= years * 366 and days - years * 365 <= years // 4 + 1 else 0
