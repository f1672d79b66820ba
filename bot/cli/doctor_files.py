"""`doctor`: the space on the disks of the desk, and the file of its secret key."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import make_url

from bot.cli import doctor_database
from bot.cli.doctor_result import CheckResult, Level
from bot.engine.health import FULL_DISK, LOW_DISK, MEGABYTE
from bot.runtime import private_files
from bot.settings import Settings


def check_disk(settings: Settings) -> CheckResult:
    """Return how much is free where the least is. Below the limit of `/readyz` the desk is not ready."""
    free, folder = min((shutil.disk_usage(folder).free, str(folder)) for folder in _folders(settings))
    if free < FULL_DISK:
        what = f"disk full: {free // MEGABYTE} MB free at {folder}"
        return CheckResult(Level.FAIL, what, f"free some space: below {FULL_DISK // MEGABYTE} MB the desk is not ready")
    if free < LOW_DISK:
        what = f"{free // MEGABYTE} MB free at {folder}"
        return CheckResult(Level.WARN, what, "free some space: photos and the database grow")
    return CheckResult(Level.OK, f"{free / 1024**3:.0f} GB free at {folder}")


def check_owner(settings: Settings) -> Iterator[CheckResult]:
    """Yield the files of the store that the desk could not use, such as those of a command that ran as root."""
    paths = private_files.unusable(settings)
    if paths and (folder := next((path.parent for path in paths if _is_read_only(path.parent)), None)):
        what = f"the file system of {folder} is read-only"
        yield CheckResult(Level.FAIL, what, "look for errors of the disk, then mount it for writing")
    elif paths:
        what = f"this user may not read or write {', '.join(map(str, paths))}"
        commands = "; ".join(f"chown --reference={path.parent} {path}" for path in paths)
        yield CheckResult(Level.FAIL, what, f"run commands as the desk's user; give the files back: {commands}")


def _is_read_only(folder: Path) -> bool:
    """Whether nobody may write to a folder: its file system is mounted so, often after an error of the disk."""
    return bool(os.statvfs(folder).f_flag & os.ST_RDONLY)


def secret_checks(settings: Settings) -> Iterator[CheckResult]:
    """Yield where the secret key is; nothing if a store lacks its key, which the check of the start reports."""
    path = settings.key_file
    if settings.secret_key:
        yield CheckResult(Level.OK, f"secret key from the settings, id {settings.keyring().current.hex()}")
    elif not path.exists():
        if doctor_database.is_missing(settings):
            advice = "the first run creates one; keep a copy elsewhere"
            yield CheckResult(Level.WARN, "no secret key yet", advice)
    elif path.stat().st_mode & 0o077:
        yield CheckResult(Level.WARN, f"{path} is readable by other users", f"chmod 600 {path}")
    else:
        yield CheckResult(Level.OK, f"secret key in {path}")


def _folders(settings: Settings) -> list[Path]:
    """Return the folders that the desk writes to, or where they will be."""
    url = make_url(settings.store_url)
    folders = [settings.data_dir]
    if url.get_backend_name() == "sqlite":
        folders.append(Path(url.database or "").parent)
    return [next(each for each in (folder, *folder.parents) if each.exists()) for folder in map(Path.absolute, folders)]
