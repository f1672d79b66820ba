"""Commands of root leave nothing in the folder of the desk's user that this user cannot open."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from bot.cli import backup, backup_files, restore
from bot.cli.doctor_files import check_owner
from bot.cli.doctor_result import Level
from bot.runtime import private_files, unfinished_restore
from bot.runtime.database import open_database
from bot.runtime.operator_error import OperatorError
from bot.settings import Settings
from tests.cli.conftest import NOW
from tests.operating_system import behaving

# Only root can own what belongs to others; for anybody else all is their own from the start.
DESK = (4711, 4712) if os.geteuid() == 0 else (os.getuid(), os.getgid())


@pytest.fixture
def saved(settings: Settings, empty_database: Path, tmp_path: Path) -> Path:
    """A backup, and an empty folder of the desk's user."""
    settings.data_dir.mkdir()
    os.chown(settings.data_dir, *DESK)
    return Path(shutil.copy(empty_database, tmp_path / "backup.db"))


def owners(folder: Path) -> dict[str, tuple[int, int]]:
    return {path.name: (path.stat().st_uid, path.stat().st_gid) for path in folder.iterdir()}


def opened(settings: Settings, _: Path) -> None:
    with open_database(settings, alone=True):
        assert set(owners(settings.data_dir).values()) >= {DESK}


def restored(settings: Settings, saved: Path) -> None:
    restore.restore(settings, saved, now=NOW, say=lambda _: None)


def backed_up(settings: Settings, saved: Path) -> None:
    os.chown(shutil.copy(saved, settings.data_dir / "chezhu.db"), *DESK)
    backup.backup(settings, saved.with_name("second.db"), say=lambda _: None)


@pytest.mark.parametrize("command", [opened, restored, backed_up])
def test_what_a_command_of_root_makes_is_the_desks(
    settings: Settings, saved: Path, command: Callable[[Settings, Path], None]
) -> None:
    command(settings, saved)
    found = owners(settings.data_dir)
    assert found.keys() >= {"chezhu.db", "chezhu.db.open.lock"}
    assert set(found.values()) == {DESK}


def test_the_mark_of_a_restore_is_the_desks_from_its_beginning(settings: Settings, saved: Path) -> None:
    store = settings.data_dir / "chezhu.db"
    restore.mark(store, now=NOW)
    mark = unfinished_restore.mark_of(store)
    assert owners(settings.data_dir) == {mark.name: DESK}
    os.chown(mark, os.geteuid(), os.getegid())  # As an earlier version has left it.
    private_files.give_back(settings)
    assert owners(settings.data_dir) == {mark.name: DESK}


def test_a_restore_that_is_killed_leaves_no_lock_that_the_desk_cannot_open(settings: Settings, saved: Path) -> None:
    def killed(*_: object) -> None:
        found = owners(settings.data_dir)
        del found["chezhu.db.restore-copy"]  # The next restore removes it.
        assert set(found.values()) == {DESK}
        raise KeyboardInterrupt

    with behaving(backup_files, copy=killed, remove=lambda _: None), pytest.raises(KeyboardInterrupt):
        restored(settings, saved)


def test_a_backup_in_a_folder_that_may_not_be_entered_names_the_folder(settings: Settings, tmp_path: Path) -> None:
    def refused(_: Path) -> bool:
        raise PermissionError

    closed = tmp_path / "closed"
    with (
        behaving(Path, is_file=refused),
        behaving(os, access=lambda path, _: closed not in (path, *path.parents)),
        pytest.raises(OperatorError, match=f"may not enter {closed}. Move the backup"),
    ):
        restored(settings, closed / "within" / "backup.db")


def test_the_key_file_may_be_read_only(settings: Settings, saved: Path) -> None:
    settings.key_file.touch()
    with behaving(os, access=lambda path, mode: mode == os.R_OK):
        assert private_files.unusable(settings) == []
    with behaving(os, access=lambda *_: False):
        assert private_files.unusable(settings) == [settings.key_file]


def test_no_file_from_elsewhere_is_given_away(settings: Settings, saved: Path) -> None:
    other = Path(shutil.copy(saved, saved.with_name("other.db")))
    before = owners(saved.parent)
    (settings.data_dir / "chezhu.db.lock").symlink_to(other)
    (settings.data_dir / "chezhu.db.open.lock").hardlink_to(saved)
    private_files.give_back(settings)
    assert owners(saved.parent) == before


def test_the_doctor_names_what_the_desk_cannot_open(settings: Settings, saved: Path) -> None:
    backed_up(settings, saved)
    assert list(check_owner(settings)) == []
    with behaving(os, access=lambda *_: False):
        (result,) = check_owner(settings)
    assert result.level is Level.FAIL
    assert "chezhu.db.open.lock" in result.what
    assert f"chown --reference={settings.data_dir} {settings.data_dir / 'chezhu.db'};" in result.advice
    with behaving(os, access=lambda *_: False, statvfs=lambda _: SimpleNamespace(f_flag=os.ST_RDONLY)):
        (result,) = check_owner(settings)
    assert (result.what, "chown" in result.advice) == (f"the file system of {settings.data_dir} is read-only", False)
