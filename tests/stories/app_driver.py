"""Driver of the story tests: the whole application over the local Telegram, in one process and with a clock of its own.

Nothing is patched: python-telegram-bot's client speaks HTTP to the local Telegram in-process, updates go through the
inbox, turns through transactions, replies through the outbox. Time only passes with `later()`.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from typing import Any, TypeVar

from sqlmodel import Session, select

from bot.adapters.face_check import FaceCheckOutcome, FaceCheckRequest, FaceCheckResult
from bot.engine.desk import Desk, DeskParts
from bot.engine.listeners import Handler
from bot.engine.telegram_client import DeskBot
from bot.services.staff import work_news
from bot.simulator.app import create_app
from bot.simulator.world import World
from bot.tasks.dependencies import Adapters
from handlers import every_handler, every_housekeeping_job, every_notification, every_task
from handlers.certificates import inline_sharing
from storage.database import Database, table_of
from storage.engine.inbox import IS_WAITING, Event
from storage.engine.leader_election import LeaderRole, LeadershipLost
from storage.engine.outbox import IS_OPEN, Delivery
from storage.engine.timers import Timer
from tests.in_process_client import InProcessClient
from tests.stories import shared_sandbox
from tests.stories.actor import Actor
from tests.stories.in_process_transport import InProcess
from tests.stories.register_import import import_in_process

Answer = TypeVar("Answer")

TOKEN = "1000000001:story"
# A Wednesday, ten in the morning in Shanghai.
MORNING = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)

_OPEN = f"SELECT 1 FROM {table_of(Delivery).name} WHERE {IS_OPEN} LIMIT 1"
_WAITING = f"SELECT 1 FROM {table_of(Event).name} WHERE {IS_WAITING} LIMIT 1"
_DUE = f"SELECT 1 FROM {table_of(Timer).name} WHERE state = 'set' AND due_at <= {{}} LIMIT 1"

# More rounds than the longest queue of messages to one person needs.
MAX_ROUNDS = 5_000


def client_of(transport: InProcess) -> DeskBot:
    """Return a client of the Bot API whose calls and polls take this transport."""
    return DeskBot(
        TOKEN,
        base_url="http://telegram.local/bot",
        base_file_url="http://telegram.local/file/bot",
        request=transport,
        get_updates_request=transport,
    )


class WorldSms:
    """The SMS gateway of the local world, in-process."""

    def __init__(self, client: InProcessClient) -> None:
        self._client = client

    async def send(self, message_id: str, to: str, text: str) -> None:
        await self._client.post("/sms", json={"id": message_id, "to": to, "text": text})

    async def aclose(self) -> None: ...


class WorldFace:
    """The face check of the local world, in-process."""

    def __init__(self, client: InProcessClient) -> None:
        self._client = client

    async def check(self, request: FaceCheckRequest) -> FaceCheckResult:
        answer = await self._client.post("/face/check", json={"person": request.person})
        return FaceCheckResult(FaceCheckOutcome(answer.json()["outcome"]))


class DeskDoesNotSettle(AssertionError):
    """The desk does not become idle."""


class AppDriver:
    """The application, its database, its people and its clock."""

    def __init__(
        self, database_url: str, world: World | None = None, database: Database | None = None, **parts: Any
    ) -> None:
        """database: at this URL, instead of a new one with threads."""
        self.now = MORNING
        self.loop = asyncio.new_event_loop()
        self.database = database or Database(database_url)
        self.world = world or World({TOKEN: {"id": 1000000001, "username": "chezhu_bot", "first_name": "车主"}})
        self.client = InProcessClient(create_app(self.world), "http://telegram.local")
        self.bot = client_of(InProcess(self.client))
        self.wait(self.bot.initialize())
        self._parts = parts
        self._start()

    def restart(self) -> None:
        """Start the desk again on the same store, as after a crash: nothing in memory is kept."""
        self.desk.leases[LeaderRole.SENDING].release()
        self._start()

    def _start(self) -> None:
        importing = partial(import_in_process, self.database, lambda: self.now)
        adapters = Adapters(shared_sandbox.shared(), WorldFace(self.client), import_register=importing)
        given = {
            "database": self.database,
            "bot": self.bot,
            "sms": WorldSms(self.client),
            "clock": lambda: self.now,
            "handlers": list(_handlers()),
            "notifications": every_notification(),
            "tasks": every_task(adapters),
            "inline_answer": inline_sharing.answer,
            "housekeeping_jobs": every_housekeeping_job(adapters.gateways),
            **self._parts,
        }
        self.desk = Desk(DeskParts(**given))

    def use(self, **parts: Any) -> None:
        """Start the desk again on the same store, with other parts."""
        self._parts |= parts
        self.restart()

    def person(self, name: str, phone: str = "", language: str = "zh-hans") -> Actor:
        """Add a person with a phone."""
        answer = self.ask("POST", "/world/people", json={"first_name": name, "phone": phone, "language_code": language})
        return Actor(self, answer["id"], name)

    def later(self, **delta: float) -> None:
        """Advance the clock, and handle what becomes due."""
        self.now += timedelta(**delta)
        if "handlers" not in self._parts:  # A desk with other handlers has no work whose news could be due.
            self.wait(self.desk.parts.database.write(lambda session: work_news.keep(session, self.now)))
        self.settle()

    def run_housekeeping(self) -> None:
        """Run the housekeeping jobs, and handle what follows."""
        self.write(self.desk.housekeeping.round)
        self.settle()

    def settle(self) -> None:
        """Handle events and deliveries until there are none left."""
        self.wait(self._settle())

    def sms(self, phone: str) -> list[str]:
        """Return the text messages that this number has received, oldest first."""
        return [message["text"] for message in self.ask("GET", "/world/sms", params={"phone": phone})["sms"]]

    def ask(self, method: str, path: str, **question: Any) -> Any:
        """Send a request to the local world. An error response fails the test."""
        response = self.wait(self.client.request(method, path, **question))
        assert response.status_code < 400, response.text
        return response.json()

    def read(self, question: "Any") -> Any:
        """Return what a function of a session reads from the store."""
        with self.database.reading() as session:
            return question(session)

    def write(self, action: Callable[[Session], Answer]) -> Answer:
        """Change the store with a function of a session, and return its result."""
        with self.database.transaction() as session:
            return action(session)

    def wait(self, work: Awaitable[Answer]) -> Answer:
        """Run until this is done."""
        return self.loop.run_until_complete(work)

    def close(self) -> None:
        """Close the database and the loop."""
        self.desk.leases[LeaderRole.SENDING].release()
        self.database.close()
        self.loop.close()

    async def _settle(self) -> None:
        pending = self.world.bot.updates.pending
        asked = {"are_pending": lambda: pending, "has_work": self._has_work, "are_open": self._has_open_deliveries}
        if not await settle(self.desk, self.bot, **asked):
            raise DeskDoesNotSettle("the desk does not settle")

    def _has_work(self) -> bool:
        """Return whether any event waits, or a timer is due."""
        dialect, marker = self.database.engine.dialect, "?" if self.database.is_sqlite else "%s"
        write = table_of(Timer).c.due_at.type.dialect_impl(dialect).bind_processor(dialect)
        moment = write(self.now) if write else self.now
        return self._finds(_WAITING) or self._finds(_DUE.format(marker), moment)

    def _has_open_deliveries(self) -> bool:
        return self._finds(_OPEN)

    def _finds(self, query: str, *values: Any) -> bool:
        """Return whether a query finds a row. It is asked several times a turn: a session would cost ten times more."""
        with closing(self.database.engine.raw_connection()) as connection:
            cursor = connection.cursor()
            cursor.execute(query, values)
            return cursor.fetchone() is not None


async def settle(
    desk: Desk,
    bot: DeskBot,
    *,
    are_pending: Callable[[], object] = lambda: True,
    has_work: Callable[[], object] = lambda: True,
    are_open: Callable[[], object] = lambda: True,
) -> bool:
    """Receive, handle and send until nothing is left, and return whether that came to an end.

    are_pending: whether the local Telegram has updates; without any it is not asked. has_work: whether events wait or
    timers are due, are_open: whether the outbox has open deliveries; without any none is looked for.
    """
    offset = 0
    for _ in range(MAX_ROUNDS):
        updates: Any = []
        if are_pending():
            updates = await bot.call("getUpdates", timeout=0, offset=offset, limit=100)
        if updates:
            await desk.receiver.receive(updates)
            offset = updates[-1]["update_id"] + 1
        moved = await desk.worker.step() if has_work() else 0
        if are_open():
            desk.leases[LeaderRole.SENDING].acquire()
            try:
                moved += await desk.sender.step()
            except LeadershipLost:
                continue  # The machine is so slow that the lease has ended: it is taken again.
            await desk.sender.settle()
        if not updates and not moved:
            return True
    return False


@cache
def _handlers() -> tuple[Handler, ...]:
    """Return the handlers of the product, for which hundreds of modules are searched: once a process."""
    return tuple(every_handler())


def stored(session: Session, kind: type[Any]) -> list[Any]:
    """Return every row of a table."""
    return list(session.exec(select(kind)).all())
