"""What operators do wrong, and what disks do: each case once, with what the desk says and how many rows are lost.

    python -m tests.fault_injection --only operators --record      writes the table in BENCHMARKS.md

Every case begins with a store of its own with people in it. Afterwards the store, put right as the desk advises, has
all of them. A row that is missing, or other words than expected, count as wrong.
"""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import event

from bot.cli import restore
from bot.runtime import unfinished_restore
from bot.runtime.database import open_database
from bot.runtime.store_owner import LOCAL_OWNER, StoreOwner
from storage.database import Database
from storage.database.encryption import make_secret
from tests import databases, report
from tests.fault_injection.long_run import OnProgress, Result
from tests.fault_injection.operator_scene import NOW, REAL, Scene, damage, fill, refusal
from tests.postgresql import Postgres

TITLE = "What operators and disks do wrong"
HEAD = """`make crash` (`python -m tests.fault_injection --only operators --record`) · {moment} · {machine}

Each case is made on a store with people in it. The desk refuses, or says what is wrong while it runs; lost are people
who are missing once the store is put right as it advises.

| What goes wrong | What the desk says | Lost |
|---|---|---|
"""


@dataclass(frozen=True)
class Case:
    """One case: what goes wrong, words that the desk has to say, and what makes it say them."""

    what: str
    words: str
    act: Callable[[Scene], str]
    owner: StoreOwner = REAL


def lose_key_file(scene: Scene) -> str:
    """Start without the key file."""
    return refusal(lambda: open_database(scene.settings.model_copy(update={"secret_key": ""})).__enter__())


def damage_the_store(scene: Scene) -> str:
    """Damage pages of the store, and restore a backup."""
    file = scene.backup()
    damage(scene.store)
    said = scene.doctor()
    scene.restore(file)
    return said


def start_on_a_damaged_store(scene: Scene) -> str:
    """Damage pages of the store, start the desk, and restore a backup."""
    file = scene.backup()
    damage(scene.store)
    said = scene.start(telegram_token="5:real")
    scene.restore(file)
    return said


def replace_the_store(scene: Scene) -> str:
    """Put something else in the place of the store, and restore a backup."""
    file = scene.backup()
    scene.store.write_bytes(b"no database " * 1000)
    said = scene.start(telegram_token="5:real")
    scene.restore(file)
    return said


def copy_over_a_left_wal(scene: Scene) -> str:
    """Restore a backup over a store whose process was killed, so that its -wal is left."""
    file = scene.backup()
    Path(f"{scene.store}-wal").write_bytes(b"\x37\x7f\x06\x82" + b"left by a killed process" * 500)
    said: list[str] = []
    restore.restore(scene.settings, file, bot="5", now=NOW, say=said.append)
    return next(line for line in said if "is kept as" in line).replace(str(scene.folder), "…")


def restore_a_damaged_backup(scene: Scene) -> str:
    """Restore a backup with damaged pages."""
    file = scene.backup()
    damage(file)
    return refusal(lambda: scene.restore(file)).replace(str(scene.folder), "…")


def restore_a_newer_backup(scene: Scene) -> str:
    """Restore a backup of a version that this one does not know."""
    file = scene.backup()
    with closing(sqlite3.connect(file)) as store:
        store.execute("UPDATE alembic_version SET version_num = '9999'")
        store.commit()
    return refusal(lambda: scene.restore(file))


def interrupt_a_restore(scene: Scene) -> str:
    """Kill a restore after the store was moved aside, start the desk, and restore again."""
    file = scene.backup()
    unfinished_restore.mark_of(scene.store).write_text("chezhu.db.before-a-kill")
    scene.store.rename(scene.store.with_name("chezhu.db.before-a-kill"))
    said = scene.start(telegram_token="5:real").replace(str(scene.folder), "…")
    scene.restore(file)
    return said


