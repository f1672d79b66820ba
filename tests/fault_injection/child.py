"""A real desk in a process of its own, which kills itself with SIGKILL at the point it is told."""

import asyncio
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
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
from tests.fault_injection.harness import BOOKING_DESK
from tests.stories.app_driver import TOKEN


class Fuse:
    """Counts the points of this process and ends it at the last one."""

    def __init__(self, points: int) -> None:
        self._left = points

    def reach(self) -> None:
        """Pass a point, or die there."""
        self._left -= 1
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


class FusedDatabase(Database):
    """A store with a point before and after each commit."""

    def __init__(self, url: str, fuse: Fuse) -> None:
        super().__init__(url)
        self._fuse = fuse

    @contextmanager
    def _writing_session(self) -> Iterator[Session]:
        with Session(self.engine, expire_on_commit=False) as session:
            yield session
            self._fuse.reach()
            session.commit()
        self._fuse.reach()


class FusedRequest(AiohttpRequest):
    """The desk's own transport with a point before and after each call but the polls."""

    def __init__(self, fuse: Fuse, **options: Any) -> None:
        super().__init__(**options)
        self._fuse = fuse

    async def do_request(self, url: str, method: str, *rest: Any, **more: Any) -> tuple[int, bytes]:
        """Carry out one call."""
        self._fuse.reach()
        answer = await super().do_request(url, method, *rest, **more)
        self._fuse.reach()
        return answer


def live(telegram_url: str, database_url: str, points: int) -> None:
    """Run a desk that books until it dies at its point; 0: until it is killed from outside."""
    databases.use_test_secret()
    asyncio.run(_live(telegram_url, database_url, Fuse(points)))


async def _live(telegram_url: str, database_url: str, fuse: Fuse) -> None:
    bot = DeskBot(
        TOKEN,
        base_url=f"{telegram_url}/bot",
        request=FusedRequest(fuse),
        get_updates_request=AiohttpRequest(connections=4, read_timeout=40),
    )
    await bot.initialize()
    parts = DeskParts(
        database=FusedDatabase(database_url, fuse),
        bot=bot,
        sms=HttpSms(f"{telegram_url}/sms"),
        handlers=list(BOOKING_DESK.handlers()),
        notifications=BOOKING_DESK.notifications,
        tasks=sample_flow.TASKS,
        clock=clock.now,
    )
    Desk(parts).start()
    await asyncio.Event().wait()
