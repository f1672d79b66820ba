"""Copies and checks the files of SQLite stores, for `backup` and `restore`."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from bot.runtime.database_faults import UNCLEAR, advice_for, cause_at
from bot.runtime.operator_error import OperatorError, not_written
from storage.database.faults import FaultCause, cause_of

LATEST = ("SELECT max(received_at) FROM inbox", "SELECT max(at) FROM audit")
FILES_OF_A_STORE = ("", "-wal", "-shm", "-journal")
NO_BACKUP = (
    "{file} is not a whole backup of a desk: {problem}. Use another one that `backup` has written; unpack or decrypt "
    "it first, if it was packed or encrypted. Nothing was changed."
)


@contextmanager
def private_file(path: Path) -> Iterator[None]:
    """Create a file that only its owner may read, and remove it if the block fails. Raises OperatorError."""
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except OSError as problem:
        raise not_written(path, problem) from None
    try:
        yield
    except BaseException:
        remove(path)
        raise


def copy(source: Path, target: Path, *, is_in_use: bool = False) -> None:
    """Copy one moment of a store, with what its -wal holds, into a single file on disk. Raises OperatorError.

    It reads one snapshot in one step: a copy in several steps begins anew whenever the desk writes.
    is_in_use: the source is the store of a desk, not a backup, which stays as it is.
    """
    mode = "rw" if is_in_use else "ro"
    try:
        with (
            closing(sqlite3.connect(f"file:{quote(str(source))}?mode={mode}", uri=True)) as original,
            closing(sqlite3.connect(target)) as written,
        ):
            original.backup(written)
            written.execute("PRAGMA journal_mode=DELETE")  # A single file, without a WAL beside it.
            damage = _damage(written)
    except sqlite3.Error as problem:
        raise _not_copied(source, target, problem, is_in_use=is_in_use) from None
    if damage:
        raise OperatorError(f"The copy of {source} is damaged: {damage}. Check the disk; use another backup.")
    sync(target)


def latest_moment(path: Path) -> datetime | None:
    """Return when the newest thing in a store happened; None if nothing has."""
    with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True)) as store:
        found = [moment for query in LATEST if (moment := store.execute(query).fetchone()[0])]
    return datetime.fromisoformat(max(found)).replace(tzinfo=UTC) if found else None


def remove(path: Path) -> None:
    """Remove the files of a store, as far as they exist."""
    for suffix in FILES_OF_A_STORE:
        with suppress(FileNotFoundError):
            path.with_name(path.name + suffix).unlink()


def sync(path: Path) -> None:
    """Wait until a file or folder is on disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _not_copied(source: Path, target: Path, problem: sqlite3.Error, *, is_in_use: bool) -> OperatorError:
    """Return what keeps a copy from being made, where, and what to do. Reading a store writes beside it, too."""
    cause = cause_of(problem)
    if cause is FaultCause.MALFORMED and not is_in_use:
        return OperatorError(NO_BACKUP.format(file=source, problem=problem))
    paths = (target,) if cause is FaultCause.DISK_FULL else (source, target)
    causes = [(cause_at(f"sqlite:///{path}", problem), path.parent) for path in paths]
    found, where = next((each for each in causes if each[0] not in UNCLEAR), causes[0])
    return OperatorError(f"{source} cannot be copied: {found or problem} at {where}. {advice_for(found)}")


def _damage(store: sqlite3.Connection) -> str:
    """Return what is damaged in a store, "" if nothing is."""
    found = str(store.execute("PRAGMA integrity_check").fetchone()[0])
    if found != "ok":
        return found
    tables = {str(row[0]) for row in store.execute("PRAGMA foreign_key_check")}
    return f"rows refer to missing ones in {', '.join(sorted(tables))}" if tables else ""
