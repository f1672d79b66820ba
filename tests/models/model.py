"""What the plain model knows of filings, and the store it is held against."""

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine
from sqlmodel import Session

from bot.errors import Refusal
from bot.services import eligibility
from storage import people
from storage.database import Database, add
from storage.vehicles import Vehicle, engine_index

PEOPLE, CARS = 5, 5
LIMIT, DAILY, YEARLY = 3, 1, 5
OPEN = ("waiting_owner", "checking")


@dataclass
class Known:
    """A filing as the model knows it."""

    id: UUID
    filer: int
    car: int
    status: str
    asked: datetime
    applied: datetime
    owner: int
    code: bool = False
    tries: int = 0


class Model(RuleBasedStateMachine):
    """Drivers, cars, two owners: who may do what by the rules alone."""

    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None)
        shutil.copy(self.template, Path(self.folder.name) / "desk.sqlite3")
        self.database = Database(f"sqlite:///{self.folder.name}/desk.sqlite3")
        self.now = datetime(2026, 3, 4, 2, 0, tzinfo=UTC)
        self.known: list[Known] = []
        self.owner_of = [0] * CARS
        self.blocked: set[tuple[int, int]] = set()
        self.listed: dict[int, datetime] = {}
        with self.database.transaction() as session:
            self.drivers = [self._person(session, at) for at in range(PEOPLE)]
            self.owners = [self._person(session, 50 + at) for at in range(2)]
            self.cars = [self._car(session, at) for at in range(CARS)]

    def teardown(self) -> None:
        self.database.close()
        self.folder.cleanup()

    def may_apply(self, driver: int, car: int) -> bool:
        """Whether the rules let this driver apply for this car now."""
        mine = [known for known in self.known if known.filer == driver]
        day, zone = timedelta(days=1), eligibility.ZONE
        today = self.now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
        this_year = today.replace(month=1, day=1)
        return not (
            self.listed.get(driver, self.now) > self.now
            or self.active(filer=driver) >= LIMIT
            or self.active(car=car) >= LIMIT
            or sum(today <= known.applied < today + day for known in mine) >= DAILY
            or sum(known.applied >= this_year for known in mine) >= YEARLY
            or (car, driver) in self.blocked
            or any(known.car == car and known.status in (*OPEN, "active") for known in mine)
        )

    def active(self, *, filer: int | None = None, car: int | None = None) -> int:
        return sum(
            known.status == "active" and filer in (None, known.filer) and car in (None, known.car)
            for known in self.known
        )

    def one(self, data: Any) -> Known:
        found: Known = data.draw(st.sampled_from(self.known))
        return found

    def attempt(self, deed: Callable[[Session], Any], *, may: bool) -> Any:
        """Do it as a turn would; it must be refused exactly when the model says so. None: it was refused."""
        try:
            with self.database.transaction() as session:
                try:
                    done = deed(session)
                except Refusal as refusal:
                    if not refusal.keeps:
                        raise
                    done = None
        except Refusal:
            done = None
        assert (done is not None) is may
        return done

    @staticmethod
    def _person(session: Session, at: int) -> UUID:
        row = people.new(id_number=f"45090319900517{at:04}", name=f"人{at}", phone=f"+86138000000{at:02}")
        return add(session, row).id

    def _car(self, session: Session, at: int) -> UUID:
        row = Vehicle(plate_type="02", plate=f"桂A1234{at}", engine_index=engine_index("123456"))
        row.owner_person_id = self.owners[0]
        row.engine_number, row.vin = "A123456", "LSVAM4187C2184841"
        return add(session, row).id
