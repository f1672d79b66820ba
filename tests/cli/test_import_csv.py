"""Imports: all rows in one transaction, or a list of all faults."""

from collections import Counter
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from sqlmodel import Session, col, select

from bot.cli import import_csv
from bot.runtime.operator_error import OperatorError
from bot.services.importing.kinds import ImportKind
from bot.services.importing.rows import RowChange
from storage.audit import AuditEntry
from storage.database import Database
from storage.identity.accounts import Account
from storage.organisations import organisations
from storage.register import people, vehicles
from storage.register.people import LicenceStatus, Person
from storage.staff import members
from storage.staff.members import StaffRole
from tests.cli.conftest import NOW
from tests.cli.files import ORGANISATIONS, PEOPLE, STAFF, VEHICLES, write

LI = "999999199005170017"


def take(session: Session, kind: ImportKind, path: Path) -> Counter[RowChange]:
    return import_csv.import_rows(session, kind, path, now=NOW)


def take_text(session: Session, folder: Path, kind: ImportKind, text: str | bytes) -> Counter[RowChange]:
    return take(session, kind, write(folder, f"{kind}.csv", text))


def register(session: Session, folder: Path) -> None:
    """Import people, organisations and vehicles."""
    for kind, text in (
        (ImportKind.PEOPLE, PEOPLE),
        (ImportKind.ORGANISATIONS, ORGANISATIONS),
        (ImportKind.VEHICLES, VEHICLES),
    ):
        take_text(session, folder, kind, text)


def refusal(session: Session, folder: Path, kind: ImportKind, text: str | bytes) -> str:
    with pytest.raises(OperatorError) as refused:
        take_text(session, folder, kind, text)
    return str(refused.value)


def test_people_are_imported(session: Session, tmp_path: Path) -> None:
    assert take_text(session, tmp_path, ImportKind.PEOPLE, PEOPLE) == {RowChange.NEW: 2}
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


def test_vehicles_are_imported_with_their_owners(session: Session, tmp_path: Path) -> None:
    register(session, tmp_path)
    car, owner = vehicles.by_plate(session, "02", "桂A12345"), people.by_id_number(session, LI)
    assert car is not None
    assert owner is not None
    assert car.owner_person_id == owner.id
    assert (car.engine_number, car.engine_index) == ("LJ4A123456", vehicles.engine_index("123456"))
    fleet = organisations.by_credit_code(session, "91450100MADEMQC017")
    assert fleet is not None
    assert [one.plate for one in vehicles.of_organisation(session, fleet.id)] == ["桂AF20260"]


def test_the_administrator_of_an_organisation_has_seat_0(session: Session, tmp_path: Path) -> None:
    register(session, tmp_path)
    changed = ORGANISATIONS.replace(LI, "99999919930226006X")
    assert take_text(session, tmp_path, ImportKind.ORGANISATIONS, changed) == {RowChange.CHANGED: 1}
    fleet, new = (
        organisations.by_credit_code(session, "91450100MADEMQC017"),
        people.by_id_number(session, changed[-19:-1]),
    )
    assert fleet is not None
    assert new is not None
    assert [(one.organisation_seat, one.person_id) for one in organisations.members(session, fleet.id)] == [(0, new.id)]


def test_an_organisation_may_have_a_landline(session: Session, tmp_path: Path) -> None:
    take_text(session, tmp_path, ImportKind.PEOPLE, PEOPLE)
    text = ORGANISATIONS.replace("13800000005", "0771-5551234")
    assert take_text(session, tmp_path, ImportKind.ORGANISATIONS, text) == {RowChange.NEW: 1}
    assert take_text(session, tmp_path, ImportKind.ORGANISATIONS, text) == {RowChange.UNCHANGED: 1}
    assert organisations.by_credit_code(session, "91450100MADEMQC017").phone == "+867715551234"  # type: ignore[union-attr]


def test_staff_are_imported_with_their_roles(session: Session, tmp_path: Path) -> None:
    take_text(session, tmp_path, ImportKind.STAFF, STAFF)
    assert members.roles(session, 700000106) == {StaffRole.ADMIN, StaffRole.REVIEWER}


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (ImportKind.PEOPLE, PEOPLE),
        (ImportKind.ORGANISATIONS, ORGANISATIONS),
        (ImportKind.VEHICLES, VEHICLES),
        (ImportKind.STAFF, STAFF),
    ],
)
def test_the_same_file_twice_changes_nothing(database: Database, tmp_path: Path, kind: ImportKind, text: str) -> None:
    with database.transaction() as session:
        register(session, tmp_path)
        take_text(session, tmp_path, ImportKind.STAFF, STAFF)
    with database.transaction() as session:
        before = rows(session)
        assert take_text(session, tmp_path, kind, text) == {RowChange.UNCHANGED: len(text.splitlines()) - 1}
        session.flush()
        assert rows(session) == before


def rows(session: Session) -> list[str]:
    connection = session.connection()
    tables = ("people", "vehicles", "organisations", "members", "staff", "audit")
    return [str(row) for name in tables for row in connection.exec_driver_sql(f"SELECT * FROM {name} ORDER BY 1")]


def test_a_file_may_begin_with_a_byte_order_mark(session: Session, tmp_path: Path) -> None:
    assert take_text(session, tmp_path, ImportKind.STAFF, b"\xef\xbb\xbf" + STAFF.encode()) == {RowChange.NEW: 2}


def test_a_file_in_another_encoding_is_refused(session: Session, tmp_path: Path) -> None:
    traditional = STAFF.replace("周宁", "周寧國體驗").replace("韩", "韓")
    message = refusal(session, tmp_path, ImportKind.STAFF, traditional.encode("big5"))
    assert "can be of several encodings (GB 18030, Big5)" in message or "not UTF-8 (line 2)" in message


