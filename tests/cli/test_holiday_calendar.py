"""The operator's holiday calendar: loaded at start, wrong lines reported, a warning before it ends."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.cli import doctor
from bot.cli.doctor_result import Level
from bot.runtime import holiday_calendar, offices_file
from bot.runtime.operator_error import OperatorError, WrongConfiguration
from bot.services.values import working_days
from tests.cli.conftest import settings_of
from tests.services.test_working_days import holidays


@pytest.fixture(autouse=True)
def _restore_calendar() -> Iterator[None]:
    yield
    working_days.use({})


def calendar_file(folder: Path, text: str) -> Path:
    path = folder / "calendar.csv"
    path.write_text(text, encoding="utf-8")
    return path


def year_of_holidays(year: int) -> str:
    """Return a calendar file with all holidays of a year."""
    return "day,works\n" + "".join(f"{day},no\n" for day in holidays(year))


def test_the_days_of_the_file_apply_and_their_year_is_certain(tmp_path: Path) -> None:
    path = calendar_file(tmp_path, year_of_holidays(2050) + "2050-01-03,no\n2050-01-08, YES\n")
    assert working_days.is_working_day(date(2050, 1, 3))
    holiday_calendar.load_calendar(settings_of(tmp_path, calendar=path))
    assert not working_days.is_working_day(date(2050, 1, 3))
    assert working_days.is_working_day(date(2050, 1, 8))
    assert working_days.is_certain(date(2050, 6, 1))
    holiday_calendar.load_calendar(settings_of(tmp_path))
    assert not working_days.is_certain(date(2050, 6, 1))


def test_every_invalid_line_is_reported(tmp_path: Path) -> None:
    path = calendar_file(tmp_path, "day,works\n2050-01-03,no\n2050-02-30,no\n2050-01-04,maybe\n2050-01-03,yes\n")
    with pytest.raises(OperatorError) as mistake:
        holiday_calendar.load_calendar(settings_of(tmp_path, calendar=path))
    message = str(mistake.value).splitlines()
    assert "CHEZHU_CALENDAR" in message[0]
    assert [line.partition(":")[0] for line in message[1:]] == ["line 3", "line 4", "line 5"]


def test_a_missing_file_is_an_error_and_a_failure_of_the_doctor(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, calendar=tmp_path / "none.csv")
    with pytest.raises(OperatorError, match="cannot be read"):
        holiday_calendar.load_calendar(settings)
    assert any(
        found.level is Level.FAIL and "none.csv" in found.what for found in doctor.all_checks(settings) if found.advice
    )


def test_the_doctor_warns_sixty_days_before_the_calendar_ends(tmp_path: Path) -> None:
    path = calendar_file(tmp_path, year_of_holidays(2049))
    settings = settings_of(tmp_path, calendar=path)
    assert doctor.check_calendar(settings, date(2049, 11, 1)).level is Level.OK
    late = doctor.check_calendar(settings, date(2049, 11, 3))
    assert (late.level, "2049-12-31" in late.what, "CHEZHU_CALENDAR" in late.advice) == (Level.WARN, True, True)
    path.write_text(year_of_holidays(2049) + "2050-01-03,no\n")
    incomplete = doctor.check_calendar(settings, date(2049, 11, 3))
    assert (incomplete.level, "2050" in incomplete.what, "13" in incomplete.advice) == (Level.WARN, True, True)
    path.write_text(year_of_holidays(2049) + "".join(f"{day},no\n" for day in holidays(2050)))
    assert doctor.check_calendar(settings, date(2049, 11, 3) + timedelta(days=40)).level is Level.OK


def test_a_file_that_is_not_there_is_a_wrong_setting(tmp_path: Path) -> None:
    with pytest.raises(WrongConfiguration, match=r"CHEZHU_CALENDAR: .*none\.csv cannot be read"):
        holiday_calendar.load_calendar(settings_of(tmp_path, calendar=tmp_path / "none.csv"))
    with pytest.raises(WrongConfiguration, match=r"CHEZHU_OFFICES_FILE: .*none\.csv cannot be read"):
        offices_file.load_offices(settings_of(tmp_path, offices_file=tmp_path / "none.csv"))
