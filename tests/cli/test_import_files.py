"""Files as spreadsheets write them: encodings, separators, headers and values in Chinese, workbooks, Excel's habits."""

import io
import zipfile
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from sqlmodel import Session

from bot.cli import import_csv
from bot.runtime.operator_error import OperatorError
from bot.runtime.xlsx_reader import LARGE
from bot.services.importing import columns
from bot.services.importing.kinds import ImportKind
from bot.services.importing.registry import IMPORTERS
from bot.services.importing.rows import RowChange
from storage.register import people, vehicles
from storage.register.people import LicenceStatus
from storage.register.vehicles import VehicleState, VehicleUse
from tests.cli.conftest import NOW
from tests.cli.files import PEOPLE, write

LI = "999999199005170017"
CHINESE = (
    "序号,身份证号码,姓名,手机号码（必填）,驾驶证号,准驾车型,驾驶证状态,累积记分,清分日期,照片,备注,,\n"
    f"1,{LI},李建国,13800000001,{LI},C1,正常,3,2027/5/1,,常客,,\n"
    "2,99999919930226006x,林梅,13800000008,,,,,,,,,\n"
)
CARS = (
    "号牌种类,号牌号码,所有人,发动机号,车架号,品牌型号,车身颜色,核定载客,使用性质,出厂日期,初次登记日期,"
    "检验有效期止,保险终止日期,车船税有效期止,机动车状态\n"
    f"小型汽车,桂A·12345,{LI},LJ4A/1234*56,,五菱,白,5,非营运,2024年5月1日,45444,2026/6/30,2027-3-25,20270325,正常\n"
    f"15,桂A1234挂,{LI},无,LSVAM4187C2184841,,,0,营转非,,,2026年6月,,,锁定\n"
)
# Of each encoding, which bytes.
ENCODINGS: dict[str, Callable[[str], bytes]] = {
    "utf-8": lambda text: text.encode(),
    "utf-8 with mark": lambda text: text.encode("utf-8-sig"),
    "utf-16 with mark": lambda text: text.encode("utf-16"),
    "utf-16-le": lambda text: text.encode("utf-16-le"),
    "utf-16-be": lambda text: text.encode("utf-16-be"),
    "utf-16-be with mark": lambda text: b"\xfe\xff" + text.encode("utf-16-be"),
    "gb18030": lambda text: text.encode("gb18030"),
    "gbk": lambda text: text.encode("gbk"),
}


def take(session: Session, folder: Path, kind: ImportKind, content: bytes) -> Counter[RowChange]:
    return import_csv.import_rows(session, kind, write(folder, f"{kind}.csv", content), now=NOW)


def refusal(session: Session, folder: Path, kind: ImportKind, content: bytes) -> str:
    with pytest.raises(OperatorError) as refused:
        take(session, folder, kind, content)
    return str(refused.value)


def workbook(*rows: tuple[Any, ...], title: str = "Sheet1", before: bool = False) -> bytes:
    book = Workbook()
    sheet = book.active
    if before:  # An empty sheet stands before the one with the rows.
        sheet = book.create_sheet(title)
    for row in rows:
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("separator", [",", ";", "\t", "，"])
def test_a_file_is_read_in_every_encoding_and_with_every_separator(
    session: Session, tmp_path: Path, encoding: str, separator: str
) -> None:
    content = ENCODINGS[encoding](CHINESE.replace(",", separator))
    assert take(session, tmp_path, ImportKind.PEOPLE, content) == {RowChange.NEW: 2}
    person = people.by_id_number(session, LI)
    assert person is not None
    assert (person.name, person.points, person.points_reset_on) == ("李建国", 3, date(2027, 5, 1))
    assert person.licence_status is LicenceStatus.NORMAL


