"""The stage of the stories: the whole desk over the local Telegram, in one process, with a clock that waits for us.

Nothing is patched: python-telegram-bot's client speaks HTTP to the local Telegram
(in-process), updates go through the inbox, turns through transactions, replies
through the outbox. Only time stands still until `later()`.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import httpx
from sqlmodel import Session, select
from telegram.request import BaseRequest, RequestData

from bot.adapters.face_check import FaceCheckOutcome, FaceCheckRequest, FaceCheckResult
from bot.engine.desk import Desk, DeskParts
from bot.engine.telegram_client import DeskBot
from bot.simulator.app import create_app
from bot.simulator.world import World
from bot.tasks.dependencies import Adapters
from handlers import every_handler, every_housekeeping_job, every_notification, every_task
from storage.database import Database
from tests.stories import shared_sandbox
from tests.stories.actor import Actor

Answer = TypeVar("Answer")

TOKEN = "1000000001:story"
# A Wednesday, ten in the morning in Shanghai.
MORNING = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)

STEPS = 5_000
"""A desk that is not at rest by then never will be: the longest queue of messages to one person has gone out."""


class InProcess(BaseRequest):
    """The client's transport, into the local Telegram without a socket."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    @property
    def read_timeout(self) -> float:
        return 5.0

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any
    ) -> tuple[int, bytes]:
        data = request_data.json_parameters if request_data else None
        files = request_data.multipart_data if request_data and request_data.contains_files else None
        response = await self._client.request(method, url, data=data, files=files)
        return response.status_code, response.content


class WorldSms:
    """The SMS gateway of the local world, in-process."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    async def send(self, message_id: str, to: str, text: str) -> None:
        await self._client.post("/sms", json={"id": message_id, "to": to, "text": text})

    async def aclose(self) -> None: ...


class WorldFace:
    """The face check of the local world, in-process."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    async def check(self, question: FaceCheckRequest) -> FaceCheckResult:
        answer = await self._client.post("/face/check", json={"person": question.person})
        return FaceCheckResult(FaceCheckOutcome(answer.json()["outcome"]))


class AppDriver:
    """A desk, the people in front of it, and the time."""

    def __init__(self, database_url: str, world: World | None = None, **parts: Any) -> None:
        self.now = MORNING
        self.loop = asyncio.new_event_loop()
        self.database = Database(database_url)
        self.world = world or World({TOKEN: {"id": 1000000001, "username": "chezhu_bot", "first_name": "车主"}})
        self.client = httpx.AsyncClient(
            transport=httpx.ASGITransport(create_app(self.world)), base_url="http://telegram.local"
        )
        self.bot = DeskBot(
            TOKEN,
            base_url="http://telegram.local/bot",
            base_file_url="http://telegram.local/file/bot",
            request=InProcess(self.client),
            get_updates_request=InProcess(self.client),
        )
        self.wait(self.bot.initialize())
        self._parts = parts
        self.restart()

    def restart(self) -> None:
        """Put a new desk on the same store, as after a crash: nothing of the old one is kept."""
        adapters = Adapters(shared_sandbox.shared(), WorldFace(self.client))
        given = {
            "database": self.database,
            "bot": self.bot,
            "sms": WorldSms(self.client),
            "clock": lambda: self.now,
            "handlers": list(every_handler()),
            "notifications": every_notification(),
            "tasks": every_task(adapters),
            "housekeeping_jobs": every_housekeeping_job(adapters),
            **self._parts,
        }
        self.desk = Desk(DeskParts(**given))

    def use(self, **parts: Any) -> None:
        """Put a desk made of other parts on the same store."""
        self._parts |= parts
        self.restart()

    def person(self, name: str, phone: str = "", language: str = "zh-hans") -> Actor:
        """Somebody with a phone comes in."""
        answer = self.ask("POST", "/world/people", json={"first_name": name, "phone": phone, "language_code": language})
        return Actor(self, answer["id"], name)

    def later(self, **delta: float) -> None:
        """Let time pass, and what falls due happen."""
        self.now += timedelta(**delta)
        self.settle()

    def keep_house(self) -> None:
        """Let housekeeping look round, and what follows from it happen."""
        self.write(self.desk.housekeeping.round)
        self.settle()

    def settle(self) -> None:
        """Let everything happen that can happen now."""
        self.wait(self._settle())

    def sms(self, phone: str) -> list[str]:
        """The text messages this number has had, oldest first."""
        return [message["text"] for message in self.ask("GET", "/world/sms", params={"phone": phone})["sms"]]

    def ask(self, method: str, path: str, **question: Any) -> Any:
        """Ask something of the local world. Its refusals are failures of the story."""
        response = self.wait(self.client.request(method, path, **question))
        assert response.status_code < 400, response.text
        return response.json()

    def look(self, question: "Any") -> Any:
        """Ask something of the store: a function of a session."""
        with self.database.reading() as session:
            return question(session)

    def write(self, action: Callable[[Session], Answer]) -> Answer:
        """Change something in the store, as an import would."""
        with self.database.transaction() as session:
            return action(session)

    def wait(self, work: Awaitable[Answer]) -> Answer:
        """Run until this is done."""
        return self.loop.run_until_complete(work)

    def close(self) -> None:
        """Go home."""
        self.wait(self.client.aclose())
        self.database.close()
        self.loop.close()

    async def _settle(self) -> None:
        offset = 0
        for _ in range(STEPS):
            updates: Any = await self.bot.call("getUpdates", timeout=0, offset=offset, limit=100)
            if updates:
                await self.desk.receiver.receive(updates)
                offset = updates[-1]["update_id"] + 1
            moved = await self.desk.worker.step()
            moved += await self.desk.sender.step()
            await self.desk.sender.settle()
            if not updates and not moved:
                return
        raise AssertionError("the desk does not come to rest")


def stored(session: Session, kind: type[Any]) -> list[Any]:
    """Return every row of a table."""
    return list(session.exec(select(kind)).all())
