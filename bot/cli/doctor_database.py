"""`doctor`: whether the database responds and is whole; it opens the store for the checks that read it."""

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from sqlalchemy import make_url, text
from sqlalchemy.exc import SQLAlchemyError

from bot.cli.doctor_result import CheckResult, Level
from bot.program_name import PROGRAM
from bot.runtime import database_faults, store_completeness, store_damage, store_revision
from bot.runtime.database import open_database, require_readable
from bot.runtime.operator_error import OperatorError
from bot.settings import InvalidSettings, Settings
from storage.database import Database
from storage.database.faults import FaultCause
from storage.migrations import migrator

_READ_ONLY = text(
    "SELECT CASE WHEN pg_is_in_recovery() THEN 'on' ELSE current_setting('default_transaction_read_only') END"
)


def is_missing(settings: Settings) -> bool:
    """Whether there is no SQLite file yet."""
    url = make_url(settings.store_url)
    return url.get_backend_name() == "sqlite" and not Path(url.database or "").exists()


def database_check(settings: Settings) -> CheckResult:
    """Return whether the database responds, is whole, and is at the newest revision."""
    url = make_url(settings.store_url)
    if is_missing(settings):
        return CheckResult(Level.WARN, f"no database at {url.database} yet", "the first run creates it")
    try:
        damage = store_damage.damage_of(Path(url.database or "")) if url.get_backend_name() == "sqlite" else ""
        if damage:
            return CheckResult(
                Level.FAIL, f"the store is damaged: {damage}", f"restore a backup: {PROGRAM} restore FILE"
            )
        revision = migrator.revision_of(settings.store_url)
        checked = store_completeness if revision.is_current else store_revision
        refusal = checked.problem_of(settings.store_url)
        if revision.is_current and not refusal and not _takes_writes(settings.store_url):
            advice = database_faults.advice_for(FaultCause.READ_ONLY)
            return CheckResult(Level.FAIL, f"the database does not respond: {FaultCause.READ_ONLY.value}", advice)
    except TypeError:
        what = "the revision of the database cannot be read: it does not store text as UTF8"
        return CheckResult(
            Level.FAIL, what, "create another database: createdb --encoding=UTF8 --template=template0 NAME"
        )
    except (SQLAlchemyError, sqlite3.Error, OSError) as problem:
        return _not_responding(settings.store_url, problem)
    if refusal:
        what, _, advice = refusal.partition(". ")
        return CheckResult(Level.FAIL, what, advice)
    if revision.is_current:
        return CheckResult(Level.OK, f"database at revision {revision.current}")
    what = f"database at revision {revision.current or 'none'}, newest {revision.newest}"
    return CheckResult(Level.WARN, what, "the next run migrates it")


def _takes_writes(url: str) -> bool:
    """Read as the desk does, which needs a writable folder with some space for SQLite's shared memory.

    Returns whether PostgreSQL takes writes of the desk's role: a standby does not.
    """
    database = Database(url, workers=1)
    try:
        with database.reading() as session:
            is_sqlite = session.connection().dialect.name == "sqlite"
            return is_sqlite or session.connection().execute(_READ_ONLY).scalar_one() == "off"
    finally:
        database.close()


def is_behind(settings: Settings) -> bool:
    """Whether the store waits for the migration of this version: one before it may still run there."""
    try:
        return not is_missing(settings) and not migrator.revision_of(settings.store_url).is_current
    except (SQLAlchemyError, OSError, TypeError):
        return False


def _not_responding(url: str, problem: Exception) -> CheckResult:
    cause = database_faults.cause_at(url, problem)
    words = cause or str(getattr(problem, "orig", problem)).strip().splitlines()[0]
    return CheckResult(Level.FAIL, f"the database does not respond: {words}", database_faults.advice_for(cause))


@contextmanager
def opened(settings: Settings) -> Iterator[Database | None]:
    """Open a store of this desk at the newest revision. None if there is none such, which other checks report."""
    with ExitStack() as stack:
        yield _open(settings, stack)


def _open(settings: Settings, stack: ExitStack) -> Database | None:
    if is_missing(settings):
        return None
    try:
        require_readable(settings)
        if migrator.revision_of(settings.store_url).is_current:
            return stack.enter_context(open_database(settings))
    except (SQLAlchemyError, OSError, OperatorError, InvalidSettings):
        pass
    return None
