"""What the desk writes is for its own user alone, whatever the umask of the shell that starts it."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.runtime import private_files
from bot.runtime.database import open_database
from bot.settings import Settings
from tests import databases, forked_process

ROOT = Path(__file__).parents[2]
SECONDS = 60


def open_to_others(*paths: Path) -> list[Path]:
    """Return what others may access, of these files and folders and everything in them."""
    found = [each for path in paths for each in (path, *path.rglob("*"))]
    return [path for path in found if path.stat().st_mode & private_files.OTHERS]


def run(folder: Path, *words: str) -> None:
    """Run a command as a shell with the usual umask does."""
    environment = {**os.environ, "CHEZHU_DATA_DIR": str(folder)}
    command = [str(ROOT / "run_bot.py"), *words]
    started = forked_process.start_and_read(command, environment=environment, folder=folder.parent, logs=folder.parent)
    said = started.communicate(SECONDS)
    assert started.returncode == 0, said


def test_everything_that_commands_write_is_for_the_user_of_the_desk_alone(tmp_path: Path) -> None:
    data, whole, keys = tmp_path / "a" / "var", tmp_path / "whole", tmp_path / "keys.json"
    data.parent.mkdir()
    run(data, "keys", "publish", str(keys))
    run(data, "export", "--store", str(whole))
    assert {path.name for path in data.iterdir()} >= {"chezhu.db", "secret_key"}
    assert open_to_others(data, whole) == []
    assert keys.stat().st_mode & 0o777 == 0o644  # Public, and meant for others.


def test_the_files_of_an_earlier_version_are_corrected(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "var")
    databases.put_new_store(settings.data_dir)
    for path in (settings.data_dir, *settings.data_dir.iterdir()):
        path.chmod(path.stat().st_mode | 0o055)
    with open_database(settings):
        assert open_to_others(settings.data_dir) == []


def test_a_store_outside_the_data_folder_is_corrected_and_its_folder_left_to_the_operator(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "var", database_url=f"sqlite:///{tmp_path / 'srv' / 'desk.db'}")
    with open_database(settings):
        store = tmp_path / "srv" / "desk.db"
    store.chmod(0o644)
    store.parent.chmod(0o755)
    private_files.correct(settings)
    assert open_to_others(store.parent) == [store.parent]


def test_a_folder_that_all_share_stays_open(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared").chmod(0o1777)
    private_files.correct(Settings(data_dir=tmp_path / "shared"))
    assert (tmp_path / "shared").stat().st_mode & 0o7777 == 0o1777


@pytest.mark.parametrize("link", [Path.symlink_to, Path.hardlink_to])
def test_what_a_link_in_the_data_folder_leads_to_is_not_corrected(
    tmp_path: Path, link: Callable[[Path, Path], None]
) -> None:
    elsewhere, settings = tmp_path / "elsewhere", Settings(data_dir=tmp_path / "var")
    elsewhere.touch(mode=0o644)
    settings.data_dir.mkdir()
    link(settings.data_dir / "chezhu.db-journal", elsewhere)
    private_files.correct(settings)
    assert elsewhere.stat().st_mode & 0o777 == 0o644
