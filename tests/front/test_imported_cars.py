"""What an imported car means for its filings, and what a second look at a register changes."""

from collections import Counter
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session

from bot.front import importing
from bot.services.importing import vehicles as vehicle_import
from bot.services.importing.kinds import Kind
from bot.services.importing.rows import Change
from storage import filings, people, vehicles
from storage.filings import EndReason, Filing, FilingStatus, FilingWay
from tests.front.conftest import NOW
from tests.front.files import ORGANISATIONS, PEOPLE, VEHICLES, write

ZONE = ZoneInfo("Asia/Shanghai")
LI = "999999199005170017"


def take_text(session: Session, folder: Path, kind: Kind, text: str) -> Counter[Change]:
    return importing.take(session, kind, write(folder, f"{kind}.csv", text), now=NOW, zone=ZONE)


def register(session: Session, folder: Path) -> None:
    """Take over people, organisations and cars."""
    for kind, text in ((Kind.PEOPLE, PEOPLE), (Kind.ORGANISATIONS, ORGANISATIONS), (Kind.VEHICLES, VEHICLES)):
        take_text(session, folder, kind, text)


def filed(session: Session) -> Filing:
    """A filing of the second person for the first one's car."""
    car, filer = vehicles.by_plate(session, "02", "桂A12345"), people.by_id_number(session, "99999919930226006X")
    assert car is not None
    assert filer is not None
    filing = Filing(
        number=1,
        vehicle_id=car.id,
        filer_id=filer.id,
        way=FilingWay.SMS,
        status=FilingStatus.ACTIVE,
        vehicle_slot=1,
        filer_slot=1,
        applied_at=NOW,
        changed_at=NOW,
        active_from=NOW,
    )
    session.add(filing)
    session.flush()
    return filing


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (f"桂a·12345,{LI}", "桂A12345,99999919930226006X", EndReason.OWNER_CHANGED),
        ("2027-03-25,normal", "2027-03-25,scrapped", EndReason.VEHICLE_GONE),
        ("2027-03-25,normal", "2027-03-25,moved_away", EndReason.VEHICLE_GONE),
    ],
)
def test_a_car_that_is_sold_or_gone_takes_its_filings_along(
    session: Session, tmp_path: Path, old: str, new: str, reason: EndReason
) -> None:
    register(session, tmp_path)
    filing = filed(session)
    assert take_text(session, tmp_path, Kind.VEHICLES, VEHICLES.replace(old, new))[Change.CHANGED] == 1
    assert (filing.status, filing.end_reason) == (FilingStatus.ENDED, reason)


def test_a_locked_car_keeps_its_filings(session: Session, tmp_path: Path) -> None:
    register(session, tmp_path)
    filing = filed(session)
    take_text(session, tmp_path, Kind.VEHICLES, VEHICLES.replace("2027-03-25,normal", "2027-03-25,locked"))
    assert [one.id for one in filings.active_of_vehicle(session, filing.vehicle_id)] == [filing.id]


def test_a_repainted_car_keeps_its_filings_and_is_told_of(session: Session, tmp_path: Path) -> None:
    told = []
    register(session, tmp_path)
    filing = filed(session)
    follower = vehicle_import.on_vehicle_changed
    follower.append(lambda session, vehicle, change, now: told.append((vehicle.plate, change.owner_changed)))
    try:
        take_text(session, tmp_path, Kind.VEHICLES, VEHICLES.replace("白", "红"))
    finally:
        follower.pop()
    assert told == [("桂A12345", False)]
    assert filing.status is FilingStatus.ACTIVE
