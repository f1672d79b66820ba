"""`doctor`: checks the installation and the settings; each line says what is wrong and what to do."""

import asyncio
import ctypes.util
import importlib.metadata
import importlib.util
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

from bot.cli import (
    doctor_clock,
    doctor_database,
    doctor_files,
    doctor_offices,
    doctor_payments,
    doctor_profile,
    doctor_sandbox,
    doctor_settings,
    doctor_staff,
    doctor_store,
    doctor_telegram,
    doctor_versions,
)
from bot.cli.doctor_result import CheckResult, Level
from bot.runtime.operator_error import OperatorError
from bot.services.values import working_days
from bot.settings import FaceKind, Settings, SmsKind

MIN_CALENDAR_AHEAD = timedelta(days=60)
READER = "rapidocr"


def diagnose(settings: Settings, *, say: Callable[[str], None]) -> int:
    """Run all checks and print their results. Returns 1 if one failed, else 0."""
    worst = 0
    for result in all_checks(settings):
        say(f"{result.level:<4}  {result.what}" + (f"  -> {result.advice}" if result.advice else ""))
        worst = max(worst, int(result.level is Level.FAIL))
    return worst


def all_checks(settings: Settings) -> Iterator[CheckResult]:
    """Yield the result of every check, in the order of an installation."""
    yield _python()
    yield _packages()
    yield _zbar()
    yield _vision(settings)
    yield _fonts()
    yield from doctor_sandbox.sandbox_checks(settings)
    yield from doctor_settings.setting_checks(settings)
    yield from doctor_store.start_checks(settings)
    yield doctor_database.database_check(settings)
    yield from doctor_store.work_checks(settings)
    yield from doctor_staff.staff_checks(settings)
    yield from doctor_versions.version_checks(settings)
    yield from doctor_clock.clock_checks(settings)
    yield from doctor_files.check_owner(settings)
    yield doctor_files.check_disk(settings)
    yield from doctor_files.secret_checks(settings)
    yield check_calendar(settings, datetime.now(settings.zone).date())
    yield doctor_offices.check(settings)
    yield doctor_profile.check(settings)
    yield _text_messages(settings)
    yield from doctor_payments.payment_checks(settings, datetime.now(UTC))
    yield from doctor_payments.refund_checks(settings)
    yield from doctor_store.address_checks(settings)
    yield from asyncio.run(doctor_telegram.telegram_checks(settings))


def _python() -> CheckResult:
    return CheckResult(Level.OK, f"Python {'.'.join(map(str, sys.version_info[:3]))}")


def _packages() -> CheckResult:
    names = ("python-telegram-bot", "sqlmodel", "alembic", "starlette", "uvicorn", "aiohttp", "pillow", "zxing-cpp")
    missing = []
    for name in names:
        try:
            importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            missing.append(name)
    if missing:
        return CheckResult(Level.FAIL, f"missing packages: {', '.join(missing)}", "install them with: make run")
    return CheckResult(Level.OK, "packages")


def _zbar() -> CheckResult:
    if ctypes.util.find_library("zbar"):
        return CheckResult(Level.OK, "libzbar")
    return CheckResult(
        Level.WARN, "libzbar is missing: some difficult QR codes are not read", "apt-get install libzbar0"
    )


def _vision(settings: Settings) -> CheckResult:
    missing = [name for name in ("cv2", READER) if importlib.util.find_spec(name) is None]
    return vision(missing, settings.face)


def vision(missing: list[str], face: FaceKind) -> CheckResult:
    """Return whether faces are compared and documents read. missing: names of packages."""
    if not missing:
        return CheckResult(Level.OK, "face check and document reader")
    needed = face is FaceKind.MODEL and "cv2" in missing
    what = "face check and document reader are not installed: staff check the photos"
    return CheckResult(Level.FAIL if needed else Level.WARN, what, "make vision")


def _fonts() -> CheckResult:
    from bot.adapters.drawing import fonts

    try:
        found = fonts.path().exists()
    except (ImportError, LookupError, OSError):
        found = False
    if found:
        return CheckResult(Level.OK, "Chinese font")
    return CheckResult(
        Level.FAIL, "the Chinese font is missing: certificates cannot be drawn", "install it with: make run"
    )


def check_calendar(settings: Settings, today: date) -> CheckResult:
    """Check how far ahead official holidays are known. `today` in the desk's time zone."""
    from bot.runtime import holiday_calendar

    try:
        holiday_calendar.load_calendar(settings)
    except OperatorError as mistake:
        return CheckResult(Level.FAIL, " ".join(str(mistake).splitlines()), "correct the file")
    if incomplete := working_days.incomplete_years():
        what = f"CHEZHU_CALENDAR lacks holidays of {', '.join(map(str, incomplete))}"
        return CheckResult(Level.WARN, what, f"give all {working_days.HOLIDAYS_A_YEAR} or more days off of the year")
    end = working_days.known_until(today)
    if end - today >= MIN_CALENDAR_AHEAD:
        return CheckResult(Level.OK, f"working days known until {end}")
    what = f"working days are known until {end} only; after that, weekdays and fixed holidays count"
    return CheckResult(Level.WARN, what, "upgrade chinesecalendar, or give the official days in CHEZHU_CALENDAR")


def _text_messages(settings: Settings) -> CheckResult:
    if settings.sms is SmsKind.LOCAL and not settings.is_local:
        what = f"text messages are not sent but written to {settings.data_dir / 'sms.jsonl'}"
        return CheckResult(Level.WARN, what, "set CHEZHU_SMS to http or tencent")
    return CheckResult(Level.OK, f"text messages: {settings.sms}")
