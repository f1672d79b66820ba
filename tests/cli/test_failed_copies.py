"""A copy of a store that fails names the disk that is full: that of the store, or that of the backup."""

import shutil
import sqlite3
from pathlib import Path
from types import SimpleNamespace

import pytest

from bot.cli import backup_files
from bot.runtime.operator_error import OperatorError
from tests.operating_system import behaving


def sqlite_error(code: int) -> sqlite3.Error:
    error = sqlite3.OperationalError("words of SQLite")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("code", "full", "words"),
    [
        (sqlite3.SQLITE_FULL, "target", "disk full at {target}. Free some space."),
        (sqlite3.SQLITE_IOERR, "target", "disk full at {target}. Free some space."),
        (sqlite3.SQLITE_IOERR, "source", "disk full at {source}. Free some space."),
        (sqlite3.SQLITE_IOERR, "neither", "I/O error at {source}. Check the disk."),
    ],
)
def test_a_copy_that_fails_names_the_disk(tmp_path: Path, code: int, full: str, words: str) -> None:
    folders = {name: tmp_path / name for name in ("source", "target")}
    for folder in folders.values():
        folder.mkdir()

    def connect(*_: object, **__: object) -> sqlite3.Connection:
        raise sqlite_error(code)

    def usage(path: Path) -> SimpleNamespace:
        return SimpleNamespace(free=0 if path.name == full else 10**9)

    refused = pytest.raises(OperatorError, match=words.format(**folders))
    with behaving(sqlite3, connect=connect), behaving(shutil, disk_usage=usage), refused:
        backup_files.copy(folders["source"] / "chezhu.db", folders["target"] / "b.db", is_in_use=True)
