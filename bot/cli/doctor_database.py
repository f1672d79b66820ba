"""`doctor`: opens the store for the checks that read it."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError

from bot.runtime.database import open_database, require_readable
from bot.runtime.operator_error import OperatorError
from bot.settings import InvalidSettings, Settings
from storage.database import Database
from storage.migrations import migrator


def is_missing(settings: Settings) -> bool:
    """Whether there is no SQLite file yet."""
    url = make_url(settings.store_url)
    return url.get_backend_name() == "sqlite" and not Path(url.database or "").exists()


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
