"""`restore` waits for nobody and takes nobody's store away: every command that has it open is named."""

import errno
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from bot.cli import restore
from bot.runtime import store_use
from bot.runtime.database import open_database
from bot.runtime.operator_error import OperatorError
from bot.settings import Settings
from tests.cli.conftest import NOW
from tests.operating_system import behaving

HOLD = (
    "import fcntl, os, sys; fcntl.flock(os.open(sys.argv[1], os.O_RDONLY), fcntl.LOCK_SH); print(flush=True); input()"
)


@pytest.fixture
def saved(settings: Settings, empty_database: Path, tmp_path: Path) -> Path:
    """A backup, and a store beside it."""
    settings.data_dir.mkdir()
    shutil.copy(empty_database, settings.data_dir)
    return Path(shutil.copy(empty_database, tmp_path / "backup.db"))


def run(settings: Settings, file: Path) -> None:
    restore.restore(settings, file, now=NOW, say=lambda _: None)


def test_a_command_that_has_the_store_open_keeps_it(settings: Settings, saved: Path) -> None:
    inode = (settings.data_dir / "chezhu.db").stat().st_ino
    with (
        open_database(settings),
        pytest.raises(OperatorError, match=rf"Other processes use .*chezhu.db: process {os.getpid()} \(.*python"),
    ):
        run(settings, saved)
    assert (settings.data_dir / "chezhu.db").stat().st_ino == inode
    run(settings, saved)
    assert (settings.data_dir / "chezhu.db").stat().st_ino != inode


def test_a_process_that_outlives_its_desk_is_named(settings: Settings, saved: Path) -> None:
    with open_database(settings):
        pass
    lock = settings.data_dir / f"chezhu.db{store_use.SUFFIX}"
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(lock)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()
        with pytest.raises(OperatorError, match=f"process {other.pid} .*chezhu.db.open.lock"):
            run(settings, saved)
        other.communicate(b"\n")
    run(settings, saved)


def test_nobody_opens_a_store_during_its_restore(settings: Settings, saved: Path) -> None:
    with ExitStack() as stack:
        store_use.use_alone(settings.store_url, stack)
        with pytest.raises(OperatorError, match="is in progress"), open_database(settings):
            pass
    with open_database(settings), open_database(settings):
        pass  # Several may.
    assert saved.exists()


@pytest.mark.usefixtures("saved")
def test_a_restore_that_was_interrupted_meanwhile_is_noticed(settings: Settings) -> None:
    share = store_use.share

    def interrupted(url: str, stack: ExitStack) -> None:
        share(url, stack)
        (settings.data_dir / "chezhu.db.restoring").write_text("chezhu.db.before")

    refused = pytest.raises(OperatorError, match="was interrupted")
    with behaving(store_use, share=interrupted), refused, open_database(settings):
        pass


@pytest.mark.parametrize(("code", "is_refused"), [(errno.EROFS, False), (errno.ENOSPC, False), (errno.EACCES, True)])
def test_a_folder_that_takes_no_file_refuses_in_words(tmp_path: Path, code: int, is_refused: bool) -> None:
    def refuse(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    with behaving(os, open=refuse), ExitStack() as stack:
        if is_refused:
            advice = rf"Permission denied.*chown --reference={tmp_path} {tmp_path}/chezhu.db[*]"
            with pytest.raises(OperatorError, match=f"cannot be opened: {advice}"):
                store_use.share(f"sqlite:///{tmp_path}/chezhu.db", stack)
        else:
            store_use.share(f"sqlite:///{tmp_path}/chezhu.db", stack)


def test_a_database_server_has_no_lock_file(tmp_path: Path) -> None:
    with ExitStack() as stack:
        store_use.use_alone("postgresql+psycopg://nobody@127.0.0.1:1/none", stack)
    assert not list(tmp_path.iterdir())


def test_the_working_copy_of_an_interrupted_restore_is_not_restored_onto_itself(
    settings: Settings, saved: Path
) -> None:
    copy = settings.data_dir / "chezhu.db.restore-copy"
    shutil.copy(saved, copy)
    with pytest.raises(OperatorError, match="working copy of a restore that was interrupted"):
        run(settings, copy)
    assert copy.read_bytes() == saved.read_bytes()


def test_a_backup_without_a_version_is_refused(settings: Settings, saved: Path) -> None:
    with closing(sqlite3.connect(saved)) as store:
        store.execute("DELETE FROM alembic_version")
        store.commit()
    with pytest.raises(OperatorError, match="does not say of which version"):
        run(settings, saved)
