"""The doctor looks at everything and says what to do."""

from pathlib import Path

from bot.cli import doctor
from bot.cli.doctor_finding import Level
from bot.settings import Settings
from storage.database import Database
from tests.cli.conftest import settings_of


def found(settings: Settings) -> dict[str, Level]:
    return {finding.what: finding.level for finding in doctor.findings(settings)}


def test_a_desk_that_was_never_run_is_well_but_for_warnings(settings: Settings) -> None:
    said: list[str] = []
    assert doctor.examine(settings, say=said.append) == 0
    assert any(line.startswith("warn  no database at") for line in said)
    assert not settings.data_dir.exists()


def test_every_warning_and_failure_says_what_to_do(settings: Settings) -> None:
    assert all(finding.advice for finding in doctor.findings(settings) if finding.level is not Level.OK)


def test_a_database_that_was_opened_is_current(settings: Settings, database: Database) -> None:
    assert any(what.startswith("database at revision") and level is Level.OK for what, level in found(settings).items())


def test_a_bot_api_that_does_not_answer_fails(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, telegram_token="1:a", telegram_api_url="http://127.0.0.1:1")
    said: list[str] = []
    assert doctor.examine(settings, say=said.append) == 1
    assert any(line.startswith("fail  the Bot API at http://127.0.0.1:1 does not answer") for line in said)


def test_a_database_server_that_does_not_answer_fails(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, database_url="postgresql+psycopg://nobody@127.0.0.1:1/none")
    assert any(what.startswith("the database does not answer") for what in found(settings))
