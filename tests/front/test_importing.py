"""Importing: every good row in one go, or every bad one named."""

from collections import Counter
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PIL import Image
from sqlmodel import Session, select

from bot.front import importing
from bot.front.mistakes import Mistake
from bot.services.importing import vehicles as vehicle_import
from bot.services.importing.kinds import Kind
from bot.services.importing.rows import Change
from storage import accounts, filings, organisations, people, staff, vehicles
from storage.audit import Entry
from storage.database import Database
from storage.filings import EndReason, Filing, FilingStatus, FilingWay
from storage.people import LicenceStatus, Person
from storage.staff import StaffRole
from tests.front.conftest import NOW
from tests.front.files import ORGANISATIONS, PEOPLE, STAFF, VEHICLES, write

ZONE = ZoneInfo("Asia/Shanghai")
LI = "999999199005170017"


def take(session: Session, kind: Kind, path: Path) -> Counter[Change]:
    return importing.take(session, kind, path, now=NOW, zone=ZONE)


def take_text(session: Session, folder: Path, kind: Kind, text: str | bytes) -> Counter[Change]:
    return take(session, kind, write(folder, f"{kind}.csv", text))


def register(session: Session, folder: Path) -> None:
    """Take over people, organisations and cars."""
    for kind, text in ((Kind.PEOPLE, PEOPLE), (Kind.ORGANISATIONS, ORGANISATIONS), (Kind.VEHICLES, VEHICLES)):
        take_text(session, folder, kind, text)


def refusal(session: Session, folder: Path, kind: Kind, text: str | bytes) -> str:
    with pytest.raises(Mistake) as refused:
        take_text(session, folder, kind, text)
    return str(refused.value)


def test_people_come_in_as_they_are_written(session: Session, tmp_path: Path) -> None:
    assert take_text(session, tmp_path, Kind.PEOPLE, PEOPLE) == {Change.NEW: 2}
    person = people.by_id_number(session, LI)
    assert person is not None
    assert (person.name, person.phone, person.licence_class) == ("李建国", "+8613800000001", "C1")
    assert (person.licence_status, person.points, str(person.points_reset_on)) == (
        LicenceStatus.NORMAL,
        3,
        "2027-05-01",
    )
    other = people.by_id_number(session, "99999919930226006X")
    assert other is not None
    assert other.licence_status is LicenceStatus.NONE


def test_cars_come_in_with_their_owners(session: Session, tmp_path: Path) -> None:
    register(session, tmp_path)
    car, owner = vehicles.by_plate(session, "02", "桂A12345"), people.by_id_number(session, LI)
    assert car is not None
    assert owner is not None
    assert car.owner_person_id == owner.id
    assert (car.engine_number, car.engine_index) == ("LJ4A123456", vehicles.engine_index("123456"))
    fleet = organisations.by_credit_code(session, "91450100MADEMQC017")
    assert fleet is not None
    assert [one.plate for one in vehicles.of_organisation(session, fleet.id)] == ["桂AF20260"]


def test_an_organisation_has_its_administrator_on_seat_0(session: Session, tmp_path: Path) -> None:
    register(session, tmp_path)
    changed = ORGANISATIONS.replace(LI, "99999919930226006X")
    assert take_text(session, tmp_path, Kind.ORGANISATIONS, changed) == {Change.CHANGED: 1}
    fleet, new = (
        organisations.by_credit_code(session, "91450100MADEMQC017"),
        people.by_id_number(session, changed[-19:-1]),
    )
    assert fleet is not None
    assert new is not None
    assert [(one.organisation_seat, one.person_id) for one in organisations.members(session, fleet.id)] == [(0, new.id)]


def test_staff_come_in_with_their_roles(session: Session, tmp_path: Path) -> None:
    take_text(session, tmp_path, Kind.STAFF, STAFF)
    assert staff.roles(session, 700000106) == {StaffRole.ADMIN, StaffRole.REVIEWER}


@pytest.mark.parametrize(
    ("kind", "text"),
    [(Kind.PEOPLE, PEOPLE), (Kind.ORGANISATIONS, ORGANISATIONS), (Kind.VEHICLES, VEHICLES), (Kind.STAFF, STAFF)],
)
def test_the_same_file_twice_changes_nothing(database: Database, tmp_path: Path, kind: Kind, text: str) -> None:
    with database.transaction() as session:
        register(session, tmp_path)
        take_text(session, tmp_path, Kind.STAFF, STAFF)
    with database.transaction() as session:
        before = rows(session)
        assert take_text(session, tmp_path, kind, text) == {Change.UNCHANGED: len(text.splitlines()) - 1}
        session.flush()
        assert rows(session) == before


def rows(session: Session) -> list[str]:
    connection = session.connection()
    tables = ("people", "vehicles", "organisations", "members", "staff", "audit")
    return [str(row) for name in tables for row in connection.exec_driver_sql(f"SELECT * FROM {name} ORDER BY 1")]


