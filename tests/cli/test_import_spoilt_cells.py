"""Values that a spreadsheet or a transfer has spoilt: each is told by line and column, and none is guessed."""

import io
import zipfile
from datetime import date, time
from pathlib import Path

import pytest
from sqlmodel import Session

from bot.services.importing.kinds import ImportKind
from tests.cli.test_import_files import CARS, CHINESE, LI, refusal, take, workbook

CAR = dict(zip(CARS.splitlines()[0].split(","), CARS.splitlines()[1].split(","), strict=True))


def of_cars(**cells: object) -> bytes:
    """Return a workbook with a car whose cells are these."""
    return workbook(tuple(CAR), tuple({**CAR, **cells}.values()))


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (4.50103199001011e17, "stored as the number 4.50103E+17"),
        (999999199005170017, "stored as the number 9.99999E+17"),
        ("4.50103E+17", "turned a long number into 4.50103E+17"),
        ("#N/A", "id_number: is #N/A, the error of a formula"),
    ],
)
def test_a_number_that_the_spreadsheet_has_spoilt_is_told(
    session: Session, tmp_path: Path, cell: object, said: str
) -> None:
    header = tuple(CHINESE.splitlines()[0].split(",")[1:10])
    content = workbook(header, (cell, "李建国", "", "", "", "", "", "", ""))
    message = refusal(session, tmp_path, ImportKind.PEOPLE, content)
    assert "line 2, id_number: " in message
    assert said in message


@pytest.mark.parametrize(
    ("column", "cell", "said"),
    [
        ("发动机号", date(2026, 3, 12), "engine_number: is 2026-03-12, which a spreadsheet has made"),
        ("发动机号", time(12, 30), "engine_number: is 12:30:00, which"),
        ("发动机号", True, "engine_number: is yes, which"),
        ("发动机号", "3月12日", "engine_number: is 3月12日, which"),
        ("发动机号", "Mar-12", "engine_number: is Mar-12, which"),
        ("车架号", "12-Mar", "vin: is 12-Mar, which"),
        ("品牌型号", date(2024, 5, 1), "model: is 2024-05-01, which"),
        ("发动机号", "########", "engine_number: is ####, because the column was too narrow"),
        ("发动机号", "#NAME?", "engine_number: is #NAME?, the error of a formula"),
        ("品牌型号", "#VALUE!", "model: is #VALUE!, the error"),
        ("检验有效期止", 2027.10, "inspection_valid_until: is 2027.1, which may be January, or October"),
    ],
)
def test_what_a_spreadsheet_has_made_of_a_value_is_told(
    session: Session, tmp_path: Path, column: str, cell: object, said: str
) -> None:
    take(session, tmp_path, ImportKind.PEOPLE, CHINESE.encode())
    assert said in refusal(session, tmp_path, ImportKind.VEHICLES, of_cars(**{column: cell}))
    if isinstance(cell, str):  # So it stands in a CSV file that was saved from it.
        text = ",".join(CAR) + "\n" + ",".join({**CAR, column: cell}.values()) + "\n"
        assert said in refusal(session, tmp_path, ImportKind.VEHICLES, text.encode())


@pytest.mark.parametrize("number", ["3-12/A", "2026-03-12A", "12*30", "MAR-12", "5/20340", "#1"])
def test_numbers_that_only_resemble_a_date_are_taken(session: Session, tmp_path: Path, number: str) -> None:
    take(session, tmp_path, ImportKind.PEOPLE, CHINESE.encode())
    assert sum(take(session, tmp_path, ImportKind.VEHICLES, of_cars(发动机号=number)).values()) == 1


def damaged(content: bytes) -> bytes:
    """Return a workbook whose rows break off in the middle."""
    old, new = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in old.namelist():
            part = old.read(name)
            archive.writestr(name, part[: len(part) // 2] if name.endswith("sheet1.xml") else part)
    return new.getvalue()


def test_a_workbook_that_is_damaged_behind_its_beginning_is_told(session: Session, tmp_path: Path) -> None:
    rows = [(LI, "李建国", "13800000001", *[None] * 6) for _ in range(300)]
    content = damaged(workbook(tuple(CHINESE.splitlines()[0].split(",")[1:10]), *rows))
    assert "cannot be read: it is damaged" in refusal(session, tmp_path, ImportKind.PEOPLE, content)
