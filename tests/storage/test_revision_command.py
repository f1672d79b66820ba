"""`python -m storage.migrations WORDS` writes a revision for a new table, and leaves no file if it fails."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from storage.migrations import migrator
from storage.migrations.__main__ import all_or_nothing

SCRATCH = """
from datetime import datetime

from storage.database import UuidRow, instant
from storage.retention import RetentionPeriod, delete_after, older



class Scratch(UuidRow, table=True):
    __tablename__ = "scratch"
    ended_at: datetime | None = instant(default=None)


delete_after(RetentionPeriod.RECORD_DAYS, Scratch, older("ended_at"))
"""


def revise(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the command in a copy of the package of storage that has one more table."""
    shutil.copytree(migrator.DIRECTORY.parent, folder / "storage", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "storage" / "scratch.py").write_text(SCRATCH)
    command = [sys.executable, "-m", "storage.migrations", "add a scratch table"]
    return subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True)


def written(folder: Path) -> set[Path]:
    """Return the revisions that the project does not have."""
    known = {path.name for path in (migrator.DIRECTORY / "versions").glob("*.py")}
    return {path for path in (folder / "storage/migrations/versions").glob("*.py") if path.name not in known}


def test_a_revision_for_a_table_whose_rows_are_deleted_is_written(tmp_path: Path) -> None:
    done = revise(tmp_path)
    assert done.returncode == 0, done.stderr
    (path,) = written(tmp_path)
    source = path.read_text()
    compile(source, path, "exec")
    assert "'scratch'" in source.replace('"', "'")
    assert "database.UtcMoment()" in source
    assert "info=" not in source
    assert source.startswith('"""Add a scratch table.')
    assert "###" not in source


def write_broken(path: Path) -> None:
    """Write a file that is no Python, and compile it."""
    path.write_text("info={<")
    compile(path.read_text(), path, "exec")


def test_a_revision_that_cannot_be_finished_is_deleted(tmp_path: Path) -> None:
    kept = tmp_path / "0001_kept.py"
    kept.touch()
    with pytest.raises(SyntaxError), all_or_nothing(tmp_path):
        write_broken(tmp_path / "0002_broken.py")
    assert list(tmp_path.iterdir()) == [kept]
