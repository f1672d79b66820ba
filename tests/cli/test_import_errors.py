"""Faults of imported rows, reported with line, column and reason."""

from pathlib import Path

import pytest
from sqlmodel import Session

from bot import profile
from bot.cli import import_csv
from bot.profile import Profile
from bot.runtime.operator_error import OperatorError
from bot.services.importing.kinds import ImportKind
from tests.cli.conftest import NOW
from tests.cli.files import ORGANISATIONS, PEOPLE, STAFF, VEHICLES, write

LI = "999999199005170017"


def refusal(session: Session, folder: Path, kind: ImportKind, text: str) -> str:
    path = write(folder, f"{kind}.csv", text)
    with pytest.raises(OperatorError) as refused:
        import_csv.import_rows(session, kind, path, now=NOW)
    return str(refused.value)


@pytest.mark.parametrize(
    ("kind", "row", "message"),
    [
        (ImportKind.PEOPLE, "999999199005170018,a,,,,,,,", "id_number: does not fit its check character"),
        (ImportKind.PEOPLE, "99999919900517,a,,,,,,,", "id_number: has to have 18 characters"),
        (ImportKind.PEOPLE, "99999919900230001X,a,,,,,,,", "id_number: holds no date of birth"),
        (ImportKind.PEOPLE, f"{LI},,,,,,,,", "name: is empty"),
        (ImportKind.PEOPLE, f"{LI},{'a' * 201},,,,,,,", "name: has more than 200 characters"),
        (ImportKind.PEOPLE, f"{LI},a,1380000,,,,,,", "phone: is too short"),
        (ImportKind.PEOPLE, f"{LI},a,0771-5551234,,,,,,", "phone: is no mobile number"),
        (ImportKind.PEOPLE, f"{LI},a,,,C1 and more,,,,", "licence_class: is no licence class"),
        (ImportKind.PEOPLE, f"{LI},a,,,,expired,,,", "licence_status: has to be 'none', 'normal'"),
        (ImportKind.PEOPLE, f"{LI},a,,,,,-1,,", "points: has to be a whole number from 0 to 99"),
        (ImportKind.PEOPLE, f"{LI},a,,,,,,1.5.2027,", "points_reset_on: is no day; write it as"),
        (ImportKind.PEOPLE, f"{LI},a,,,,,,,none.jpg", "portrait: cannot be read: No such file"),
        (ImportKind.PEOPLE, f"{LI},a,,,,,,,../people.csv", "portrait: must be in the folder of the CSV file"),
        (ImportKind.PEOPLE, f"{LI},a,,,,,,,people.csv", "portrait: the picture cannot be used: not a picture"),
        (ImportKind.PEOPLE, f"{LI},a,,,,,,", "has 1 cell fewer than the header row"),
        (ImportKind.PEOPLE, f"{LI},a,,,,,,,,x", "has 1 cell more than the header row"),
        (ImportKind.ORGANISATIONS, f"91450100MADEMQC018,a,,{LI}", "credit_code: does not fit its check character"),
        (ImportKind.ORGANISATIONS, f"91450100MADEMQC017,a,,{LI}", "administrator_id_number: nobody in the register"),
        (
            ImportKind.VEHICLES,
            f"02,桂AD10086,{LI},123456,,,,5,non_operating,,,,,,normal",
            "the plate is none of type 02",
        ),
        (
            ImportKind.VEHICLES,
            f"41,桂A12345,{LI},123456,,,,5,non_operating,,,,,,normal",
            "plate_type: has to be '01', '02'",
        ),
        (
            ImportKind.VEHICLES,
            f"02,桂A12345,{LI},123456,,,,5,non_operating,,,,,,normal",
            "owner: no person or organisation",
        ),
        (
            ImportKind.VEHICLES,
            f"02,桂A12345,{LI},12А4,,,,5,non_operating,,,,,,normal",
            "engine_number: has a letter",
        ),
        (
            ImportKind.VEHICLES,
            f"02,桂A12345,{LI},123456,,,,5,non_operating,,,2026-13,,,normal",
            "inspection_valid_until: is no month",
        ),
        (ImportKind.VEHICLES, f"02,桂A12345,{LI},123456,,,,5,taxi,,,,,,normal", "use: has to be 'non_operating'"),
        (ImportKind.STAFF, "0,a,admin", "telegram_id: is no Telegram id"),
        (ImportKind.STAFF, "5,a,boss", "roles: has to be one or more of reviewer, station"),
        (ImportKind.STAFF, "5,a,", "roles: has to be one or more of"),
    ],
)
def test_an_invalid_cell_is_reported_with_line_column_and_reason(
    session: Session, tmp_path: Path, kind: ImportKind, row: str, message: str
) -> None:
    header = {
        ImportKind.PEOPLE: PEOPLE,
        ImportKind.ORGANISATIONS: ORGANISATIONS,
        ImportKind.VEHICLES: VEHICLES,
        ImportKind.STAFF: STAFF,
    }[kind].splitlines()[0]
    said = refusal(session, tmp_path, kind, f"{header}\n{row}\n")
    assert "line 2" in said
    assert message in said


