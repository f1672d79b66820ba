"""An import says which phone numbers it does not set: two admins have found that they are somebody else's."""

from pathlib import Path

from sqlmodel import select

from bot.cli import import_csv
from bot.services.identity import phone_changes
from bot.services.importing.kinds import ImportKind
from bot.services.importing.rows import RowChange
from storage.database import Database
from storage.register.people import Person
from tests.cli.conftest import NOW
from tests.cli.files import PEOPLE, write


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
