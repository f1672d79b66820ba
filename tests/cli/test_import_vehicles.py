"""Effects of imported vehicle changes on filings and certificates."""

from collections import Counter
from pathlib import Path

import pytest
from sqlmodel import Session

from bot.cli import import_csv
from bot.services.importing.kinds import ImportKind
from bot.services.importing.rows import RowChange
from storage.certificates import certificates
from storage.certificates.certificates import CertificateStatus
from storage.filing import filings
from storage.filing.filings import EndReason, Filing, FilingStatus, FilingWay
from storage.register import people, vehicles
from tests.cli.conftest import NOW
from tests.cli.files import ORGANISATIONS, PEOPLE, VEHICLES, write

LI = "999999199005170017"


def take_text(session: Session, folder: Path, kind: ImportKind, text: str) -> Counter[RowChange]:
    return import_csv.import_rows(session, kind, write(folder, f"{kind}.csv", text), now=NOW)


def register(session: Session, folder: Path) -> None:
    """Import people, organisations and vehicles."""
    for kind, text in (
        (ImportKind.PEOPLE, PEOPLE),
        (ImportKind.ORGANISATIONS, ORGANISATIONS),
        (ImportKind.VEHICLES, VEHICLES),
    ):
        take_text(session, folder, kind, text)


def filed(session: Session) -> Filing:
    """Add an active filing of the second person for the first person's vehicle."""
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
def test_the_filings_of_a_sold_or_deregistered_vehicle_end(
    session: Session, tmp_path: Path, old: str, new: str, reason: EndReason
) -> None:
    register(session, tmp_path)
    filing = filed(session)
    assert take_text(session, tmp_path, ImportKind.VEHICLES, VEHICLES.replace(old, new))[RowChange.CHANGED] == 1
    assert (filing.status, filing.end_reason) == (FilingStatus.ENDED, reason)


def test_the_filings_of_a_locked_vehicle_remain(session: Session, tmp_path: Path) -> None:
    register(session, tmp_path)
    filing = filed(session)
    take_text(session, tmp_path, ImportKind.VEHICLES, VEHICLES.replace("2027-03-25,normal", "2027-03-25,locked"))
    assert [one.id for one in filings.active_of_vehicle(session, filing.vehicle_id)] == [filing.id]


def test_the_filings_of_a_repainted_vehicle_remain(session: Session, tmp_path: Path) -> None:
    register(session, tmp_path)
    filing = filed(session)
    take_text(session, tmp_path, ImportKind.VEHICLES, VEHICLES.replace("白", "红"))
    assert filing.status is FilingStatus.ACTIVE


def test_a_valid_inspection_has_a_certificate_which_a_sale_revokes(session: Session, tmp_path: Path) -> None:
    valid = VEHICLES.replace("2026-06,2027", "2027-06,2027")
    for kind, text in (
        (ImportKind.PEOPLE, PEOPLE),
        (ImportKind.ORGANISATIONS, ORGANISATIONS),
        (ImportKind.VEHICLES, valid),
    ):
        take_text(session, tmp_path, kind, text)
    car = vehicles.by_plate(session, "02", "桂A12345")
    assert car is not None
    first = certificates.active_of(session, car.id)
    assert first is not None
    assert first.valid_until == "2027-06"
    take_text(session, tmp_path, ImportKind.VEHICLES, valid.replace(f"桂a·12345,{LI}", "桂A12345,99999919930226006X"))
    session.refresh(first)
    second = certificates.active_of(session, car.id)
    assert first.status is CertificateStatus.REVOKED
    assert second is None or second.id != first.id
