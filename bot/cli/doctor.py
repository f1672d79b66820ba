"""`doctor`: everything the desk needs, looked at one by one; each line says what is wrong and what to do."""

import asyncio
import ctypes.util
import importlib.metadata
import importlib.util
import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import aiohttp
from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError

from bot.cli import doctor_payments
from bot.cli.doctor_finding import Finding, Level
from bot.runtime.operator_error import Mistake
from bot.services.values import working_days as values_working_days
from bot.settings import FaceKind, Mode, Settings, SmsKind
from storage.migrations import migrator

FREE_GIGABYTES = 1
CLOCK_SECONDS = 30
CALENDAR_AHEAD = timedelta(days=60)


def examine(settings: Settings, *, say: Callable[[str], None]) -> int:
    """Look at everything. Returns 1 if something the desk cannot do without is missing, else 0."""
    worst = 0
    for finding in findings(settings):
        say(f"{finding.level:<4}  {finding.what}" + (f"  -> {finding.advice}" if finding.advice else ""))
        worst = max(worst, int(finding.level is Level.FAIL))
    return worst


def findings(settings: Settings) -> Iterator[Finding]:
    """Everything that was looked at, in the order of an installation."""
    yield _python()
    yield _packages()
    yield _zbar()
    yield _vision(settings)
    yield _fonts()
    yield _database(settings)
    yield _disk(settings)
    yield _secret(settings)
    yield working_days(settings, datetime.now(settings.zone).date())
    yield _text_messages(settings)
    yield from doctor_payments.findings(settings, datetime.now(UTC))
    yield from asyncio.run(_telegram(settings))


def _python() -> Finding:
    return Finding(Level.OK, f"Python {'.'.join(map(str, sys.version_info[:3]))}")


def _packages() -> Finding:
    names = ("python-telegram-bot", "sqlmodel", "alembic", "starlette", "uvicorn", "aiohttp", "pillow", "zxing-cpp")
    missing = []
    for name in names:
        try:
            importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            missing.append(name)
    if missing:
        return Finding(Level.FAIL, f"packages missing: {', '.join(missing)}", "make run installs them")
    return Finding(Level.OK, "packages")


def _zbar() -> Finding:
    if ctypes.util.find_library("zbar"):
        return Finding(Level.OK, "libzbar")
    return Finding(Level.WARN, "libzbar is missing: some hard QR pictures are missed", "apt-get install libzbar0")


def _vision(settings: Settings) -> Finding:
    missing = [name for name in ("cv2", "rapidocr_onnxruntime") if importlib.util.find_spec(name) is None]
    if not missing:
        return Finding(Level.OK, "reading of faces and documents")
    needed = settings.face is FaceKind.MODEL and "cv2" in missing
    said = "reading of faces and documents is not installed: staff look at photos instead"
    return Finding(Level.FAIL if needed else Level.WARN, said, "make vision")


def _fonts() -> Finding:
    from bot.adapters.drawing import fonts

    try:
        found = fonts.path().exists()
    except (ImportError, LookupError, OSError):
        found = False
    if found:
        return Finding(Level.OK, "Chinese font")
    return Finding(Level.FAIL, "the Chinese font is missing: certificates cannot be drawn", "make run installs it")


def _database(settings: Settings) -> Finding:
    url = make_url(settings.store_url)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
        return Finding(Level.WARN, f"no database at {url.database} yet", "the first run makes it")
    try:
        standing = migrator.standing(settings.store_url)
    except (SQLAlchemyError, OSError) as problem:
        said = str(getattr(problem, "orig", problem)).strip().splitlines()[0]
        return Finding(Level.FAIL, f"the database does not answer: {said}", "check CHEZHU_DATABASE_URL")
    if standing.is_current:
        return Finding(Level.OK, f"database at revision {standing.current}")
    said = f"database at revision {standing.current or 'none'}, newest {standing.newest}"
    return Finding(Level.WARN, said, "the next run brings it up")


def _disk(settings: Settings) -> Finding:
    folder = settings.data_dir.resolve()
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free / 1024**3
    if free < FREE_GIGABYTES:
        return Finding(Level.WARN, f"{free:.1f} GB free at {folder}", "make room: photos and the database grow")
    return Finding(Level.OK, f"{free:.0f} GB free at {folder}")


