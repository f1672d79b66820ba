"""`backup`: the database in one file, whole, while the desk runs."""

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import make_url

from bot.runtime.operator_error import Mistake
from bot.settings import Settings

PAGES = 1_000


def backup(settings: Settings, file: Path, *, say: Callable[[str], None]) -> None:
    """Copy an SQLite database by its own backup; for PostgreSQL, name the command. Raises Mistake."""
    url = make_url(settings.store_url)
    if url.get_backend_name() != "sqlite":
        plain = url.set(drivername="postgresql").render_as_string(hide_password=True)
        say(f'PostgreSQL makes its own backups: pg_dump --format=custom --file="{file}" "{plain}"')
        return
    source = Path(url.database or "")
    if not source.exists():
        raise Mistake(f"There is no database at {source} yet.")
    _copy(source, file)
    say(f"{file}: {file.stat().st_size:,} bytes, checked")
    say("Keep the secret key apart from it: without CHEZHU_SECRET_KEY (or the file secret_key) nobody can read it.")


def _copy(source: Path, file: Path) -> None:
    try:
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except OSError as problem:
        raise Mistake(f"{file} cannot be written: {problem.strerror}.") from None
    original, copy = sqlite3.connect(source), sqlite3.connect(file)
    try:
        original.backup(copy, pages=PAGES)
        copy.execute("PRAGMA journal_mode=DELETE")  # One file, with nothing beside it.
        verdict = copy.execute("PRAGMA integrity_check").fetchone()[0]
    finally:
        original.close()
        copy.close()
    if verdict != "ok":
        raise Mistake(f"The copy is damaged: {verdict}. Look at the disk.")
