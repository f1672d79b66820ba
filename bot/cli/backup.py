"""`backup`: copies an SQLite database into one file while the desk runs."""

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import make_url

from bot.runtime.operator_error import OperatorError
from bot.settings import Settings

PAGES_PER_STEP = 1_000


def backup(settings: Settings, file: Path, *, say: Callable[[str], None]) -> None:
    """Copy an SQLite database by its online backup, or print the command for PostgreSQL. Raises OperatorError."""
    url = make_url(settings.store_url)
    if url.get_backend_name() != "sqlite":
        plain = url.set(drivername="postgresql").render_as_string(hide_password=True)
        say(f'Back up PostgreSQL with: pg_dump --format=custom --file="{file}" "{plain}"')
        return
    source = Path(url.database or "")
    if not source.exists():
        raise OperatorError(f"There is no database at {source} yet.")
    _copy(source, file)
    say(f"{file}: {file.stat().st_size:,} bytes, checked")
    say(
        "Keep the secret key (CHEZHU_SECRET_KEY or the file secret_key) elsewhere: the backup is unreadable without it."
    )


def _copy(source: Path, file: Path) -> None:
    try:
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except OSError as problem:
        raise OperatorError(f"{file} cannot be written: {problem.strerror}.") from None
    original, copy = sqlite3.connect(source), sqlite3.connect(file)
    try:
        original.backup(copy, pages=PAGES_PER_STEP)
        copy.execute("PRAGMA journal_mode=DELETE")  # A single file, without a WAL beside it.
        result = copy.execute("PRAGMA integrity_check").fetchone()[0]
    finally:
        original.close()
        copy.close()
    if result != "ok":
        raise OperatorError(f"The copy is damaged: {result}. Check the disk.")
