"""Malformed cells end in a listed row, whatever they hold; a malformed file ends in one sentence."""

from pathlib import Path

import pytest

from bot.cli import import_csv
from bot.runtime.import_check import InvalidRows
from bot.runtime.operator_error import OperatorError
from bot.services.importing.kinds import ImportKind
from storage.database import Database
from tests.cli.conftest import NOW
from tests.cli.files import PEOPLE, VEHICLES, write

HOSTILE = (
    *(
        "\0",
        "a\0b",
        "\x7f",
        "\u2028",
        "\U00030000" * 60,
        "\U0010ffff",
        "a" * 50_000,
        "0",
        "-1",
        "1e1000000",
        "-1e1000000",
    ),
    *("NaN", "sNaN", "Infinity", "9" * 40_000, "0000-01", "0001-01", "2100-01", "9999-12", "0001-01-01", "9999-12-31"),
    *(
        "0001-01-01T00:00:00+23:59",
        "9999-12-31T23:59:59-23:59",
        "2026-02-30",
        "2098-01-01",
        "١٢٣",
        "１２",
        "../" * 200,
        "x" * 300,
        "'=",
    ),
)
VIOLATION = (
    "number,plate_type,plate,occurred_at,place,act_code,act,provision,basis,fine_yuan,points,authority_code,photo\n"
    "V1,02,桂A12345,2026-11-01T10:00+08:00,here,1625,red,,,50,3,450100,\n"
)
COLUMNS = 100_000  # So many that work which grows with their square would take minutes.
FILES = {ImportKind.PEOPLE: PEOPLE, ImportKind.VEHICLES: VEHICLES, ImportKind.VIOLATIONS: VIOLATION}
# What has to be refused, by kind and column.
REFUSED = {
    (ImportKind.VEHICLES, "inspection_valid_until"): ("0000-01", "0001-01", "2100-01", "9999-12"),
    (ImportKind.VEHICLES, "insurance_valid_until"): ("0001-01-01", "9999-12-31", "2026-02-30"),
    (ImportKind.VEHICLES, "first_registered_on"): ("0001-01-01", "9999-12-31", "2098-01-01"),
    (ImportKind.VIOLATIONS, "occurred_at"): ("0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59"),
    (ImportKind.VIOLATIONS, "fine_yuan"): ("1e1000000", "-1e1000000", "NaN", "Infinity"),
    (ImportKind.PEOPLE, "portrait"): ("a\0b", "../" * 200, "x" * 300),
}


@pytest.mark.parametrize(
    "name",
    [
        "李\ufffd国",
        "李?国",
        "李？国",
        "李建国".encode().decode("cp1252", errors="replace"),
        "李建国".encode().decode("gbk", errors="replace"),
        "李建国".encode().decode("latin-1"),
    ],
)
def test_a_name_that_a_wrong_encoding_has_spoilt_is_refused(database: Database, tmp_path: Path, name: str) -> None:
    path = write(tmp_path, "people.csv", PEOPLE.replace("李建国", name))
    with pytest.raises(InvalidRows) as refused:
        import_csv.import_file(database, ImportKind.PEOPLE, path, now=NOW)
    ((line, fault),) = refused.value.faults
    assert (line, fault.column) == (2, "name")
    assert fault.reason in {"lost-characters", "control-characters"}


@pytest.mark.parametrize("model", ["Café……", "Café——上海", "“Orquidé”……"])
def test_punctuation_after_an_accented_letter_is_not_spoilt_text(
    database: Database, tmp_path: Path, model: str
) -> None:
    import_csv.import_file(database, ImportKind.PEOPLE, write(tmp_path, "people.csv", PEOPLE), now=NOW)
    rows = "\n".join(VEHICLES.splitlines()[:2]).replace("五菱星光", model)
    assert import_csv.import_file(database, ImportKind.VEHICLES, write(tmp_path, "v.csv", rows), now=NOW)


@pytest.mark.parametrize("colour", ["白", "黑", "黄", "红", "蓝"])
def test_a_colour_that_a_wrong_encoding_has_spoilt_is_refused(database: Database, tmp_path: Path, colour: str) -> None:
    spoilt = VEHICLES.replace("白", colour.encode().decode("cp1252", errors="replace"))
    with pytest.raises(InvalidRows) as refused:
        import_csv.import_file(database, ImportKind.VEHICLES, write(tmp_path, "v.csv", spoilt), now=NOW)
    assert (2, "colour", "lost-characters") in [(line, each.column, each.reason) for line, each in refused.value.faults]


@pytest.mark.parametrize("kind", FILES, ids=str)
def test_no_cell_ends_in_a_traceback(database: Database, tmp_path: Path, kind: ImportKind) -> None:
    header, first = FILES[kind].splitlines()[:2]
    cells = first.split(",")
    rows = [
        [*cells[:at], value, *cells[at + 1 :], f"{at}"][: len(cells)] for at in range(len(cells)) for value in HOSTILE
    ]
    text = "\n".join([header, *(",".join(f'"{cell}"' for cell in row) for row in rows)])
    with pytest.raises(InvalidRows) as refused:
        import_csv.import_file(database, kind, write(tmp_path, f"{kind}.csv", text), now=NOW)
    listed = {(line, fault.column) for line, fault in refused.value.faults}
    for (of, column), values in REFUSED.items():
        at = header.split(",").index(column) if of is kind else -1
        lines = [2 + at * len(HOSTILE) + HOSTILE.index(value) for value in values if at >= 0]
        assert [line for line in lines if (line, column) not in listed] == []


def test_a_file_of_a_hundred_thousand_columns_is_refused_at_once(database: Database, tmp_path: Path) -> None:
    text = ",".join(str(at) for at in range(COLUMNS)) + "\n"
    with pytest.raises(OperatorError) as refused:
        import_csv.import_file(database, ImportKind.PEOPLE, write(tmp_path, "people.csv", text), now=NOW)
    assert len(str(refused.value)) < 1_000
    path = write(tmp_path, "people.csv", PEOPLE + "," * COLUMNS + "x")
    with pytest.raises(OperatorError, match="cells more than the header row"):
        import_csv.import_file(database, ImportKind.PEOPLE, path, now=NOW)


def test_an_unreadable_import_leaves_nothing_open(database: Database, tmp_path: Path) -> None:
    for content in (b"\xff\xfe", b"", PEOPLE.encode() + b"\x80", PEOPLE.encode() + b'"open'):
        with pytest.raises(OperatorError):
            import_csv.import_file(database, ImportKind.PEOPLE, write(tmp_path, "people.csv", content), now=NOW)
    assert import_csv.import_file(database, ImportKind.PEOPLE, write(tmp_path, "p.csv", PEOPLE), now=NOW)