def test_a_file_may_begin_with_the_mark_of_a_spreadsheet(session: Session, tmp_path: Path) -> None:
    assert take_text(session, tmp_path, Kind.STAFF, b"\xef\xbb\xbf" + STAFF.encode()) == {Change.NEW: 2}


def test_a_file_in_another_encoding_is_refused(session: Session, tmp_path: Path) -> None:
    said = refusal(session, tmp_path, Kind.STAFF, STAFF.encode("gb18030"))
    assert "not UTF-8 (line 2" in said


def test_columns_that_are_missing_or_strange_are_named(session: Session, tmp_path: Path) -> None:
    said = refusal(session, tmp_path, Kind.STAFF, "telegram_id,nmae,roles,roles\n1,a,admin,admin\n")
    assert "missing columns: name" in said
    assert "unknown columns: nmae" in said
    assert "twice: roles" in said


def test_an_empty_file_has_no_columns(session: Session, tmp_path: Path) -> None:
    assert "missing columns: telegram_id, name, roles" in refusal(session, tmp_path, Kind.STAFF, "")


def test_a_file_that_is_not_there_is_named(session: Session, tmp_path: Path) -> None:
    with pytest.raises(Mistake, match="No such file"):
        take(session, Kind.STAFF, tmp_path / "none.csv")


def test_a_header_alone_brings_nothing(session: Session, tmp_path: Path) -> None:
    assert not take_text(session, tmp_path, Kind.STAFF, "telegram_id,name,roles\n")


def test_columns_may_stand_in_any_order_and_empty_lines_between(session: Session, tmp_path: Path) -> None:
    text = "roles,telegram_id,name\r\n\r\nadmin,5,A\r\n,,\r\n"
    assert take_text(session, tmp_path, Kind.STAFF, text) == {Change.NEW: 1}


@pytest.mark.parametrize(
    ("kind", "row", "said"),
    [
        (Kind.PEOPLE, "999999199005170018,a,,,,,,,", "id_number: does not fit its check character"),
        (Kind.PEOPLE, "99999919900517,a,,,,,,,", "id_number: has to have 18 characters"),
        (Kind.PEOPLE, "99999919900230001X,a,,,,,,,", "id_number: holds no date of birth"),
        (Kind.PEOPLE, f"{LI},,,,,,,,", "name: is empty"),
        (Kind.PEOPLE, f"{LI},{'a' * 201},,,,,,,", "name: has more than 200 characters"),
        (Kind.PEOPLE, f"{LI},a,1380000,,,,,,", "phone: is too short"),
        (Kind.PEOPLE, f"{LI},a,0771-5551234,,,,,,", "phone: is no mobile number"),
        (Kind.PEOPLE, f"{LI},a,,,C1 and more,,,,", "licence_class: is no licence class"),
        (Kind.PEOPLE, f"{LI},a,,,,expired,,,", "licence_status: has to be 'none', 'normal'"),
        (Kind.PEOPLE, f"{LI},a,,,,,-1,,", "points: has to be a whole number from 0 to 99"),
        (Kind.PEOPLE, f"{LI},a,,,,,,1.5.2027,", "points_reset_on: is no day; write it as"),
        (Kind.PEOPLE, f"{LI},a,,,,,,,none.jpg", "portrait: cannot be read: No such file"),
        (Kind.PEOPLE, f"{LI},a,,,,,,,../people.csv", "portrait: has to lie beside the file"),
        (Kind.PEOPLE, f"{LI},a,,,,,,,people.csv", "portrait: the picture cannot be used: not a picture"),
        (Kind.PEOPLE, f"{LI},a,,,,,,", "has 1 cells less than the header row"),
        (Kind.PEOPLE, f"{LI},a,,,,,,,,", "has 1 cells more than the header row"),
        (Kind.ORGANISATIONS, f"91450100MADEMQC018,a,,{LI}", "credit_code: does not fit its check character"),
        (Kind.ORGANISATIONS, f"91450100MADEMQC017,a,,{LI}", "administrator_id_number: nobody in the register"),
        (Kind.VEHICLES, f"02,桂AD10086,{LI},123456,,,,5,non_operating,,,,,,normal", "the plate is none of type 02"),
        (Kind.VEHICLES, f"99,桂A12345,{LI},123456,,,,5,non_operating,,,,,,normal", "plate_type: has to be '01', '02'"),
        (Kind.VEHICLES, f"02,桂A12345,{LI},123456,,,,5,non_operating,,,,,,normal", "owner: no person or organisation"),
        (
            Kind.VEHICLES,
            f"02,桂A12345,{LI},1234,,,,5,non_operating,,,,,,normal",
            "engine_number: has to have at least six",
        ),
        (
            Kind.VEHICLES,
            f"02,桂A12345,{LI},123456,,,,5,non_operating,,,2026-13,,,normal",
            "inspection_valid_until: is no month",
        ),
        (Kind.VEHICLES, f"02,桂A12345,{LI},123456,,,,5,taxi,,,,,,normal", "use: has to be 'non_operating'"),
        (Kind.STAFF, "0,a,admin", "telegram_id: is no Telegram id"),
        (Kind.STAFF, "5,a,boss", "roles: has to be one or more of reviewer, station"),
        (Kind.STAFF, "5,a,", "roles: has to be one or more of"),
    ],
)
def test_a_wrong_cell_is_named_with_line_column_and_reason(
    session: Session, tmp_path: Path, kind: Kind, row: str, said: str
) -> None:
    header = {
        Kind.PEOPLE: PEOPLE,
        Kind.ORGANISATIONS: ORGANISATIONS,
        Kind.VEHICLES: VEHICLES,
        Kind.STAFF: STAFF,
    }[kind].splitlines()[0]
    told = refusal(session, tmp_path, kind, f"{header}\n{row}\n")
    assert "line 2" in told
    assert said in told


