"""`settings` prints what the desk reads, and `--version` the version."""

import tomllib
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot import program_name
from bot.cli import settings_list
from bot.cli.main import app
from bot.settings import InvalidSettings, Settings, load


def test_every_setting_is_printed_with_its_meaning() -> None:
    printed = CliRunner().invoke(app, ["settings"]).output
    for name, field in Settings.model_fields.items():
        assert f"CHEZHU_{name.upper()}=" in printed
        assert field.description
        assert field.description in printed


def test_the_printed_defaults_are_those_of_a_desk_without_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every line of the file, uncommented, changes nothing."""
    lines = [line.removeprefix("#") for line in settings_list.as_env_file() if line.startswith("#CHEZHU_")]
    (tmp_path / ".env").write_text("\n".join(line for line in lines if not line.endswith("=")))
    monkeypatch.chdir(tmp_path)
    assert load() == load(_env_file=None)
    assert len(lines) == len(Settings.model_fields)


@pytest.mark.parametrize("blank", ["", " "])
def test_a_blank_setting_has_its_default(blank: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("\n".join(f'CHEZHU_{name.upper()}="{blank}"' for name in Settings.model_fields))
    monkeypatch.chdir(tmp_path)
    assert load() == load(_env_file=None)


def test_a_blank_variable_replaces_the_value_of_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("CHEZHU_PORT=9000")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CHEZHU_PORT", "")
    assert load() == load(_env_file=None)


def test_the_version_is_that_of_the_project() -> None:
    wanted = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert CliRunner().invoke(app, ["--version"]).output == f"chezhu {wanted}\n"
    assert program_name.PROGRAM == "run_bot.py"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("allowed_hosts", "https://desk.example/", "names of hosts by commas"),
        ("event_hosts", "events.example/desk", "names of hosts by commas"),
        ("public_url", "https://desk.example/chezhu", "without a path"),
        ("public_url", "desk.example", "without a path"),
        ("public_url", "https://desk.example?x=1", "without a path"),
        ("public_url", "https://desk.example#a", "without a path"),
        ("public_url", "https://user:word@desk.example", "without a path"),
    ],
)
def test_an_address_in_the_wrong_form_is_told_with_the_right_one(name: str, value: str, said: str) -> None:
    with pytest.raises(InvalidSettings, match=said):
        load(_env_file=None, **{name: value})
    good = {"allowed_hosts": "desk.example, desk_web:8080, [fd00::1]:8080, fd00::1", "event_hosts": "10.1.2.3:8443"}
    right = good.get(name, "https://desk.example:8443/")
    assert getattr(load(_env_file=None, **{name: right}), name) == right
