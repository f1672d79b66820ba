"""Fixtures: the web application in a thread, with a company of five hundred vehicles."""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session

from bot.links import DeskLinks
from bot.runtime import http_server
from bot.services.organisations import organisations, web_sessions
from bot.settings import load
from bot.web.app import create_app
from bot.web.dependencies import WebDependencies
from storage.database import Database, add
from storage.filing.filings import Filing, FilingStatus, FilingWay, Relationship
from storage.identity import accounts
from storage.identity.accounts import Account
from storage.organisations import organisations as store
from storage.organisations.organisations import Organisation
from storage.register import people, vehicles
from storage.register.people import Person
from storage.register.vehicles import Vehicle, VehicleState
from tests import databases
from tests.stories.cast import id_number

CARS = 500
MODELS = ("东风天锦 KR", "解放 J6L", "五菱宏光 MINIEV", "福田欧曼 EST", "比亚迪 T5", "江淮帅铃 Q6")
NAMES = ("王秀英", "李建国", "欧阳明", "Emma Clark", "赵铁柱")


@dataclass
class Company:
    """The company: the address of the portal, and what its people do in the chat."""

    database: Database
    origin: str
    organisation_id: UUID
    person_ids: list[UUID]

    def code(self, person: int = 0) -> str:
        """Make a sign-in code as the chat does. Person 0 is the administrator."""
        with self.database.transaction() as session:
            account = accounts.of_person(session, self.person_ids[person])
            assert account is not None
            return web_sessions.make_code(session, account, now=datetime.now(UTC))[0]

    def ask(self, question: Callable[[Session], Any]) -> Any:
        """Run a query."""
        with self.database.reading() as session:
            return question(session)


@pytest.fixture(scope="session")
def pictures() -> Path | None:
    """The folder for screenshots, $PICTURES; without it none are taken, as one takes as long as several pages."""
    if not os.environ.get("PICTURES"):
        return None
    folder = Path(os.environ["PICTURES"])
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Company]:
    """A company whose portal is served."""
    databases.use_test_secret()
    database = Database(databases.new_sqlite(tmp_path))
    with database.transaction() as session:
        organisation_id, person_ids = _found(session, datetime.now(UTC))
    with served(database) as origin:
        yield Company(database, origin, organisation_id, person_ids)
    database.close()


@contextmanager
def served(database: Database, **parts: Any) -> Iterator[str]:
    """Serve the web application from a thread, and yield its address. parts: further dependencies of its routes."""
    desk: Any = SimpleNamespace(links=DeskLinks("chezhu_bot"), wake=lambda: None)
    with http_server.listen("127.0.0.1", 0) as listener:
        web = WebDependencies(load(_env_file=None), database, lambda: datetime.now(UTC), desk, **parts)
        server = http_server.make_server(create_app(web))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        yield http_server.origin(listener)
        server.should_exit = True
        thread.join()


def _found(session: Session, now: datetime) -> tuple[UUID, list[UUID]]:
    found = [add(session, people.new(id_number=id_number(at), name=name)) for at, name in enumerate(NAMES)]
    for at, person in enumerate(found):
        add(session, Account(bot_id=1, telegram_id=at + 1, person_id=person.id, created_at=now, registered_at=now))
    company = add(session, Organisation(credit_code="91110000600037341L", name="南宁市青山物流有限公司"))
    store.add_member(session, company.id, found[0].id, seat=0, person_seat=0, at=now - timedelta(days=90))
    for person in found[1:3]:
        organisations.add_member(session, company.id, person, now=now - timedelta(days=30))
    cars = [_car(company.id, at, now) for at in range(CARS)]
    session.add_all(cars)
    session.flush()
    for at, person in enumerate(found[2:5]):
        _file(session, cars[0], person, at + 1, now)
    return company.id, [person.id for person in found]


def _car(organisation_id: UUID, at: int, now: datetime) -> Vehicle:
    electric = at % 4 == 2
    vehicle = Vehicle(
        plate_type="52" if electric else "02",
        plate=f"桂AD{at:05}" if electric else f"桂A{at:05}",
        owner_organisation_id=organisation_id,
        engine_index=vehicles.engine_index("123456"),
        model=MODELS[at % len(MODELS)],
        colour="白",
        state=VehicleState.LOCKED if at % 97 == 5 else VehicleState.NORMAL,
        inspection_valid_until=f"{now.year + 1 + at % 2}-{at % 12 + 1:02}" if at % 9 else f"{now.year}-01",
        insurance_valid_until=date(now.year + 1, at % 12 + 1, at % 28 + 1),
    )
    vehicle.engine_number, vehicle.vin = "A123456", "LSVAM4187C2184841"
    return vehicle


def _file(session: Session, car: Vehicle, person: Person, slot: int, now: datetime) -> None:
    since = now - timedelta(days=slot)
    filing = Filing(
        number=1000 + slot,
        vehicle_id=car.id,
        filer_id=person.id,
        way=FilingWay.QR if slot % 2 else FilingWay.SMS,
        relationship=Relationship.EMPLOYER,
        status=FilingStatus.ACTIVE,
        vehicle_slot=slot,
        filer_slot=1,
        applied_at=since,
        changed_at=since,
        active_from=since,
    )
    add(session, filing)
