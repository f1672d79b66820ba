"""The operator's profile: read at start, every fault named, an example for each kind of operator, the doctor's line."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import Session, select
from typer.testing import CliRunner

from bot import profile
from bot.cli import demo_data, doctor_profile
from bot.cli.doctor_result import Level
from bot.cli.main import app
from bot.profile import Journey, Profile
from bot.runtime import profile_file
from bot.runtime.operator_error import OperatorError
from bot.texts import LANGUAGES, texts, use_words
from handlers import every_handler
from storage.register.vehicles import Vehicle
from storage.violations.violations import Violation
from tests.cli.conftest import NOW, settings_of


@pytest.fixture(autouse=True)
def _restore_profile() -> Iterator[None]:
    yield
    profile.use(Profile())
    use_words({})


def written(folder: Path, content: str) -> Path:
    path = folder / "profile.toml"
    path.write_text(content, encoding="utf-8")
    return path


def test_without_a_profile_everything_is_offered(tmp_path: Path) -> None:
    profile_file.load_profile(settings_of(tmp_path), every_handler())
    assert all(profile.offers(journey) for journey in Journey)
    assert profile.hidden() == profile.Hidden()
    assert profile.has_plate_type("99")
    assert profile.has_act("anything")


def test_a_profile_chooses_journeys_register_and_words(tmp_path: Path) -> None:
    path = profile_file.TEMPLATES / "campus.toml"
    profile_file.load_profile(settings_of(tmp_path, profile=path, office_name="明德大学车证中心"), every_handler())
    assert [journey for journey in Journey if not profile.offers(journey)] == [Journey.CERTIFICATES, Journey.PAPERS]
    assert {"certificate", "papers", "verify"} <= profile.hidden().commands.keys()
    assert not {"violations", "queue", "lookup", "issue", "revoke"} & profile.hidden().commands.keys()
    assert profile.has_plate_type("02")
    assert not profile.has_plate_type("15")
    assert profile.has_act("XY01")
    assert not profile.has_act("1625")
    assert texts("zh-CN").plain("police") == "保卫处"
    assert texts("zh-CN").plain("office") == "明德大学车证中心"
    assert texts("en").plain("go-offices") == "Offices and phone"


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ('leave_out = ["filing"]', "leave_out.0: "),
        ('leave_out = ["violations"]', "leave_out: objections leads into violations"),
        ('leave_out = ["certificates"]', "leave_out: papers leads into certificates"),
        ('[register]\nplate_types = ["2"]', "register.plate_types.0: "),
        ('[register]\nacts = ["16%"]', "register.acts.0: "),
        ('[words.fr]\npolice = "la police"', "words.fr"),
        ('[words.en]\npolice = "<b>"', "words.en.police: 1 to 40 characters"),
        ('[words.en]\npolice = ""', "words.en.police: 1 to 40 characters"),
        ('[words.en]\nsheriff = "x"', "words.en.sheriff: "),
        ('colour = "red"', "colour: "),
        ("leave_out = [", "is invalid"),
    ],
)
def test_every_fault_of_a_profile_is_named(tmp_path: Path, content: str, fault: str) -> None:
    path = written(tmp_path, content)
    with pytest.raises(OperatorError) as refused:
        profile_file.read(path)
    assert fault in str(refused.value)
    assert f"{path} (CHEZHU_PROFILE)" in str(refused.value)
    assert doctor_profile.check(settings_of(tmp_path, profile=path)).level is Level.FAIL


def test_a_profile_that_is_not_there_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(OperatorError, match="No such file"):
        profile_file.load_profile(settings_of(tmp_path, profile=tmp_path / "none.toml"))


@pytest.mark.parametrize("example", ["authority", "fleet", "campus"])
def test_each_example_is_written_and_right(tmp_path: Path, example: str) -> None:
    path = tmp_path / "mine.toml"
    run = CliRunner().invoke(app, ["profile", "template", example, str(path)])
    assert run.exit_code == 0, run.output
    assert f"CHEZHU_PROFILE={path}" in run.output
    assert isinstance(CliRunner().invoke(app, ["profile", "template", example, str(path)]).exception, OperatorError)
    checked = CliRunner().invoke(app, ["profile", "check", str(path)])
    assert "offered: filing" in checked.output
    found = profile_file.read(path)
    assert {words.police is not None for words in found.words.values()} == {True}
    assert set(found.words) == set(LANGUAGES)
    result = doctor_profile.check(settings_of(tmp_path, profile=path))
    assert (result.level, str(path) in result.what) == (Level.OK, True)


def test_the_demo_holds_what_the_profile_has(tmp_path: Path, session: Session) -> None:
    profile_file.load_profile(settings_of(tmp_path, profile=profile_file.TEMPLATES / "campus.toml"), every_handler())
    demo_data.load_demo_data(session, bot_id=42, now=NOW)
    kinds = set(session.exec(select(Vehicle.plate_type)))
    assert kinds
    assert all(profile.has_plate_type(kind) for kind in kinds)
    assert session.exec(select(Violation)).all() == []