def test_every_wrong_row_is_listed_up_to_fifty(session: Session, tmp_path: Path) -> None:
    text = "telegram_id,name,roles\n" + "0,,boss\n" * 30
    told = refusal(session, tmp_path, Kind.STAFF, text)
    assert "30 rows are wrong" in told
    assert told.count("\n  line") == 50
    assert "and 40 more" in told


def test_the_same_thing_twice_in_a_file_is_a_mistake(session: Session, tmp_path: Path) -> None:
    told = refusal(session, tmp_path, Kind.STAFF, STAFF + "700000101,周宁,admin\n")
    assert "line 4: stands in line 2 already" in told


def test_one_wrong_row_keeps_all_others_out(database: Database, tmp_path: Path) -> None:
    path = write(tmp_path, "staff.csv", STAFF + "0,a,admin\n")
    with pytest.raises(Mistake), database.transaction() as session:
        take(session, Kind.STAFF, path)
    with database.reading() as session:
        assert staff.by_telegram(session, 700000101) is None


def test_a_broken_quotation_is_named_by_its_line(session: Session, tmp_path: Path) -> None:
    assert "line 3: not readable as CSV" in refusal(
        session,
        tmp_path,
        Kind.STAFF,
        STAFF.splitlines(keepends=True)[0] + STAFF.splitlines(keepends=True)[1] + '5,"a"b,admin\n',
    )


def test_a_huge_cell_is_refused(session: Session, tmp_path: Path) -> None:
    assert "not readable as CSV" in refusal(
        session, tmp_path, Kind.STAFF, f"telegram_id,name,roles\n5,{'a' * 200_000},admin\n"
    )


def test_a_large_file_comes_in_whole(session: Session, tmp_path: Path) -> None:
    text = "telegram_id,name,roles\n" + "".join(f"{900_000_000 + at},a,station\n" for at in range(1_500))
    assert take_text(session, tmp_path, Kind.STAFF, text) == {Change.NEW: 1_500}


def test_a_portrait_is_kept_once_without_anything_but_its_pixels(session: Session, tmp_path: Path) -> None:
    file = BytesIO()
    picture = Image.new("RGB", (300, 400), "white")
    picture.save(file, "JPEG", exif=b"Exif\0\0secret place")
    write(tmp_path, "li.jpg", file.getvalue())
    with_portrait = PEOPLE.replace("2027-05-01,", "2027-05-01,li.jpg")
    take_text(session, tmp_path, Kind.PEOPLE, with_portrait)
    person = people.by_id_number(session, LI)
    assert person is not None
    first = person.portrait_id
    assert first is not None
    assert take_text(session, tmp_path, Kind.PEOPLE, with_portrait)[Change.UNCHANGED] == 2
    assert take_text(session, tmp_path, Kind.PEOPLE, PEOPLE)[Change.UNCHANGED] == 2
    assert person.portrait_id == first


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


def test_a_self_declared_person_becomes_the_registers_own(session: Session, tmp_path: Path) -> None:
    session.add(people.new(id_number=LI, name="李建国", registered=False))
    session.flush()
    assert take_text(session, tmp_path, Kind.PEOPLE, PEOPLE) == {Change.CHANGED: 1, Change.NEW: 1}
    assert all(person.registered for person in session.exec(select(Person)))


def test_an_import_stands_in_the_audit_without_names(session: Session, tmp_path: Path) -> None:
    take_text(session, tmp_path, Kind.PEOPLE, PEOPLE)
    entry = session.exec(select(Entry)).one()
    assert entry.action == "register:imported"
    assert "李" not in entry.details
    assert accounts.registered(session) == []
