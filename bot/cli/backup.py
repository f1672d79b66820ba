"""`backup`: copies an SQLite database into one file while the desk runs."""

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from sqlalchemy import make_url

from bot.cli import backup_files, postgresql_commands
from bot.runtime import private_files, store_use, unfinished_restore
from bot.runtime.operator_error import OperatorError
from bot.settings import Settings

KEEP_THE_KEY = "Keep the secret key (CHEZHU_SECRET_KEY or the file secret_key) elsewhere: without it nobody reads it."


def backup(settings: Settings, file: Path, *, say: Callable[[str], None]) -> None:
    """Copy an SQLite database by its online backup, or print the command for PostgreSQL. Raises OperatorError.

    The file is there when it is complete and checked; until then it is empty.
    """
    url = make_url(settings.store_url)
    if url.get_backend_name() != "sqlite":
        for line in postgresql_commands.dump(url, file):
            say(line)
        return
    unfinished_restore.refuse(settings.store_url)
    source = Path(url.database or "")
    if not source.exists():
        raise OperatorError(f"There is no database at {source} yet.")
    with ExitStack() as stack:
        stack.callback(private_files.give_back, settings)
        store_use.share(settings.store_url, stack)  # A restore renames the store and its -wal one after the other.
        unfinished_restore.refuse(settings.store_url)
        _write(source, file)
    say(f"{file}: {file.stat().st_size:,} bytes, checked")
    say(KEEP_THE_KEY)


def _write(source: Path, file: Path) -> None:
    unfinished = file.with_name(f"{file.name}.unfinished")
    backup_files.remove(unfinished)
    with backup_files.private_file(file), backup_files.private_file(unfinished):
        backup_files.copy(source, unfinished, is_in_use=True)
        unfinished.replace(file)
        backup_files.sync(file.parent)
