"""`doctor`: results of the checks, and advice for every warning and failure."""

from pathlib import Path

import pytest

from bot.cli import doctor
from bot.cli.doctor_result import Level
from bot.runtime.database import open_database
from bot.runtime.operator_error import OperatorError
from bot.settings import FaceKind, Settings
from storage.database import Database
from tests.cli.conftest import settings_of


def results(settings: Settings) -> dict[str, Level]:
    return {result.what: result.level for result in doctor.all_checks(settings)}


def test_a_desk_that_never_ran_has_only_warnings(settings: Settings) -> None:
    lines: list[str] = []
    assert doctor.diagnose(settings, say=lines.append) == 0
    assert any(line.startswith("warn  no database at") for line in lines)
    assert not settings.data_dir.exists()


def test_every_warning_and_failure_has_advice(settings: Settings) -> None:
    assert all(result.advice for result in doctor.all_checks(settings) if result.level is not Level.OK)


@pytest.mark.parametrize(
    ("missing", "face", "level", "advice"),
    [
        ([], FaceKind.MODEL, Level.OK, ""),
        (["cv2", doctor.READER], FaceKind.MODEL, Level.FAIL, "make vision"),
        (["cv2", doctor.READER], FaceKind.OFF, Level.WARN, "make vision"),
        ([doctor.READER], FaceKind.MODEL, Level.WARN, "make vision"),
    ],
)
def test_missing_packages_of_the_face_check_fail_where_it_is_used(
    missing: list[str], face: FaceKind, level: Level, advice: str
) -> None:
    found = doctor.vision(missing, face)
    assert (found.level, advice in found.advice) == (level, True)


def test_an_opened_database_is_current(settings: Settings, database: Database) -> None:
    assert any(
        what.startswith("database at revision") and level is Level.OK for what, level in results(settings).items()
    )


@pytest.mark.parametrize("first_page", [40, 0])
def test_a_damaged_store_is_a_failure_that_leads_to_restore(
    settings: Settings, database: Database, first_page: int
) -> None:
    database.close()
    path = settings.data_dir / "chezhu.db"
    content = bytearray(path.read_bytes())
    content[4096 * first_page : 4096 * (first_page + 60)] = b"\xff" * 4096 * 60
    path.write_bytes(content)
    (found,) = [each for each in doctor.all_checks(settings) if each.what.startswith("the store is damaged")]
    assert (found.level, "restore" in found.advice) == (Level.FAIL, True)


def test_a_store_that_is_no_database_is_reported_with_its_way_out(settings: Settings) -> None:
    settings.data_dir.mkdir()
    (settings.data_dir / "chezhu.db").write_bytes(b"no database " * 1000)
    with pytest.raises(OperatorError, match="restore a backup with run_bot.py restore FILE"), open_database(settings):
        pass


def test_a_bot_api_that_does_not_respond_fails(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, telegram_token="1:a", telegram_api_url="http://127.0.0.1:1")
    lines: list[str] = []
    assert doctor.diagnose(settings, say=lines.append) == 1
    assert any(line.startswith("fail  the Bot API at http://127.0.0.1:1 does not respond") for line in lines)


def test_a_database_server_that_does_not_respond_fails(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, database_url="postgresql+psycopg://nobody@127.0.0.1:1/none")
    assert any(what.startswith("the database does not respond") for what in results(settings))
