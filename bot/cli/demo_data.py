"""Demo data: people, vehicles, organisations and staff for an empty database, and their phones in the simulator.

The files are imported as an operator's files are. Dates in them are relative to today: {+40d} is a day, {-30m1d} the
first day of a month, {+2m} a month. So there is always a vehicle whose certificate expires soon.
"""

import csv
import io
import re
import shutil
import tempfile
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from sqlmodel import Session, select

from bot import local_time, profile
from bot.cli import import_csv
from bot.profile import Journey
from bot.services import objections
from bot.services.identity import accounts
from bot.services.importing.kinds import ImportKind
from bot.services.staff import member_identity
from bot.services.values.months import Month
from bot.services.violations import authorities
from bot.simulator.world import World
from storage import database
from storage.filing import filings
from storage.filing.filings import Filing, FilingStatus, FilingWay, Relationship
from storage.identity import accounts as account_store
from storage.register import people, vehicles
from storage.register.people import Person
from storage.violations import authorities as authority_store, violations

FOLDER = Path(__file__).parents[1] / "demo"
PORTRAIT = "portrait.jpg"  # A drawing, not a real face: a switch on the page decides how the local face check answers.
OBJECTION = "那天车停在修理厂，不在高速上。有维修单，请核对照片里的车牌。"
RELATIVE_DATE = re.compile(r"\{([+-]\d+)(d|m1d|m)\}")


def is_empty(session: Session) -> bool:
    """Whether the register holds no people."""
    return session.exec(select(Person.id).limit(1)).first() is None


def load_demo_data(session: Session, *, bot_id: int, now: datetime) -> None:
    """Import all demo data into an empty database."""
    with tempfile.TemporaryDirectory() as folder:
        for picture in FOLDER.glob("*.jpg"):
            shutil.copy(picture, folder)
        for kind in ImportKind:
            source = FOLDER / f"{kind}.csv"
            path = Path(folder) / source.name
            text = with_dates(source.read_text(encoding="utf-8"), local_time.date_of(now))
            path.write_text(_of_the_profile(text), encoding="utf-8")
            import_csv.import_rows(session, kind, path, now=now, silently=True)
    authority_store.replace(session, authorities.parse((FOLDER / "authorities.csv").read_text(encoding="utf-8")))
    _register(session, bot_id=bot_id, now=now)
    _verify_staff(session, now=now)
    _blacklist(session, "999999199510140097", until=now + timedelta(days=180))
    _file(session, "99999919930226006X", "桂A8K308", since=now - timedelta(days=40))
    _object(session, "999999197503080023", "4501001000000008", now=now)


def _of_the_profile(text: str) -> str:
    """Return a file without the vehicles and violations that the profile does not have."""
    header, *rows = csv.reader(text.splitlines())
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows([header, *(row for row in rows if _is_had(header, row))])
    return file.getvalue()


def _is_had(header: list[str], row: list[str]) -> bool:
    cells = dict(zip(header, row, strict=True))
    if "plate_type" in cells and not profile.has_plate_type(cells["plate_type"]):
        return False
    return "act_code" not in cells or profile.has_act(cells["act_code"])


def add_demo_people(world: World) -> None:
    """Add the demo people to the simulator. Registered users have started the bot."""
    for phone in phones():
        identifier = int(phone["telegram_id"])
        world.add_person(
            phone["first_name"],
            id=identifier,
            language_code=phone["language_code"],
            phone=phone["phone"],
            roles={"zh": phone["role_zh"], "en": phone["role_en"]},
            hint={"zh": phone["zh"], "en": phone["en"]},
        )
        if phone["registered"] == "yes":
            world.bot.chat_with(identifier).started = True


@cache
def phones() -> tuple[dict[str, str], ...]:
    """Return the rows of the file of phones."""
    with (FOLDER / "phones.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def with_dates(text: str, today: date) -> str:
    """Replace the relative dates in a text by dates counted from today."""

    def date_of(match: re.Match[str]) -> str:
        count, unit = int(match[1]), match[2]
        if unit == "d":
            return (today + timedelta(days=count)).isoformat()
        month = Month.of(today).plus(count)
        return month.first_day().isoformat() if unit == "m1d" else str(month)

    return RELATIVE_DATE.sub(date_of, text)


def _register(session: Session, *, bot_id: int, now: datetime) -> None:
    for phone in phones():
        if phone["registered"] == "yes":
            person = people.by_id_number(session, phone["id_number"])
            assert person is not None
            language = "en" if phone["language_code"] == "en" else "zh-CN"
            account = account_store.get_or_create(session, bot_id, int(phone["telegram_id"]), language=language, at=now)
            accounts.register(
                session,
                account,
                name=person.name,
                id_number=person.id_number,
                phone=person.phone,
                verified_phone="",
                now=now,
            )


def _verify_staff(session: Session, *, now: datetime) -> None:
    """Verify the members of staff, as an operator does once they have registered."""
    for waiting in member_identity.unready(session):
        member_identity.verify_by_operator(session, waiting.member, silently=True, now=now)


def _blacklist(session: Session, id_number: str, *, until: datetime) -> None:
    person = people.by_id_number(session, id_number)
    assert person is not None
    person.blacklisted_until = until
    session.add(person)


def _file(session: Session, id_number: str, plate: str, *, since: datetime) -> None:
    """Add a filing made some time ago, without notifications."""
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
        filings.add_event(session, filing, kind, at=since)


def _object(session: Session, id_number: str, violation: str, *, now: datetime) -> None:
    """Let somebody object to a violation, which reviewers find in their queue."""
    person, record = people.by_id_number(session, id_number), violations.by_number(session, violation)
    assert person is not None
    if record is not None and profile.offers(Journey.OBJECTIONS):  # A profile may have no such record.
        objections.make(session, record.id, OBJECTION, [], by=person, now=now)