VIOLATION = (
    "number,plate_type,plate,occurred_at,place,act_code,act,provision,basis,fine_yuan,points,authority_code,photo"
)


@pytest.mark.parametrize(
    ("kind", "header", "row", "faults"),
    [
        (ImportKind.PEOPLE, PEOPLE, f"{LI},,,,,,,,none.jpg", ("name: is empty", "portrait: cannot be read")),
        (
            ImportKind.ORGANISATIONS,
            ORGANISATIONS,
            f"91450100MADEMQC018,a,,{LI}",
            ("credit_code: does not fit", "administrator_id_number: nobody in the register"),
        ),
        (
            ImportKind.VEHICLES,
            VEHICLES,
            f"02,桂A12345,{LI},12А4,,,,5,taxi,,,,,,normal",
            ("engine_number: has a letter", "use: has to be", "owner: no person or organisation"),
        ),
        (
            ImportKind.VIOLATIONS,
            VIOLATION,
            "V1,02,桂a·99999,2026-11-01T10:00+08:00,here,1625,red,,,many,3,450100,../v.jpg",
            ("fine_yuan: ", "plate: no car in the register", "photo: must be in the folder"),
        ),
    ],
    ids=str,
)
def test_all_faults_of_a_row_are_reported_at_once(
    session: Session, tmp_path: Path, kind: ImportKind, header: str, row: str, faults: tuple[str, ...]
) -> None:
    message = refusal(session, tmp_path, kind, f"{header.splitlines()[0]}\n{row}\n")
    assert [fault for fault in faults if f"line 2, {fault}" not in message] == []
    assert message.count("\n  line 2") == len(faults)


def test_an_invalid_cell_is_not_looked_up_in_the_register(session: Session, tmp_path: Path) -> None:
    for owner in ("", "a" * 201):
        row = f"02,桂A12345,{owner},1234,,,,5,non_operating,,,,,,normal"
        message = refusal(session, tmp_path, ImportKind.VEHICLES, f"{VEHICLES.splitlines()[0]}\n{row}\n")
        assert message.count("owner: ") == 1
    row = "V1,41,桂A12345,2026-11-01T10:00+08:00,here,1625,red,,,50,3,450100,"
    message = refusal(session, tmp_path, ImportKind.VIOLATIONS, f"{VIOLATION}\n{row}\n")
    assert "line 2, plate_type: has to be" in message
    assert "plate: no car" not in message


def test_what_the_profile_leaves_out_of_the_register_is_refused(session: Session, tmp_path: Path) -> None:
    profile.use(Profile(plate_types=frozenset({"01"}), acts=("XY*",)))
    try:
        row = f"02,桂A12345,{LI},123456,,,,5,non_operating,,,,,,normal"
        message = refusal(session, tmp_path, ImportKind.VEHICLES, f"{VEHICLES.splitlines()[0]}\n{row}\n")
        assert "the desk's profile has no plates of type 02" in message
        row = "V1,02,桂A12345,2026-11-01T10:00+08:00,here,1625,red,,,50,3,450100,"
        message = refusal(session, tmp_path, ImportKind.VIOLATIONS, f"{VIOLATION}\n{row}\n")
        assert "act_code: the desk's profile has no such act code" in message
    finally:
        profile.use(Profile())


def test_a_duplicate_row_is_compared_with_the_register_too(session: Session, tmp_path: Path) -> None:
    row = f"02,桂A12345,{LI},123456,,,,5,non_operating,,,,,,normal"
    message = refusal(session, tmp_path, ImportKind.VEHICLES, "\n".join([VEHICLES.splitlines()[0], row, row]))
    assert "line 3: duplicates line 2" in message
    assert "line 3, owner: no person or organisation" in message
