"""Database, transport, SMS gateway and face check with crash points before and after each irreversible operation."""

from typing import Any, TypeVar

import orjson
from sqlalchemy import Engine
from sqlmodel import Session
from telegram.request import BaseRequest, RequestData

from bot.adapters.face_check import FaceCheckOutcome, FaceCheckRequest, FaceCheckResult
from bot.simulator.errors import ApiError
from bot.simulator.files import Upload
from bot.simulator.methods.call_parameters import Call
from bot.simulator.methods.registry import call_method
from bot.simulator.world import World
from tests.fault_injection.crash_points import CrashPoints
from tests.inline_database import InlineDatabase

Answer = TypeVar("Answer")

# The engines of each URL are shared by all desks of a process, so that statements are compiled once.
ENGINES: dict[str, tuple[Engine, Engine]] = {}


class CrashPointDatabase(InlineDatabase):
    """A database whose process can crash before and after each commit.

    It works in the calling thread, so that the same seed passes the same points.
    """

    def __init__(self, url: str, points: CrashPoints) -> None:
        super().__init__(url)
        self._points = points
        self.engine, self._readers = ENGINES.setdefault(url, (self.engine, self._readers))

    def _commit(self, session: Session) -> None:
        self._points.reach("before commit")
        super()._commit(session)
        self._points.reach("after commit")


class CrashPointTransport(BaseRequest):
    """Connects the bot with the simulated Telegram without HTTP; the process can crash before and after each call."""

    def __init__(self, world: World, token: str, points: CrashPoints) -> None:
        self._bot = world.bots[token]
        self._points = points

    @property
    def read_timeout(self) -> float:
        """Not used, as no call waits."""
        return 1.0

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any
    ) -> tuple[int, bytes]:
        """Carry out a Bot API call or a file download."""
        if "/file/bot" in url:
            return self._fetch(url.partition("/file/bot")[2].partition("/")[2])
        name = url.rpartition("/")[2]
        self._points.reach(f"before {name}")
        status, answer = await self._perform(name, _call(request_data))
        self._points.reach(f"after {name}")
        return status, orjson.dumps(answer)

    def _fetch(self, path: str) -> tuple[int, bytes]:
        self._points.reach("before download")
        return 200, self._bot.shared.files.by_path[path].data

    async def _perform(self, name: str, call: Call) -> tuple[int, dict[str, Any]]:
        try:
            return 200, {"ok": True, "result": await call_method(self._bot, name, call)}
        except ApiError as error:
            return error.code, error.to_dict()


def _call(asked: RequestData | None) -> Call:
    """Return the parameters of a request and its uploaded files."""
    if asked is None:
        return Call({})
    files = (asked.multipart_data or {}) if asked.contains_files else {}
    uploads = {name: Upload(str(file[0]), str(file[2]), _bytes(file[1])) for name, file in files.items()}
    return Call(dict(asked.json_parameters), uploads)


def _bytes(content: Any) -> bytes:
    return bytes(content.read() if hasattr(content, "read") else content)


class CrashPointSms:
    """An SMS gateway; the process can crash before and after each message."""

    def __init__(self, world: World, points: CrashPoints) -> None:
        self._world = world
        self._points = points

    async def send(self, message_id: str, to: str, text: str) -> None:
        """Send a message through the simulated gateway."""
        self._points.reach("before SMS")
        self._world.sms.accept(message_id, to, text, at=self._world.clock())
        self._points.reach("after SMS")

    async def aclose(self) -> None:
        """Nothing to close."""


class CrashPointFaceCheck:
    """The simulated face check; the process can crash before and after each request."""

    def __init__(self, world: World, points: CrashPoints) -> None:
        self._world = world
        self._points = points

    async def check(self, request: FaceCheckRequest) -> FaceCheckResult:
        """Return the outcome that the simulated world has for this person."""
        self._points.reach("before face")
        outcome = FaceCheckOutcome(self._world.faces.check(request.person))
        self._points.reach("after face")
        return FaceCheckResult(outcome)
