"""Loads the operator's holiday calendar (CHEZHU_CALENDAR): a CSV file of holidays and working weekends.

day,works
2027-01-01,no
2027-02-14,yes
"""

from datetime import date

from bot.runtime import csv_reader
from bot.runtime.operator_error import WrongConfiguration
from bot.services.values import working_days
from bot.settings import Settings

COLUMNS = ("day", "works")
VALUES = {"yes": True, "no": False}


def load_calendar(settings: Settings) -> None:
    """Apply the calendar file to working days, if the settings name one. Raises WrongConfiguration, with all faults."""
    if settings.calendar is None:
        working_days.use({})
        return
    days: dict[date, bool] = {}
    faults = []
    for row in csv_reader.read_setting(settings.calendar, "CHEZHU_CALENDAR", columns=COLUMNS):
        day, works = _day(row.cells.get("day", "")), VALUES.get(row.cells.get("works", "").strip().lower())
        if day is None or works is None or day in days:
            faults.append(f"line {row.line}: expected a day such as 2027-01-01, not given twice, and yes or no")
        else:
            days[day] = works
    if faults:
        raise WrongConfiguration("\n".join([f"{settings.calendar} (CHEZHU_CALENDAR) is invalid:", *faults]))
    working_days.use(days)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
