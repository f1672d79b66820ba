"""The demo cast: people, cars, organisations and staff in an empty local store, and their phones beside it.

They come in by the very importers an operator uses. Days in the files are written from
today on ({+40d}; {-30m1d} the first of a month; {+2m} a month), so that there is always a car whose
certificate runs out soon.
"""

import csv
import re
import shutil
import tempfile
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from sqlmodel import Session, select

from bot import local_time
from bot.cli import import_csv
from bot.services.identity import accounts
from bot.services.importing.kinds import Kind
from bot.services.values.months import Month
from bot.simulator.world import World
from storage import database
from storage.filing import filings
from storage.filing.filings import Filing, FilingStatus, FilingWay, Relationship
from storage.identity import accounts as account_store
from storage.register import people, vehicles
from storage.register.people import Person

FOLDER = Path(__file__).parents[1] / "demo"
PORTRAIT = "portrait.jpg"  # Drawn, nobody's face: the local face check answers as its switch on the page says.
SPAN = re.compile(r"\{([+-]\d+)(d|m1d|m)\}")


def is_empty(session: Session) -> bool:
    """Whether nobody is in the register yet."""
    return session.exec(select(Person.id).limit(1)).first() is None


def fill(session: Session, *, bot_id: int, now: datetime) -> None:
    """Put the whole cast into an empty store."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(FOLDER / PORTRAIT, folder)
        for kind in Kind:
            source = FOLDER / f"{kind}.csv"
            path = Path(folder) / source.name
            path.write_text(dated(source.read_text(encoding="utf-8"), local_time.date_of(now)), encoding="utf-8")
            import_csv.import_rows(session, kind, path, now=now, silently=True)
    _register(session, bot_id=bot_id, now=now)
    _blacklist(session, "999999199510140097", until=now + timedelta(days=180))
    _file(session, "99999919930226006X", "桂A8K308", since=now - timedelta(days=40))


def let_in(world: World) -> None:
    """Give everybody of the cast a phone, and start the bot on those of registered users."""
    for phone in phones():
        identifier = int(phone["telegram_id"])
        world.add_person(
            phone["first_name"],
            id=identifier,
            language_code=phone["language_code"],
            phone=phone["phone"],
            role=phone["role_zh"],
            hint={"zh": phone["zh"], "en": phone["en"]},
        )
        if phone["registered"] == "yes":
            world.bot.chat_with(identifier).started = True


@cache
def phones() -> tuple[dict[str, str], ...]:
    """Return who has a phone, as the file describes them."""
    with (FOLDER / "phones.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def dated(text: str, today: date) -> str:
    """Write the days and months of a file, counted from today."""

    def written(span: re.Match[str]) -> str:
        count, unit = int(span[1]), span[2]
        if unit == "d":
            return (today + timedelta(days=count)).isoformat()
        month = Month.of(today).plus(count)
        return month.first_day().isoformat() if unit == "m1d" else str(month)

    return SPAN.sub(written, text)


def _register(session: Session, *, bot_id: int, now: datetime) -> None:
    for phone in phones():
        if phone["registered"] == "yes":
            person = people.by_id_number(session, phone["id_number"])
            assert person is not None
            language = "en" if phone["language_code"] == "en" else "zh-CN"
            account = account_store.welcome(session, bot_id, int(phone["telegram_id"]), language=language, at=now)
            accounts.register(
                session,
                account,
                name=person.name,
                id_number=person.id_number,
                phone=person.phone,
                proven="",
                now=now,
            )


def _blacklist(session: Session, id_number: str, *, until: datetime) -> None:
    person = people.by_id_number(session, id_number)
    assert person is not None
    person.blacklisted_until = until
    session.add(person)


def _file(session: Session, id_number: str, plate: str, *, since: datetime) -> None:
    """A filing that was made some time ago: nobody is told of it now."""
    person, vehicle = people.by_id_number(session, id_number), vehicles.by_plate_alone(session, plate)[0]
    assert person is not None
    filing = Filing(
        number=1000,
        vehicle_id=vehicle.id,
        filer_id=person.id,
        way=FilingWay.SMS,
        relationship=Relationship.FRIEND,
        status=FilingStatus.ACTIVE,
        vehicle_slot=1,
        filer_slot=1,
        applied_at=since,
        changed_at=since,
        active_from=since,
    )
    database.add(session, filing)
    for kind in ("applied", "agreed", "finished"):
        filings.note(session, filing, kind, at=since)