@pytest.mark.parametrize("line", [15_000, 20_002])
def test_the_line_that_is_not_in_utf8_is_named(session: Session, tmp_path: Path, line: int) -> None:
    lines = [b"telegram_id,name,roles"] + [b"1,\xe6\x9d\x8e,admin"] * 20_000 + [b"1,\xe6\x9d"]
    lines[line - 1] = b"1,\xc0,admin" if line < 20_002 else lines[-1]
    if line < 20_002:
        lines.pop()
    assert f"not UTF-8 (line {line})" in refusal(session, tmp_path, ImportKind.STAFF, b"\n".join(lines))


def test_missing_unknown_and_duplicate_columns_are_reported(session: Session, tmp_path: Path) -> None:
    message = refusal(session, tmp_path, ImportKind.STAFF, "telegram_id,nmae,roles,roles\n1,a,admin,admin\n")
    assert "missing columns: name" in message
    assert "unknown columns: nmae" in message
    assert "duplicate columns: roles" in message


def test_an_empty_file_is_reported_as_lacking_all_columns(session: Session, tmp_path: Path) -> None:
    assert "missing columns: telegram_id, name, roles" in refusal(session, tmp_path, ImportKind.STAFF, "")


def test_a_missing_file_is_reported(session: Session, tmp_path: Path) -> None:
    with pytest.raises(OperatorError, match="No such file"):
        take(session, ImportKind.STAFF, tmp_path / "none.csv")


def test_a_file_with_only_a_header_changes_nothing(session: Session, tmp_path: Path) -> None:
    assert not take_text(session, tmp_path, ImportKind.STAFF, "telegram_id,name,roles\n")


def test_columns_may_be_in_any_order_and_empty_lines_are_skipped(session: Session, tmp_path: Path) -> None:
    text = "roles,telegram_id,name\r\n\r\nadmin,5,A\r\n,,\r\n"
    assert take_text(session, tmp_path, ImportKind.STAFF, text) == {RowChange.NEW: 1}


def test_up_to_fifty_faults_are_listed(session: Session, tmp_path: Path) -> None:
    text = "telegram_id,name,roles\n" + "0,,boss\n" * 30
    message = refusal(session, tmp_path, ImportKind.STAFF, text)
    assert "30 rows are wrong" in message
    assert message.count("\n  line") == 50
    assert "and 40 more" in message


def test_a_duplicate_row_is_an_error(session: Session, tmp_path: Path) -> None:
    message = refusal(session, tmp_path, ImportKind.STAFF, STAFF + "700000101,周宁,admin\n")
    assert "line 4: duplicates line 2" in message


def test_one_invalid_row_prevents_the_whole_import(database: Database, tmp_path: Path) -> None:
    path = write(tmp_path, "staff.csv", STAFF + "0,a,admin\n")
    with pytest.raises(OperatorError), database.transaction() as session:
        take(session, ImportKind.STAFF, path)
    with database.reading() as session:
        assert members.by_telegram(session, 700000101) is None


def test_invalid_quoting_is_reported_with_its_line(session: Session, tmp_path: Path) -> None:
    assert "line 3: not valid CSV" in refusal(
        session,
        tmp_path,
        ImportKind.STAFF,
        STAFF.splitlines(keepends=True)[0] + STAFF.splitlines(keepends=True)[1] + '5,"a"b,admin\n',
    )


def test_a_cell_that_is_too_long_is_refused(session: Session, tmp_path: Path) -> None:
    assert "not valid CSV" in refusal(
        session, tmp_path, ImportKind.STAFF, f"telegram_id,name,roles\n5,{'a' * 200_000},admin\n"
    )


def test_a_large_file_is_imported_completely(session: Session, tmp_path: Path) -> None:
    text = "telegram_id,name,roles\n" + "".join(f"{900_000_000 + at},a,station\n" for at in range(300))
    assert take_text(session, tmp_path, ImportKind.STAFF, text) == {RowChange.NEW: 300}


def test_a_portrait_is_stored_once_and_without_metadata(session: Session, tmp_path: Path) -> None:
    file = BytesIO()
    picture = Image.new("RGB", (300, 400), "white")
    picture.save(file, "JPEG", exif=b"Exif\0\0secret place")
    write(tmp_path, "li.jpg", file.getvalue())
    with_portrait = PEOPLE.replace("2027-05-01,", "2027-05-01,li.jpg")
    take_text(session, tmp_path, ImportKind.PEOPLE, with_portrait)
    person = people.by_id_number(session, LI)
    assert person is not None
    first = person.portrait_id
    assert first is not None
    assert take_text(session, tmp_path, ImportKind.PEOPLE, with_portrait)[RowChange.UNCHANGED] == 2
    assert take_text(session, tmp_path, ImportKind.PEOPLE, PEOPLE)[RowChange.UNCHANGED] == 2
    assert person.portrait_id == first


def test_who_has_declared_the_name_and_phone_of_an_imported_person_becomes_that_person(
    session: Session, tmp_path: Path
) -> None:
    session.add(people.new(id_number=LI, name="李建国", phone="+8613800000001", registered=False))
    session.flush()
    assert take_text(session, tmp_path, ImportKind.PEOPLE, PEOPLE) == {RowChange.CHANGED: 1, RowChange.NEW: 1}
    assert all(person.registered for person in session.exec(select(Person)))


def test_an_import_is_recorded_in_the_audit_without_names(session: Session, tmp_path: Path) -> None:
    take_text(session, tmp_path, ImportKind.PEOPLE, PEOPLE)
    entry = session.exec(select(AuditEntry)).one()
    assert entry.action == "register:imported"
    assert "李" not in entry.details
    assert not session.exec(select(Account).where(col(Account.person_id).is_not(None))).all()