def run_with(pragma: str) -> Callable[[Scene], str]:
    """Return a case in which SQLite obeys this PRAGMA while the desk runs."""

    def act(scene: Scene) -> str:
        with open_database(scene.settings) as database:
            event.listen(database.engine, "connect", lambda driver, _: driver.execute(f"PRAGMA {pragma}"))
            return scene.readiness(database)

    return act


def fill_the_disk(scene: Scene) -> str:
    """Ask a desk on whose disk nothing is free."""
    with open_database(scene.settings) as database:
        return scene.readiness(database, free_bytes=0)


def use_another_encoding(scene: Scene) -> str:
    """Start on a PostgreSQL database in SQL_ASCII."""
    postgres = Postgres.of_this_run()
    name = postgres.create_with_encoding("SQL_ASCII")
    said = scene.start(telegram_token="5:real", database_url=postgres.url(name))
    postgres.drop(name)
    return said


def stop_the_database(scene: Scene) -> str:
    """Ask a desk whose PostgreSQL database is gone."""
    with closing(Database("postgresql+psycopg://nobody@127.0.0.1:1/none")) as database:
        return scene.readiness(database)


CASES = (
    Case("no token", "There is no token", lambda scene: scene.start()),
    Case("local Telegram where others reach it", "CHEZHU_HOST", lambda scene: scene.start(local=True, host="0.0.0.0")),
    Case("local Telegram on a real store", "data of real people", lambda scene: scene.start(local=True)),
    Case(
        "token on a store of the local Telegram",
        "made by the local Telegram",
        lambda scene: scene.start(telegram_token="5:real"),
        LOCAL_OWNER,
    ),
    Case("token of another bot", "the token to bot 6", lambda scene: scene.start(telegram_token="6:other")),
    Case(
        "wrong secret key",
        "does not open this store",
        lambda scene: scene.start(telegram_token="5:real", secret_key=make_secret()),
    ),
    Case("lost key file", "its key file", lose_key_file),
    Case("PostgreSQL in SQL_ASCII", "stores text as SQL_ASCII", use_another_encoding),
    Case("damaged store", "the store is damaged", damage_the_store),
    Case("start on a damaged store", "Restore a backup", start_on_a_damaged_store),
    Case("store replaced by another file", "Restore a backup", replace_the_store),
    Case("backup restored over a left -wal", "is kept as", copy_over_a_left_wal),
    Case("damaged backup restored", "Use another", restore_a_damaged_backup),
    Case("backup of a newer version restored", "newer version", restore_a_newer_backup),
    Case("restore killed half-way", "was interrupted", interrupt_a_restore),
    Case("disk full", "disk full", fill_the_disk),
    Case("database read-only", "no database (read-only)", run_with("query_only = ON")),
    Case("database server stopped", "no database (no connection)", stop_the_database),
)


def runs(*, count: int, seed: int, folder: Path, on_progress: OnProgress, path: Path | None = None) -> Result:
    """Make every case, and write the table into the report at this path, if there is one."""
    rows, wrong, filled = [], [], fill(folder / "operators")
    for number, case in enumerate(CASES):
        with _folder(folder / f"operators-{number}") as own:
            scene = Scene(own, filled, case.owner)
            said = " ".join(case.act(scene).split()).replace(str(own), "…")
            lost = scene.lost()
        rows.append(f"| {case.what} | {said.replace('|', '¦')} | {lost} |")
        wrong += [f"{case.what}: {said or 'nothing is said'}, {lost} lost"] if lost or case.words not in said else []
        on_progress(number + 1)
    databases.use_test_secret()
    if path is not None:
        head = HEAD.format(moment=report.moment(), machine=report.machine())
        report.write_section(TITLE, head + "\n".join(rows), report=path)
    return Result("wrong starts, damaged stores, full disks", f"{len(CASES)} cases", 0, tuple(wrong))


@contextmanager
def _folder(path: Path) -> Iterator[Path]:
    path.mkdir()
    yield path
    shutil.rmtree(path)