def _secret(settings: Settings) -> Finding:
    if settings.secret_key:
        return Finding(Level.OK, f"secret key from the settings, id {settings.keyring().current.hex()}")
    path = settings.data_dir / "secret_key"
    if not path.exists():
        return Finding(Level.WARN, "no secret key yet", "the first run makes one; keep a copy of it apart")
    if path.stat().st_mode & 0o077:
        return Finding(Level.WARN, f"others can read {path}", f"chmod 600 {path}")
    return Finding(Level.OK, f"secret key in {path}")


def working_days(settings: Settings, today: date) -> Finding:
    """How far the official calendar reaches."""
    from bot.runtime import holiday_calendar

    try:
        holiday_calendar.use(settings)
    except Mistake as mistake:
        return Finding(Level.FAIL, " ".join(str(mistake).splitlines()), "put the file right")
    end = values_working_days.known_until(today)
    if end - today >= CALENDAR_AHEAD:
        return Finding(Level.OK, f"working days known until {end}")
    said = f"working days are known until {end} only; after that weekdays and fixed holidays count"
    return Finding(Level.WARN, said, "upgrade chinesecalendar, or name the official days in CHEZHU_CALENDAR")


def _text_messages(settings: Settings) -> Finding:
    if settings.sms is SmsKind.LOCAL and not settings.is_local:
        said = f"text messages are not sent, they are written to {settings.data_dir / 'sms.jsonl'}"
        return Finding(Level.WARN, said, "set CHEZHU_SMS to http or tencent")
    return Finding(Level.OK, f"text messages: {settings.sms}")


async def _telegram(settings: Settings) -> list[Finding]:
    """Ask the Bot API who we are, where updates go, and what time it is there."""
    if settings.is_local:
        return [Finding(Level.OK, "no token: the local Telegram serves this desk")]
    base = f"{settings.telegram_api_url.rstrip('/')}/bot{settings.telegram_token}"
    try:
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as session:
            async with session.get(f"{base}/getMe") as answer:
                me, said_at = await answer.json(), answer.headers.get("Date", "")
            async with session.get(f"{base}/getWebhookInfo") as answer:
                hook = await answer.json()
    except (aiohttp.ClientError, TimeoutError, ValueError) as problem:
        said = f"the Bot API at {settings.telegram_api_url} does not answer: {type(problem).__name__}"
        return [Finding(Level.FAIL, said, "look at the network and CHEZHU_TELEGRAM_API_URL")]
    if not me.get("ok"):
        return [Finding(Level.FAIL, "the Bot API does not know this token", "check CHEZHU_TELEGRAM_TOKEN")]
    return [Finding(Level.OK, f"token of @{me['result']['username']}"), _webhook(settings, hook), _clock(said_at)]


def _webhook(settings: Settings, answer: dict[str, dict[str, str]]) -> Finding:
    hook = answer.get("result") or {}
    wanted = settings.mode is Mode.WEBHOOK
    if hook.get("last_error_message"):
        return Finding(Level.WARN, f"webhook: {hook['last_error_message']}", "look at TLS and CHEZHU_PUBLIC_URL")
    if bool(hook.get("url")) is not wanted:
        return Finding(
            Level.WARN, f"{settings.mode} mode, webhook {hook.get('url') or 'not set'}", "the next run sets it"
        )
    return Finding(Level.OK, f"{settings.mode} mode, {hook.get('pending_update_count', 0)} updates waiting")


def _clock(said_at: str) -> Finding:
    from email.utils import parsedate_to_datetime

    try:
        apart = abs((datetime.now(UTC) - parsedate_to_datetime(said_at)).total_seconds())
    except (ValueError, TypeError):
        return Finding(Level.WARN, "the clock could not be compared", "look at it yourself")
    if apart > CLOCK_SECONDS:
        return Finding(Level.FAIL, f"the clock is {apart:.0f} s off", "set it: signatures and payments need it")
    return Finding(Level.OK, "clock")
