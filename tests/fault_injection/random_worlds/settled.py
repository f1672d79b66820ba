"""A society that has settled in, stored once: each world begins with a copy, as settling in takes as long as living.

The store is copied as a file or by PostgreSQL, the local Telegram is saved to a folder and loaded from it. A process
uses its connections' compiled statements for all its worlds.
"""

import os
import shutil
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from random import Random
from uuid import UUID

from bot.simulator import snapshot
from tests import databases
from tests.fault_injection.random_worlds.driver import WatchedDatabase, WatchedDesk
from tests.fault_injection.random_worlds.people import Society, settle_in
from tests.fault_injection.random_worlds.residents import Resident
from tests.postgresql import Postgres

Described = tuple[int, str, str, str]  # Telegram id, name, phone number, ID number.


@dataclass(frozen=True)
class Settled:
    """What a society is, besides its store. folder: the local Telegram, as it was saved."""

    folder: Path
    now: datetime
    residents: tuple[Described, ...]
    guests: tuple[Described, ...]
    people: tuple[UUID, ...]
    plates: tuple[str, ...]
    photos: int
    begun: int

    def begin(self, app: WatchedDesk, random: Random) -> Society:
        """Let the society go on in a new desk, whose store is a copy."""
        snapshot.load(app.world, self.folder)
        app.now = self.now
        residents, guests = ([Resident(app, *each) for each in those] for those in (self.residents, self.guests))
        people, plates = list(self.people), list(self.plates)
        return Society(app, random, residents, guests, people, plates, self.photos, self.begun)


def settle(url: str, folder: Path) -> Settled:
    """Let a society settle in, in an empty store, and save what it is in an empty folder. No connection stays open."""
    with closing(WatchedDesk(url)) as app:
        society = settle_in(app, Random(0))
        snapshot.save(app.world, folder)
        residents, guests = (
            tuple((each.id, each.name, each.phone, each.id_number) for each in those)
            for those in (society.residents, society.guests)
        )
        people, plates = tuple(society.people), tuple(society.plates)
        return Settled(folder, app.now, residents, guests, people, plates, society.photos, society.begun)


@dataclass(frozen=True)
class Start:
    """What worlds on one kind of database begin with. postgres: the server of the template, None if it is a file."""

    settled: Settled
    template: str
    postgres: Postgres | None = None

    def copy(self) -> WatchedDatabase:
        """Return this process's database with a new copy of the store."""
        database = _own_database(self)
        database.engine.dispose()
        if self.postgres is None:
            shutil.copy(self.template, str(database.engine.url.database))
        else:
            self.postgres.replace(str(database.engine.url.database), self.postgres.create(self.template))
        return database


@cache
def _own_database(start: Start) -> WatchedDatabase:
    if start.postgres is not None:
        return WatchedDatabase(start.postgres.url(f"relatives_{os.getpid()}"))
    return WatchedDatabase(f"sqlite:///{start.template}-{os.getpid()}")


def on_sqlite(template: Path, folder: Path) -> Start:
    """Let a society settle in on SQLite. folder: for all worlds; template: an empty store."""
    own = folder / "settled-sqlite"
    own.mkdir()
    settled = settle(databases.sqlite_copy(template, own), own)
    return Start(settled, str(own / "desk.sqlite3"))


def on_postgresql(folder: Path) -> Start:
    """Let a society settle in on PostgreSQL."""
    own, postgres = folder / "settled-postgresql", Postgres.of_this_run()
    own.mkdir()
    name = databases.postgresql_copy(postgres)
    return Start(settle(postgres.url(name), own), name, postgres)
