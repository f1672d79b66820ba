"""The days of the providers' bills and of the books: they begin at midnight in China, whatever the desk's zone is."""

from datetime import date, datetime, time

from bot.adapters.payments.models import CHINA


def local(moment: datetime) -> datetime:
    """Return the moment in China's time."""
    return moment.astimezone(CHINA)


def date_of(moment: datetime) -> date:
    """Return the day of the bill that has what happened at this moment."""
    return local(moment).date()


def at(day: date) -> datetime:
    """Return when the day of a bill begins."""
    return datetime.combine(day, time(), CHINA)
