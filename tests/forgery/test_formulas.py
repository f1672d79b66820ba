"""CSV injection: formulas that come in by an import are plain text in every export."""

import csv
import io
from pathlib import Path

import pytest

from bot.cli import export_csv, import_csv
from bot.services.importing.kinds import ImportKind
from bot.services.importing.rows import RowChange
from storage.audit import AuditEntry
from tests.cli.files import PEOPLE, VEHICLES, write
from tests.stories import cast
from tests.stories.app_driver import AppDriver, stored
from tests.web.company import signed_in

FORMULAS = (
    '=HYPERLINK("https://evil.example","click")', "+1+1", "-2+3", "@SUM(1)", "=cmd|' /C calc'!A0", "＝1+1",
    " =1", "'=1", "=1+1;=2",
)  # fmt: skip
BEGINNINGS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
CODE = "91110000600037341L"


def quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def cells_of(content: bytes) -> list[str]:
    """Return every cell of a CSV file."""
    return [cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")) for cell in row]


@pytest.mark.parametrize("formula", FORMULAS)
def test_an_imported_formula_is_exported_as_text(app: AppDriver, tmp_path: Path, formula: str) -> None:
    administrator = cast.citizen(app, "王秀英", cast.id_number(2), "+8613800000002")
    cast.organisation(app, administrator)
    text = VEHICLES.replace("999999199005170017", CODE).replace("91450100MADEMQC017", CODE)
    path = write(tmp_path, "vehicles.csv", text.replace("五菱星光", quoted(formula)).replace("白", quoted(formula)))
    imported = import_csv.import_file(app.database, ImportKind.VEHICLES, path, now=app.now)
    assert imported[RowChange.NEW] == 2
    visitor = signed_in(app, administrator)
    assert visitor.asks("GET", "/organisation/cars.csv") == 200
    assert [cell for cell in cells_of(visitor.answer.content) if cell.lstrip(" ").startswith(BEGINNINGS)] == []
    out = tmp_path / "out.csv"
    with app.database.transaction() as session:
        export_csv.export_register(session, ImportKind.VEHICLES, out, now=app.now)
    assert [cell for cell in cells_of(out.read_bytes()) if cell.lstrip(" ").startswith(BEGINNINGS)] == []
    again = import_csv.import_file(app.database, ImportKind.VEHICLES, out, now=app.now)
    assert again == {RowChange.UNCHANGED: 2}
    assert formula not in "".join(entry.details for entry in app.read(lambda session: stored(session, AuditEntry)))


def test_a_phone_number_is_escaped_in_the_export_and_imported_unchanged(app: AppDriver, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    import_csv.import_file(app.database, ImportKind.PEOPLE, write(tmp_path, "people.csv", PEOPLE), now=app.now)
    with app.database.transaction() as session:
        export_csv.export_register(session, ImportKind.PEOPLE, out, now=app.now)
    assert "'+8613800000008" in cells_of(out.read_bytes())
    assert import_csv.import_file(app.database, ImportKind.PEOPLE, out, now=app.now) == {RowChange.UNCHANGED: 2}
