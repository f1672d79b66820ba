"""Opens the database: sets the keyring and the time zone, locks an SQLite file, migrates to the newest revision.

Before anything is changed: is it this desk's store, does the key open it, does it store text as UTF-8?
"""

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from bot import local_time
from bot.engine import clock
from bot.runtime import (
    database_faults,
    private_files,
    store_completeness,
    store_damage,
    store_owner,
    store_revision,
    store_use,
    unfinished_restore,
)
from bot.runtime.operator_error import OperatorError, WrongConfiguration
from bot.runtime.store_owner import StoreOwner
from bot.settings import Settings
from storage.database import Database, encryption, revision
from storage.database.engines import POSTGRESQL_CONNECTION, POSTGRESQL_TIMEOUTS, postgresql_engine
from storage.database.faults import FaultCause
from storage.database.pooler import has_transaction_pooler, lost_timeouts, quoted_role
from storage.database.server_encoding import UTF8, server_encoding
from storage.engine import leader_election
from storage.engine.leader_election import DatabaseFileInUse

WORKERS = 4


class DatabaseNotResponding(OperatorError):
    """The database cannot be reached, or refuses the connection."""


@contextmanager
def open_database(settings: Settings, *, alone: bool = False, owner: StoreOwner | None = None) -> Iterator[Database]:
    """Open the database and migrate it.

    alone: refuse to if another process runs the desk on this SQLite file, or if the store is damaged or
    incomplete: an SQLite file is read once. Commands that rescue what is there open it.
    owner: whose store it has to be; by default the owner that the settings name, if they have a token.
    Raises OperatorError, also for a fault of the database while it is open.
    """
    url = settings.store_url
    with ExitStack() as stack:
        use_keys(settings)
        local_time.use(settings.zone)
        make_folder(url)
        stack.callback(private_files.give_back, settings)
        store_use.share(url, stack)
        private_files.give_back(settings)
        unfinished_restore.refuse(url)
        private_files.correct(settings)
        if alone:
            lock_file(url, stack)
            with _explained_failures(url):
                store_damage.refuse(url)
        require_own_store(settings, owner)
        with _explained_failures(url):
            _migrate(url)
            if alone:
                store_completeness.refuse(url)
        database = Database(url, workers=WORKERS)
        database.today = lambda: local_time.date_of(clock.now())
        stack.callback(database.close)
        with _explained_faults(url):
            yield database


def use_keys(settings: Settings) -> None:
    """Set the keyring of the process. Raises OperatorError."""
    require_readable(settings)
    encryption.use_keyring(settings.keyring())


def require_readable(settings: Settings) -> None:
    """Check that the store is whole, keeps UTF-8, and has a key if it exists. Raises OperatorError."""
    with _explained_failures(settings.store_url):
        if _is_postgresql(settings.store_url):
            _refuse_encoding(settings.store_url)
        unfinished_restore.refuse(settings.store_url)
        store_owner.require_key_file(settings)


def require_own_store(settings: Settings, owner: StoreOwner | None = None) -> None:
    """Check that the store, if there is one, belongs to the settings. Changes nothing. Raises OperatorError."""
    with _explained_failures(settings.store_url):
        if _is_postgresql(settings.store_url):
            _refuse_pooler(settings.store_url)
        store_owner.require_owner(settings.store_url, owner or store_owner.owner_of(settings))


def _is_postgresql(url: str) -> bool:
    try:
        return make_url(url).get_backend_name() == "postgresql"
    except ArgumentError:
        raise WrongConfiguration(
            "CHEZHU_DATABASE_URL is not a database URL; an example is postgresql+psycopg://user@host/name."
        ) from None


def folders(settings: Settings) -> list[Path]:
    """Return the folders on this machine that the desk writes to."""
    path = make_url(settings.store_url).database
    is_sqlite = not _is_postgresql(settings.store_url)
    return [
        folder for folder in {settings.data_dir, *([Path(path or "").parent] if is_sqlite else [])} if folder.exists()
    ]


def make_folder(url: str) -> None:
    """Make the folder of an SQLite file. Raises OperatorError."""
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite" and parsed.database:
            Path(parsed.database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as problem:
        raise _folder_refused("created", problem) from None


def lock_file(url: str, stack: ExitStack) -> None:
    """Lock an SQLite file until the stack closes. Raises OperatorError if a desk runs on it."""
    try:
        handle = leader_election.lock_database_file(url)
    except DatabaseFileInUse as second:
        raise OperatorError(
            f"Another desk already runs on {second}. SQLite serves one process: stop the other desk, give this one a "
            "data folder of its own (CHEZHU_DATA_DIR), or use PostgreSQL (CHEZHU_DATABASE_URL)."
        ) from None
    except OSError as problem:
        raise _folder_refused("written", problem) from None
    if handle is not None:
        stack.enter_context(handle)


def _folder_refused(what: str, problem: OSError) -> OperatorError:
    return OperatorError(
        f"The folder of the database cannot be {what}: {problem.strerror}: {problem.filename}. Let the desk's user "
        "write there, or set CHEZHU_DATA_DIR to a folder where they may."
    )


def _refuse_encoding(url: str) -> None:
    encoding = server_encoding(url, POSTGRESQL_CONNECTION)
    if encoding != UTF8:
        raise WrongConfiguration(
            f"The database stores text as {encoding}; the desk needs UTF8. Create another database and set "
            "CHEZHU_DATABASE_URL to it: createdb --encoding=UTF8 --template=template0 NAME"
        )


def _refuse_pooler(url: str) -> None:
    engine = postgresql_engine(url, 1)
    try:
        found, lost, role = has_transaction_pooler(engine), lost_timeouts(engine), quoted_role(engine)
    finally:
        engine.dispose()
    if found:
        raise WrongConfiguration(
            "There is a transaction pooler between the desk and PostgreSQL, for example PgBouncer with "
            "pool_mode=transaction. The desk needs sessions of its own: set pool_mode=session, or give "
            "CHEZHU_DATABASE_URL the address of the server itself."
        )
    if lost:
        limits = " ".join(f"ALTER ROLE {role} SET {name} = {POSTGRESQL_TIMEOUTS[name]};" for name in lost)
        raise WrongConfiguration(
            f"A pooler between the desk and PostgreSQL drops the limits of its connections ({', '.join(lost)}), for "
            f"example PgBouncer with ignore_startup_parameters=options. Set them for the desk's role: {limits}"
        )


def _migrate(url: str) -> None:
    if not revision.is_up_to_date(url):
        store_revision.refuse(url)
        from storage.migrations import migrator  # Slow to import, and rarely needed.

        migrator.upgrade(url)


@contextmanager
def _explained_failures(url: str) -> Iterator[None]:
    try:
        yield
    except (DBAPIError, psycopg.Error, sqlite3.Error) as problem:
        cause = database_faults.cause_at(url, problem)
        line = cause or str(problem.orig if isinstance(problem, DBAPIError) else problem).strip().splitlines()[0]
        raise _not_responding(line, cause) from None


@contextmanager
def _explained_faults(url: str) -> Iterator[None]:
    """Explain faults of the database and its disk; other errors of statements are those of the program."""
    try:
        yield
    except (DBAPIError, psycopg.Error, sqlite3.Error) as problem:
        cause = database_faults.cause_at(url, problem)
        if cause is None:
            raise
        raise _not_responding(cause, cause) from problem


def _not_responding(line: str, cause: FaultCause | None) -> DatabaseNotResponding:
    return DatabaseNotResponding(f"The database does not respond: {line}. {database_faults.advice_for(cause)}")