def test_what_is_hidden_in_a_workbook_is_not_imported(session: Session, tmp_path: Path) -> None:
    book = Workbook()
    for at, name in enumerate(("旧名", "李建国")):
        sheet = book.create_sheet(name)
        sheet.sheet_state = "visible" if at else "hidden"
        sheet.append(tuple(PEOPLE.splitlines()[0].split(",")))
        sheet.append((LI, name, "13800000001", None, None, None, None, None, None))
    del book["Sheet"]
    file = io.BytesIO()
    book.active = 1
    book.save(file)
    assert take(session, tmp_path, ImportKind.PEOPLE, file.getvalue()) == {RowChange.NEW: 1}
    found = people.by_id_number(session, LI)
    assert found is not None
    assert found.name == "李建国"
    book["李建国"].delete_rows(1, 2)
    book.save(file := io.BytesIO())
    assert "no visible sheet" in refusal(session, tmp_path, ImportKind.PEOPLE, file.getvalue())


def test_a_small_workbook_that_unfolds_to_much_is_refused(session: Session, tmp_path: Path) -> None:
    file = io.BytesIO(workbook(("证件号码",)))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/blank.bin", bytes(LARGE + 1))
    assert "too large when it is unpacked" in refusal(session, tmp_path, ImportKind.PEOPLE, file.getvalue())


@pytest.mark.parametrize("name", ["\u200b", "TRUE", "是", "12"])
def test_what_is_no_name_is_told(session: Session, tmp_path: Path, name: str) -> None:
    header, row = PEOPLE.splitlines()[:2]
    content = "\n".join((header, row.replace("李建国", name))).encode()
    assert "name: is no name" in refusal(session, tmp_path, ImportKind.PEOPLE, content)


def test_invisible_characters_of_a_name_are_left_out(session: Session, tmp_path: Path) -> None:
    content = PEOPLE.replace("李建国", "\u202e李\u200b建国").encode()
    take(session, tmp_path, ImportKind.PEOPLE, content)
    found = people.by_id_number(session, LI)
    assert found is not None
    assert found.name == "李建国"


def test_chinese_values_of_vehicles_mean_what_they_say(session: Session, tmp_path: Path) -> None:
    take(session, tmp_path, ImportKind.PEOPLE, PEOPLE.encode())
    assert take(session, tmp_path, ImportKind.VEHICLES, CARS.encode("gb18030")) == {RowChange.NEW: 2}
    car, trailer = vehicles.by_plate(session, "02", "桂A12345"), vehicles.by_plate(session, "15", "桂A1234挂")
    assert car is not None
    assert trailer is not None
    assert (car.engine_number, car.engine_index) == ("LJ4A/1234*56", vehicles.engine_index("123456"))
    assert (car.manufactured_on, car.first_registered_on) == (date(2024, 5, 1), date(2024, 6, 1))
    assert (car.inspection_valid_until, car.tax_paid_until) == ("2026-06", date(2027, 3, 25))
    assert (car.use, car.state) == (VehicleUse.NON_OPERATING, VehicleState.NORMAL)
    assert (trailer.engine_number, trailer.engine_index) == ("", vehicles.engine_index("184841"))
    assert (trailer.use, trailer.state) == (VehicleUse.TURNED_NON_OPERATING, VehicleState.LOCKED)
    assert take(session, tmp_path, ImportKind.VEHICLES, CARS.encode()) == {RowChange.UNCHANGED: 2}


def test_people_with_other_documents_are_imported(session: Session, tmp_path: Path) -> None:
    header = "证件号码,姓名,手机,驾驶证号,准驾车型,驾驶证状态,记分,清分日期,照片,证件类型,出生日期"
    rows = (
        "USA 123456789,John Smith,13800000001,,,,,,,护照,1990/5/17\n"
        "H1234567801,陈大文,13800000002,,,,,,,港澳居民来往内地通行证,\n"
        "12345678,林小美,13800000003,,,,,,,台胞证,\n"
        "810000199408230021,黄一,13800000004,,,,,,,,\n"
    )
    assert take(session, tmp_path, ImportKind.PEOPLE, f"{header}\n{rows}".encode()) == {RowChange.NEW: 4}
    smith = people.by_id_number(session, "foreign_passport:USA123456789")
    assert smith is not None
    assert smith.birth_date == "1990-05-17"
    assert people.by_id_number(session, "hong_kong_macau_permit:H12345678") is not None
    assert people.by_id_number(session, "taiwan_permit:12345678") is not None
    car = CARS.splitlines()[0] + "\n" + CARS.splitlines()[1].replace(LI, "USA123456789") + "\n"
    assert take(session, tmp_path, ImportKind.VEHICLES, car.encode()) == {RowChange.NEW: 1}
    assert [each.plate for each in vehicles.of_person(session, smith.id)] == ["桂A12345"]


