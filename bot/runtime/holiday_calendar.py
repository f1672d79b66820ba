"""The calendar of the office beyond what its library knows: a CSV of the days that differ, named by the settings.

day,works
2027-01-01,no
2027-02-14,yes
"""

from datetime import date

from bot.runtime import csv_reader
from bot.runtime.operator_error import Mistake
from bot.services.values import working_days
from bot.settings import Settings

COLUMNS = ("day", "works")
WORDS = {"yes": True, "no": False}


def use(settings: Settings) -> None:
    """Let working days go by the operator's file, if there is one. Raises Mistake naming every bad line."""
    if settings.calendar is None:
        working_days.use({})
        return
    days: dict[date, bool] = {}
    faults = []
    for line in csv_reader.read(settings.calendar, required=COLUMNS, known=COLUMNS):
        day, works = _day(line.cells.get("day", "")), WORDS.get(line.cells.get("works", "").strip().lower())
        if day is None or works is None or day in days:
            faults.append(f"line {line.number}: a day like 2027-01-01, once, and yes or no")
        else:
            days[day] = works
    if faults:
        raise Mistake("\n".join([f"{settings.calendar} (CHEZHU_CALENDAR) does not fit:", *faults]))
    working_days.use(days)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
