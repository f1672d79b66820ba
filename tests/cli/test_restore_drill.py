"""A drill: a desk under load is backed up and killed, and the backup is restored over what the kill has left."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from http.client import HTTPException
from itertools import cycle
from pathlib import Path

from bot.cli import backup, restore
from bot.runtime.database import open_database
from bot.settings import load
from storage import audit_verification
from tests.cli.test_run import ask, desk, wait_for_address

WORDS = ("/menu", "/rules", "/help", "/language")
Rows = dict[str, set[tuple[object, ...]]]
QUERIES = {
    "inbox": "SELECT source, key FROM inbox",
    "outbox": "SELECT reference FROM outbox",
    "audit": "SELECT id, at, action FROM audit",
    "conversations": "SELECT lane FROM conversations",
}


def rows(store: Path) -> Rows:
    """Return what identifies the rows of the tables that grow with each message."""
    with closing(sqlite3.connect(store)) as connection:
        return {name: set(connection.execute(query)) for name, query in QUERIES.items()}


@contextmanager
def load_on(origin: str) -> Iterator[None]:
    """Let people write all the time, until the desk is killed."""
    ended = threading.Event()
    people = [person["id"] for person in ask(f"{origin}/world/people")["people"]]

    def write() -> None:
        with suppress(OSError, HTTPException):
            for person, text in zip(cycle(people), cycle(WORDS), strict=False):
                if ended.wait(0.01):
                    break
                ask(f"{origin}/world/people/{person}/messages", {"text": text})

    writing = threading.Thread(target=write)
    writing.start()
    try:
        yield
    finally:
        ended.set()
        writing.join()


def wait_for_events(store: Path, count: int) -> None:
    """Wait until so many events are handled."""
    for _ in range(600):
        with closing(sqlite3.connect(store)) as connection:
            (handled,) = connection.execute("SELECT count(*) FROM inbox WHERE state = 'done'").fetchone()
        if handled >= count:
            return
        time.sleep(0.1)
    raise AssertionError("The desk handles no events")


def test_everything_up_to_the_backup_is_there_after_a_kill_and_a_restore(tmp_path: Path) -> None:
    folder, file = tmp_path / "var", tmp_path / "backup.db"
    settings, store = load(_env_file=None, data_dir=folder), folder / "chezhu.db"
    with desk(folder) as process, load_on(wait_for_address(process)):
        wait_for_events(store, 20)
        before = rows(store)
        backup.backup(settings, file, say=lambda _: None)
        after = rows(store)
        wait_for_events(store, len(after["inbox"]) + 10)
        process.kill()
        process.wait()
    assert Path(f"{store}-wal").stat().st_size > 0

    restore.restore(settings, file, now=datetime.now(UTC), say=lambda _: None)
    restored = rows(store)
    for name in QUERIES:
        assert before[name] <= restored[name] <= after[name], name
    (kept,) = folder.glob("chezhu.db.before-*[0-9]")
    assert rows(kept)["inbox"] > restored["inbox"]

    with desk(folder) as process:
        wait_for_address(process)
        wait_for_events(store, len(restored["inbox"]))
    with open_database(settings) as database, database.reading() as session:
        assert audit_verification.first_fault(session) is None