def test_a_workbook_is_read_with_its_dates_and_numbers(session: Session, tmp_path: Path) -> None:
    header = ("证件号码", "姓名", "手机", "驾驶证号", "准驾车型", "驾驶证状态", "记分", "清分日期", "照片", None)
    rows = (
        (LI, "李建国", 13800000001, LI, "C1", "正常", 3.0, date(2027, 5, 1), None),
        (None, None, None),
        ("99999919930226006x", "林\ue863", "13800000008", None, None, None, None, None, None, None, None),
    )
    for before in (False, True):
        content = workbook(header, *rows, before=before)
        expected = RowChange.UNCHANGED if before else RowChange.NEW
        assert take(session, tmp_path, ImportKind.PEOPLE, content) == {expected: 2}
    first, second = people.by_id_number(session, LI), people.by_id_number(session, "99999919930226006X")
    assert first is not None
    assert second is not None
    assert (first.phone, first.points, first.points_reset_on) == ("+8613800000001", 3, date(2027, 5, 1))
    assert second.name == "林\u4dae"


@pytest.mark.parametrize(
    "cell", ["'999999199005170017", '="999999199005170017"', "\t999999199005170017", "999999199005170017 "]
)
def test_what_makes_a_spreadsheet_take_a_number_for_text_is_left_out(
    session: Session, tmp_path: Path, cell: str
) -> None:
    quoted = '"' + cell.replace('"', '""') + '"'
    text = CHINESE.splitlines()[0] + f"\n1,{quoted},李建国,'+86 138 0000 0001,,,,,,,,,\n"
    assert take(session, tmp_path, ImportKind.PEOPLE, text.encode()) == {RowChange.NEW: 1}
    assert people.by_id_number(session, LI) is not None


def test_a_file_may_name_its_separator(session: Session, tmp_path: Path) -> None:
    text = "sep=;\r\n" + CHINESE.replace(",", ";").replace("\n", "\r\n").replace("累积记分", "累积,记分")
    assert take(session, tmp_path, ImportKind.PEOPLE, text.encode("utf-8-sig")) == {RowChange.NEW: 2}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            CHINESE.replace("身份证号码", "身分證號碼").replace("李建国", "李建國體驗證號碼").encode("big5", "replace"),
            "not UTF-8",
        ),
        (PEOPLE.replace("李建国", "José").replace("林梅", "a").encode(), "of several encodings (UTF-8, GB 18030)"),
        (b"\xff\xfe" + CHINESE.encode("utf-16-le")[:-1], "said to be UTF-16"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "another format (.xls)"),
        (b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument", "another format (.ods)"),
        (b"PK\x03\x04 no archive", "cannot be read: it is damaged"),
        (workbook(), "no visible sheet"),
    ],
)
def test_no_file_is_read_with_wrong_characters(session: Session, tmp_path: Path, content: bytes, said: str) -> None:
    assert said in refusal(session, tmp_path, ImportKind.PEOPLE, content)


@pytest.mark.parametrize("kind", ImportKind)
def test_every_column_has_chinese_names_and_no_name_means_two(kind: ImportKind) -> None:
    assert set(columns.NAMES[kind]) >= set(IMPORTERS[kind].row.columns())
    named = [columns.fold(name) for column, names in columns.NAMES[kind].items() for name in {column, *names}]
    assert sorted(named) == sorted(set(named))
    assert not any(columns.is_read_over(name) for name in named)
    assert all(not names[0].isascii() for names in columns.NAMES[kind].values())


@pytest.mark.parametrize("name", ["李建國", "陳志強", "林小美", "周寧", "王大明", "韓梅"])
def test_a_single_name_in_big5_is_no_other_name(session: Session, tmp_path: Path, name: str) -> None:
    text = PEOPLE.replace("李建国", name).replace("林梅", "a")
    message = refusal(session, tmp_path, ImportKind.PEOPLE, text.encode("big5"))
    assert "several encodings (GB 18030, Big5)" in message or "not UTF-8" in message
