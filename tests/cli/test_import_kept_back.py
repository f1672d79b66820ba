"""An import says what it does not set, and changes everything else of a row: its picture may be the one on record."""

from io import BytesIO
from pathlib import Path

import sqlalchemy as sa
from PIL import Image
from sqlmodel import select

from bot.cli import import_csv, import_report
from bot.runtime.operator_error import PARTIAL_IMPORT
from bot.services.identity import phone_changes
from bot.services.importing.kinds import ImportKind
from bot.services.importing.rows import RowChange
from storage.database import Database
from storage.register.people import Person
from tests.cli.conftest import NOW
from tests.cli.files import PEOPLE, write

UNCHANGEABLE = "CREATE TRIGGER unchangeable BEFORE UPDATE ON people BEGIN SELECT RAISE(ABORT, 'unchangeable'); END"


def test_the_operator_is_warned_of_the_line(database: Database, tmp_path: Path) -> None:
    path, warnings = write(tmp_path, "people.csv", PEOPLE), list[str]()
    import_csv.import_file(database, ImportKind.PEOPLE, path, now=NOW, warn=warnings.append)
    assert warnings == []
    with database.transaction() as session:
        first = next(each for each in session.exec(select(Person)) if each.name == "李建国")
        phone_changes.release(session, first, by=first.id, now=NOW)
    counts = import_csv.import_file(database, ImportKind.PEOPLE, path, now=NOW, warn=warnings.append)
    assert counts == {RowChange.CHANGED: 1, RowChange.UNCHANGED: 1}
    [warning] = warnings
    assert warning.startswith(f"{path}: line 2, phone: the number is kept back")


def test_a_row_changes_although_its_portrait_is_the_one_on_record(database: Database, tmp_path: Path) -> None:
    file = BytesIO()
    Image.new("RGB", (30, 40), "white").save(file, "JPEG")
    write(tmp_path, "li.jpg", file.getvalue())
    with_portrait = PEOPLE.replace("2027-05-01,", "2027-05-01,li.jpg")
    for text, change in ((with_portrait, RowChange.NEW), (with_portrait.replace("0000 0001", "0000 0099"), "changed")):
        path = write(tmp_path, "people.csv", text)
        assert import_csv.import_file(database, ImportKind.PEOPLE, path, now=NOW)[RowChange(change)] > 0
    with database.reading() as session:
        [person] = [each for each in session.exec(select(Person)) if each.portrait_id]
        assert person.phone == "+8613800000099"


def test_rows_that_could_not_be_carried_out_show_in_the_exit_code(database: Database, tmp_path: Path) -> None:
    path = write(tmp_path, "people.csv", PEOPLE)
    import_csv.import_file(database, ImportKind.PEOPLE, path, now=NOW)
    write(tmp_path, "people.csv", PEOPLE.replace("0000 0001", "0000 0099"))
    with database.transaction() as session:
        session.connection().execute(sa.text(UNCHANGEABLE))
    said = list[str]()
    code = import_report.import_or_check(database, ImportKind.PEOPLE, path, now=NOW, say=said.append, warn=said.append)
    assert code == PARTIAL_IMPORT
    assert "line 2 was not imported" in said[0]
