"""Opening the store: settings, keys, the guard against a second process, the database, its tables."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from bot.runtime.operator_error import Mistake
from bot.settings import Settings
from storage.database import Database, encryption, revision
from storage.engine import leader_election
from storage.engine.leader_election import SecondProcess

WORKERS = 4


@contextmanager
def store(settings: Settings, *, alone: bool = False) -> Iterator[Database]:
    """Open the store with every table in place. `alone`: refuse where a desk runs on the same SQLite file.

    Raises Mistake for what an operator can put right.
    """
    url = settings.store_url
    with ExitStack() as stack:
        encryption.use(settings.keyring())
        _make_folder(url)
        if alone:
            _guard(url, stack)
        _migrate(url)
        database = Database(url, workers=WORKERS)
        stack.callback(database.close)
        yield database


def _make_folder(url: str) -> None:
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite" and parsed.database:
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    except ArgumentError:
        raise Mistake(
            "CHEZHU_DATABASE_URL is no database URL; for example postgresql+psycopg://user@host/name."
        ) from None
    except OSError as problem:
        raise Mistake(f"The folder of the database cannot be made: {problem.strerror}: {problem.filename}.") from None


def _guard(url: str, stack: ExitStack) -> None:
    try:
        handle = leader_election.guard_file(url)
    except SecondProcess as second:
        raise Mistake(
            f"Another desk already runs on {second}. SQLite serves one process: stop the other one, give this one a "
            "data folder of its own (CHEZHU_DATA_DIR), or use PostgreSQL (CHEZHU_DATABASE_URL)."
        ) from None
    except OSError as problem:
        raise Mistake(
            f"The folder of the database cannot be written: {problem.strerror}: {problem.filename}."
        ) from None
    if handle is not None:
        stack.enter_context(handle)


def _migrate(url: str) -> None:
    try:
        if not revision.is_newest(url):
            from storage.migrations import migrator  # Heavy, and needed here alone.

            migrator.upgrade(url)
    except DBAPIError as problem:
        line = str(problem.orig).strip().splitlines()[0]
        raise Mistake(f"The database does not answer: {line}. Check CHEZHU_DATABASE_URL.") from None
