"""Templates: every kind has one, its examples are imported, and a report has a line for each row."""

import csv
import io
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlmodel import Session

from bot.cli import import_csv, import_report, import_template
from bot.runtime.operator_error import PARTIAL_IMPORT, OperatorError
from bot.services.importing import columns
from bot.services.importing.kinds import ImportKind
from bot.services.importing.registry import IMPORTERS
from bot.services.importing.rows import RowChange
from storage.database import Database
from storage.register import people
from tests.cli.conftest import NOW
from tests.cli.files import write
from tests.conventions.source_tree import none_of

LI = "999999199005170017"
MIXED = (
    "证件号码,姓名,手机,驾驶证号,准驾车型,驾驶证状态,记分,清分日期,照片\n"
    f"{LI},李建国,13800000001,,,,,,\n"
    "999999199005170018,王二,13800000002,,,,,,\n"
    "99999919930226006X,林梅,138,,Z9,,,,\n"
    f"{LI},李建国,13800000001,,,,,,\n"
)


def test_every_column_has_its_names() -> None:
    unnamed = [(kind.value, name) for kind in ImportKind for name in IMPORTERS[kind].row.columns()]
    unnamed = [(kind, name) for kind, name in unnamed if name not in columns.NAMES[ImportKind(kind)]]
    none_of(unnamed, "Write in NAMES of bot/services/importing/columns.py what the column is called in Chinese:")


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_the_examples_of_all_kinds_are_imported(session: Session, tmp_path: Path, suffix: str) -> None:
    for kind in ImportKind:
        path = tmp_path / f"{kind.value}{suffix}"
        assert import_template.write(kind, path) == [path]
        if suffix == ".xlsx":  # The first sheet has no row; the examples are on the second.
            with pytest.raises(KeyError):
                load_workbook(path)["nothing"]
            book = load_workbook(path)
            assert book.worksheets[0].max_row == 1
            assert import_csv.import_rows(session, kind, path, now=NOW) == {}
            del book[book.sheetnames[0]]
            book.save(path)
        found = import_csv.import_rows(session, kind, path, now=NOW)
        assert found == {RowChange.NEW: len(import_template.EXAMPLES[kind])}


@pytest.mark.parametrize("kind", ImportKind)
def test_a_template_explains_every_column_in_both_languages(tmp_path: Path, kind: ImportKind) -> None:
    path = tmp_path / "template.xlsx"
    import_template.write(kind, path)
    rows = list(load_workbook(path).worksheets[2].iter_rows(values_only=True))
    assert [row[1] for row in rows[1:]] == list(IMPORTERS[kind].row.columns())
    assert [row[0] for row in rows[1:]] == [columns.NAMES[kind][name][0] for name in IMPORTERS[kind].row.columns()]
    assert all(row[3] and row[4] and row[3] != row[4] for row in rows[1:])
    header = next(load_workbook(path).worksheets[0].iter_rows())
    assert all(cell.number_format == "@" for cell in header)


def test_a_template_replaces_no_file(tmp_path: Path) -> None:
    path = write(tmp_path, "people.xlsx", "mine")
    for wrong in (path, tmp_path / "people.ods"):
        with pytest.raises(OperatorError):
            import_template.write(ImportKind.PEOPLE, wrong)
    assert path.read_text() == "mine"


def imported(
    database: Database, folder: Path, *, report: Path, dry_run: bool = False, good_rows: bool = False
) -> tuple[int, list[str]]:
    said: list[str] = []
    code = import_report.import_or_check(
        database,
        ImportKind.PEOPLE,
        write(folder, "people.csv", MIXED),
        now=NOW,
        say=said.append,
        warn=said.append,
        dry_run=dry_run,
        good_rows=good_rows,
        report=report,
    )
    return code, said


def lines_of(report: Path) -> list[list[str]]:
    if report.suffix == ".xlsx":
        return [[str(cell or "") for cell in row] for row in load_workbook(report).active.iter_rows(values_only=True)]
    return list(csv.reader(io.StringIO(report.read_text(encoding="utf-8-sig"))))


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
@pytest.mark.parametrize("dry_run", [True, False])
def test_a_report_has_a_line_for_each_row_and_each_fault(
    database: Database, tmp_path: Path, suffix: str, dry_run: bool
) -> None:
    report = tmp_path / f"report{suffix}"
    code, _ = imported(database, tmp_path, report=report, dry_run=dry_run)
    assert code == 2
    lines = lines_of(report)
    assert lines[0] == ["Line", "Outcome", "Column", "What is wrong"]
    assert [(line[0], line[1], line[2]) for line in lines[1:]] == [
        ("2", "right: would be new", ""),
        ("3", "wrong, not imported", "id_number"),
        ("4", "wrong, not imported", "phone"),
        ("4", "wrong, not imported", "licence_class"),
        ("5", "wrong, not imported", ""),
    ]
    assert report.stat().st_mode & 0o077 == 0
    with database.reading() as session:
        assert people.by_id_number(session, LI) is None


def test_right_rows_are_imported_and_wrong_ones_told_if_the_operator_wants_it(
    database: Database, tmp_path: Path
) -> None:
    code, said = imported(database, tmp_path, report=tmp_path / "report.csv", good_rows=True)
    assert code == PARTIAL_IMPORT
    assert "the other rows were imported, 3 rows are wrong and were left out" in said[0]
    assert said[-1] == "people: 1 new, 0 changed, 0 unchanged, 3 wrong"
    assert lines_of(tmp_path / "report.csv")[1][:2] == ["2", "new"]
    with database.reading() as session:
        assert people.by_id_number(session, LI) is not None
    code, said = imported(database, tmp_path, report=tmp_path / "again.csv", good_rows=True)
    assert (code, said[-1]) == (PARTIAL_IMPORT, "people: 0 new, 0 changed, 1 unchanged, 3 wrong")


def test_without_the_switch_one_wrong_row_keeps_all_out(database: Database, tmp_path: Path) -> None:
    code, said = imported(database, tmp_path, report=tmp_path / "report.csv")
    assert code == 2
    assert "nothing was imported, 3 rows are wrong" in said[0]
