"""A full disk, and a database that is read-only or restarted: nothing is lost or repeated."""

import asyncio
import contextlib
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Any, cast

import psycopg
import pytest
from sqlalchemy import event, text

from bot.adapters.sms.gateway import HttpSms
from bot.engine import clock
from bot.engine.desk import Desk, DeskParts
from bot.engine.telegram_client import DeskBot
from storage.database import Database
from tests import databases
from tests.engine import sample_flow
from tests.postgresql import Postgres
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver

LONG = "long " * 700


@pytest.fixture
def desk(store_url: str) -> Iterator[AppDriver]:
    """A desk with the sample flow, once on each database."""
    with closing(make_desk(store_url)) as app:
        yield app


def make_desk(url: str) -> AppDriver:
    """Return a desk with the sample flow."""
    databases.use_test_secret()
    parts: dict[str, Any] = {"notifications": sample_flow.NOTIFICATIONS, "tasks": sample_flow.TASKS}
    return AppDriver(url, handlers=sample_flow.handlers(), **parts)


@contextmanager
def pragma(database: Database, statement: str) -> Iterator[None]:
    """Set a PRAGMA on the writing connections of SQLite during the block."""

    def set_up(connection: sqlite3.Connection, _: object) -> None:
        connection.execute(f"PRAGMA {statement}")

    event.listen(database.engine, "connect", set_up)
    database.engine.dispose()
    yield
    event.remove(database.engine, "connect", set_up)
    database.engine.dispose()


@contextmanager
def read_only(database: Database) -> Iterator[None]:
    """Let the database refuse every change during the block."""
    if database.is_sqlite:
        with pragma(database, "query_only = ON"):
            yield
        return
    name = database.engine.url.database
    _administer(database, f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    database.engine.dispose()
    yield
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("SET default_transaction_read_only = off"))
        connection.execute(text(f"ALTER DATABASE {name} RESET default_transaction_read_only"))
    database.engine.dispose()


def _administer(database: Database, statement: str) -> None:
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(statement))


def strive(app: AppDriver) -> list[Exception]:
    """Let every loop of the desk run once. Returns how they failed."""
    updates = app.wait(app.bot.call("getUpdates", timeout=0, offset=0, limit=100))
    failed: list[Exception] = []
    for work in (lambda: app.desk.receiver.receive(updates), app.desk.worker.step, app.desk.sender.step):
        try:
            app.wait(work())
        except Exception as problem:
            failed.append(problem)
    with contextlib.suppress(Exception):
        app.wait(app.desk.sender.settle())
    return failed


def say(app: AppDriver, people: list[Actor], words: str) -> None:
    """Let each person send a text, without handling it."""
    for person in people:
        app.ask("POST", f"/world/people/{person.id}/messages", json={"text": f"{words} {LONG}"})


def answers(person: Actor) -> list[str]:
    """Return the first word that each answer repeats."""
    found = [message.get("text", "") for message in person.messages() if message["from"]["is_bot"]]
    return [words.split()[1] for words in found if words.startswith("ECHO")]


def test_nothing_is_lost_or_repeated_when_the_disk_is_full(lite_url: str) -> None:
    with closing(make_desk(lite_url)) as desk:  # For PostgreSQL see test_full_disk.
        outlive(desk, pragma(desk.database, "max_page_count = 1"), sqlite3.OperationalError)


def test_nothing_is_lost_or_repeated_while_the_database_is_read_only(desk: AppDriver) -> None:
    refusals = (sqlite3.OperationalError, psycopg.errors.ReadOnlySqlTransaction)
    outlive(desk, read_only(desk.database), refusals)


def outlive(
    desk: AppDriver, fault: AbstractContextManager[None], shown_as: type[Exception] | tuple[type[Exception], ...]
) -> None:
    """Let people write before and during a fault, and expect one answer to each text afterwards.

    shown_as: the exceptions of the database's driver, of which one must occur.
    """
    people = [desk.person(f"Person {number}") for number in range(3)]
    for person in people:
        person.says("before")
    say(desk, people, "stored")
    desk.wait(desk.desk.receiver.receive(desk.wait(desk.bot.call("getUpdates"))))
    desk.ask("POST", f"/world/people/{people[0].id}/messages", json={"text": "sent"})
    with fault:
        failed = [problem for _ in range(3) for problem in strive(desk)]
        say(desk, people, "refused")
        failed += [problem for _ in range(3) for problem in strive(desk)]
    assert any(isinstance(getattr(problem, "orig", problem), shown_as) for problem in failed), failed
    desk.settle()
    desk.later(minutes=1)
    for person in people:
        expected = ["before", "stored", *(["sent"] if person is people[0] else []), "refused"]
        assert answers(person) == expected


def test_sqlite_needs_no_temporary_folder(lite: Database) -> None:
    with lite.transaction() as session:
        assert session.execute(text("PRAGMA temp_store")).scalar() == 2
    with lite.reading() as session:
        assert session.execute(text("PRAGMA temp_store")).scalar() == 2


class CountingBot:
    """Records what is sent to whom."""

    id, username = 1, "outage_bot"

    def __init__(self) -> None:
        self.sent: list[tuple[int, str]] = []

    async def call(self, method: str, **parameters: Any) -> dict[str, int]:
        """Answer a method of the Bot API."""
        self.sent.append((parameters["chat_id"], parameters["text"]))
        return {"message_id": len(self.sent)}


def update(number: int, person: int, words: str) -> dict[str, Any]:
    """Return a raw update with a text."""
    user = {"id": person, "is_bot": False, "first_name": "Li"}
    message = {"message_id": number, "date": 1, "chat": {"id": person, "type": "private"}, "from": user, "text": words}
    return {"update_id": number, "message": message}


async def keep_trying(work: Callable[[], Any]) -> None:
    """Do this until it succeeds."""
    while True:
        with contextlib.suppress(Exception):
            await work()
            return
        await asyncio.sleep(0.1)


async def test_a_restart_of_postgresql_under_load_loses_and_repeats_nothing() -> None:
    databases.use_test_secret()
    with tempfile.TemporaryDirectory(prefix="restart", ignore_cleanup_errors=True) as folder:
        server = Postgres(Path(folder))
        server.start(durable=True)
        try:
            await _restart_under_load(server)
        finally:
            server.stop()


async def _restart_under_load(server: Postgres) -> None:
    url, bot, people = server.url(databases.postgresql_copy(server)), CountingBot(), range(10, 20)
    database = Database(url, workers=2)
    parts = DeskParts(
        database=database,
        bot=cast(DeskBot, bot),
        sms=HttpSms("http://127.0.0.1:9"),
        handlers=sample_flow.handlers(),
        notifications=sample_flow.NOTIFICATIONS,
        tasks=sample_flow.TASKS,
        clock=clock.now,
        polling=False,
    )
    desk = Desk(parts)
    desk.start()
    restart = None
    for number in range(12):
        for person in people:
            incoming = update(number * 100 + person, person, f"{number}")
            await keep_trying(lambda incoming=incoming: desk.receiver.receive([incoming]))  # type: ignore[misc]
        if number == 3:
            restart = asyncio.get_running_loop().run_in_executor(None, server.restart)
    assert restart is not None
    await restart
    async with asyncio.timeout(60):
        while len(bot.sent) < 12 * len(people):  # noqa: ASYNC110 - the bot has no event for it
            await asyncio.sleep(0.05)
    await asyncio.sleep(0.5)
    for person in people:
        assert [words for chat, words in bot.sent if chat == person] == [f"ECHO {number}" for number in range(12)]
    await desk.stop()
    database.close()
