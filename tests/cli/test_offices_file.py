"""The operator's file of offices: read at start, every wrong line named, an example, the doctor's advice."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot import offices
from bot.cli import doctor_offices
from bot.cli.doctor_result import Level
from bot.cli.main import app
from bot.offices import OfficeKind, Place
from bot.runtime import offices_file
from bot.runtime.operator_error import OperatorError
from bot.settings import InvalidSettings, load
from tests.cli.conftest import SECRET_KEY, settings_of

HEADER = ",".join(offices_file.COLUMNS)
GOOD = "a,counter,甲,A,路 1 号,1 Road,周一,Monday,证,ID,+86 771 555 1234,22.5,-108.25"


@pytest.fixture(autouse=True)
def _restore_offices() -> Iterator[None]:
    yield
    offices.use(())


def office_file(folder: Path, *rows: str) -> Path:
    path = folder / "offices.csv"
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    return path


def changed(**cells: str) -> str:
    """Return the good row with other cells."""
    values = dict(zip(offices_file.COLUMNS, GOOD.split(","), strict=True)) | cells
    return ",".join(values.values())


def test_the_offices_of_the_file_are_used(tmp_path: Path) -> None:
    rows = (GOOD, changed(code="b", kind="station;pick_up", phone="", bring="", bring_en="", latitude="", longitude=""))
    path = office_file(tmp_path, *rows)
    offices_file.load_offices(settings_of(tmp_path, offices_file=path, staff_contact="@desk_staff"))
    first, second = offices.all_offices()
    assert (first.names, first.addresses) == ({"zh-CN": "甲", "en": "A"}, {"zh-CN": "路 1 号", "en": "1 Road"})
    assert (first.hours["en"], first.bring["zh-CN"], first.phone) == ("Monday", "证", "+86 771 555 1234")
    assert (first.place, second.place) == (Place(22.5, -108.25), None)
    assert offices.of_kind(OfficeKind.STATION) == offices.of_kind(OfficeKind.PICK_UP) == (second,)
    assert (offices.by_code("b"), offices.by_code("c"), offices.contact()) == (second, None, "@desk_staff")


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"name": ""}, "name is empty"),
        ({"address_en": ""}, "address_en is empty"),
        ({"code": "A b"}, "code: 1 to 16"),
        ({"code": "x" * 17}, "code: 1 to 16"),
        ({"kind": "counter;shop"}, "kind: shop is not one of counter, pick_up, station"),
        ({"kind": ";"}, "kind: it names none"),
        ({"bring": ""}, "bring, bring_en: give both or neither"),
        ({"phone": "call us"}, "phone: digits"),
        ({"name_en": "A <b>"}, "name_en: one line of at most 40"),
        ({"name": "长" * 41}, "name: one line of at most 40"),
        ({"hours": "{ $x }"}, "hours: one line of at most 120"),
        ({"latitude": ""}, "latitude, longitude: give both or neither"),
        ({"latitude": "91"}, "latitude: degrees from -90 to 90"),
        ({"longitude": "181"}, "longitude: degrees from -180 to 180"),
        ({"longitude": "108°22'"}, "longitude: degrees"),
    ],
)
def test_a_wrong_line_is_named_with_its_reason(tmp_path: Path, cells: dict[str, str], fault: str) -> None:
    path = office_file(tmp_path, GOOD, changed(code="b"), changed(**({"code": "c"} | cells)))
    with pytest.raises(OperatorError) as mistake:
        offices_file.load_offices(settings_of(tmp_path, offices_file=path))
    lines = str(mistake.value).splitlines()
    assert "CHEZHU_OFFICES_FILE" in lines[0]
    assert [line for line in lines[1:-1] if not line.startswith(f"line 4: {fault}")] == []
    assert len(lines) == 3
    assert "offices template" in lines[-1]


def test_a_code_given_twice_a_row_of_another_length_and_an_empty_file_are_refused(tmp_path: Path) -> None:
    for rows, fault in (
        ((GOOD, GOOD), "line 3: code: a is given twice"),
        ((f"{GOOD},more",), "line 2: 13 cells are expected, not 14"),
        ((), "it has no office"),
    ):
        with pytest.raises(OperatorError, match=fault):
            offices_file.read(office_file(tmp_path, *rows))


def test_the_example_is_written_once_and_can_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("CHEZHU_SECRET_KEY", SECRET_KEY), ("CHEZHU_DATA_DIR", str(tmp_path))):
        monkeypatch.setenv(name, value)
    path = tmp_path / "mine.csv"
    assert CliRunner().invoke(app, ["offices", "template", str(path)]).exit_code == 0
    assert "mine.csv" in str(CliRunner().invoke(app, ["offices", "template", str(path)]).exception)
    listed = CliRunner().invoke(app, ["offices", "list", str(path)])
    assert [line.split("  ")[0] for line in listed.output.splitlines()] == [
        office.code for office in offices_file.read(path)
    ]
    assert {kind for office in offices_file.read(path) for kind in office.kinds} == set(OfficeKind)


def test_the_doctor_names_a_wrong_file_missing_kinds_and_that_nothing_is_known(tmp_path: Path) -> None:
    wrong = office_file(tmp_path, changed(phone="?"))
    failed = doctor_offices.check(settings_of(tmp_path, offices_file=wrong))
    assert (failed.level, "line 2: phone" in failed.what) == (Level.FAIL, True)
    alone = doctor_offices.check(settings_of(tmp_path, offices_file=office_file(tmp_path, GOOD)))
    assert (alone.level, "no station" in alone.what) == (Level.WARN, True)
    token = {"telegram_token": "1:A"}
    nothing = doctor_offices.check(settings_of(tmp_path, **token))
    assert (nothing.level, "CHEZHU_STAFF_CONTACT" in nothing.advice) == (Level.WARN, True)
    assert doctor_offices.check(settings_of(tmp_path, staff_contact="12122", **token)).level is Level.OK
    assert doctor_offices.check(settings_of(tmp_path)).level is Level.OK  # The local desk has the demo's.


@pytest.mark.parametrize("contact", ["12122", "+86 771 555 1234", "https://example.org/help", "@desk_staff"])
def test_a_contact_is_a_phone_number_an_address_or_a_name(contact: str) -> None:
    assert load(staff_contact=contact, _env_file=None).staff_contact == contact


@pytest.mark.parametrize("contact", ["ask us", "12", "http://example.org", "https://a.b/<x>", "@a", "javascript:1"])
def test_any_other_contact_is_refused(contact: str) -> None:
    with pytest.raises(InvalidSettings, match="CHEZHU_STAFF_CONTACT: a phone number"):
        load(staff_contact=contact, _env_file=None)
