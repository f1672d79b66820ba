"""A store with people for each case of `operators`, and what its desk says when it is started, examined or probed."""

import asyncio
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.cli import backup, doctor, restore, run
from bot.cli.doctor_result import Level
from bot.engine.health import LOW_DISK, Health, HealthParts
from bot.engine.newer_versions import Versions
from bot.runtime import store_owner
from bot.runtime.database import open_database
from bot.runtime.operator_error import OperatorError
from bot.runtime.store_owner import StoreOwner
from bot.settings import Settings, load
from storage.database import Database
from storage.database.encryption import make_secret
from storage.register import people
from storage.store_identity import StoreKind

NOW = datetime(2026, 11, 29, 10, 0, tzinfo=UTC)
PEOPLE = [f"99999919900517{number:03d}X" for number in range(50)]
REAL = StoreOwner(StoreKind.REAL, 5)
PAGE = 4096


def fill(folder: Path) -> Settings:
    """Make a store with people that nobody has adopted, to be copied. Returns its settings."""
    settings = load(_env_file=None, data_dir=folder, secret_key=make_secret(), port=0)
    with open_database(settings) as database, database.transaction() as session:
        session.add_all(people.new(id_number=number, name="Li") for number in PEOPLE)
    return settings


class Scene:
    """One store with people, in a folder of its own."""

    def __init__(self, folder: Path, filled: Settings, owner: StoreOwner = REAL) -> None:
        self.folder = folder
        self.settings = filled.model_copy(update={"data_dir": folder / "var"})
        self.store = folder / "var" / "chezhu.db"
        shutil.copytree(filled.data_dir, folder / "var")
        with open_database(self.settings) as database:
            store_owner.adopt(database, owner, now=NOW, say=lambda _: None)

    def given(self, **settings: Any) -> Settings:
        """Return the settings with some replaced."""
        return load(_env_file=None, **(self.settings.model_dump(exclude_unset=True) | settings))

    def lost(self) -> int:
        """Return how many people the store has lost, opened with its own settings."""
        with open_database(self.settings) as database, database.reading() as session:
            return sum(people.by_id_number(session, number) is None for number in PEOPLE)

    def start(self, *, local: bool = False, **settings: Any) -> str:
        """Start the desk, and return why it refuses to."""
        return refusal(lambda: run.run(self.given(**settings), say=lambda _: None, local=local))

    def backup(self) -> Path:
        """Back up the store."""
        backup.backup(self.settings, self.folder / "backup.db", say=lambda _: None)
        return self.folder / "backup.db"

    def restore(self, file: Path) -> None:
        """Restore a backup."""
        restore.restore(self.settings, file, bot="5", now=NOW, say=lambda _: None)

    def doctor(self) -> str:
        """Return the first failure that the doctor finds."""
        return next(each.what for each in doctor.all_checks(self.settings) if each.level is Level.FAIL)

    def readiness(self, database: Database, *, free_bytes: int = LOW_DISK) -> str:
        """Return what the readiness probe says of a running desk."""
        versions, folders = Versions(database, "1", "all", clock=lambda: NOW), (self.folder,)
        watched = HealthParts(database, versions, lambda: NOW, list, str, folders, lambda _: free_bytes)
        health = Health(watched)
        return "/readyz: " + (", ".join(asyncio.run(health.problems())) or "ready")


def refusal(act: Callable[[], object]) -> str:
    """Return why the desk refuses, "" if it does not."""
    try:
        act()
    except OperatorError as refused:
        return str(refused)
    return ""


def damage(path: Path, first: int = 40) -> None:
    """Overwrite some pages of a database file."""
    content = bytearray(path.read_bytes())
    content[PAGE * first : PAGE * (first + 60)] = b"\xff" * PAGE * 60
    path.write_bytes(content)
