"""A desk in a child process, which kills itself with SIGKILL at a given crash point."""

import asyncio
import os
import signal
from typing import Any

from sqlmodel import Session

from bot.adapters.sms.gateway import HttpSms
from bot.engine import clock
from bot.engine.desk import Desk, DeskParts
from bot.engine.telegram_client import DeskBot
from bot.engine.telegram_transport import AiohttpRequest
from storage.database import Database
from tests import databases
from tests.engine import sample_flow
from tests.fault_injection.environment import BOOKING_DESK
from tests.stories.app_driver import TOKEN


class CrashCountdown:
    """Counts the crash points of this process down and kills it at the last one."""

    def __init__(self, points: int) -> None:
        self._left = points

    def reach(self) -> None:
        """Pass a crash point, or be killed there."""
        self._left -= 1
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


class CountdownDatabase(Database):
    """A database with a crash point before and after each commit."""

    def __init__(self, url: str, countdown: CrashCountdown) -> None:
        super().__init__(url)
        self._countdown = countdown

    def _commit(self, session: Session) -> None:
        self._countdown.reach()
        super()._commit(session)
        self._countdown.reach()


class CountdownRequest(AiohttpRequest):
    """The desk's own transport with a crash point before and after each call but the polls."""

    def __init__(self, countdown: CrashCountdown, **options: Any) -> None:
        super().__init__(**options)
        self._countdown = countdown

    async def do_request(self, url: str, method: str, *rest: Any, **more: Any) -> tuple[int, bytes]:
        """Carry out one call."""
        self._countdown.reach()
        answer = await super().do_request(url, method, *rest, **more)
        self._countdown.reach()
        return answer


def live(telegram_url: str, database_url: str, points: int) -> None:
    """Run a booking desk until it has passed `points` crash points; 0: until it is killed from outside."""
    databases.use_test_secret()
    asyncio.run(_live(telegram_url, database_url, CrashCountdown(points)))


async def _live(telegram_url: str, database_url: str, countdown: CrashCountdown) -> None:
    bot = DeskBot(
        TOKEN,
        base_url=f"{telegram_url}/bot",
        request=CountdownRequest(countdown),
        get_updates_request=AiohttpRequest(connections=4, read_timeout=40),
    )
    await bot.initialize()
    parts = DeskParts(
        database=CountdownDatabase(database_url, countdown),
        bot=bot,
        sms=HttpSms(f"{telegram_url}/sms"),
        handlers=list(BOOKING_DESK.handlers()),
        notifications=BOOKING_DESK.notifications,
        tasks=sample_flow.TASKS,
        clock=clock.now,
    )
    Desk(parts).start()
    await asyncio.Event().wait()
