"""The command line: help for everything, mistakes in a sentence."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli.main import app
from bot.runtime.operator_error import Mistake
from bot.settings import WrongSettings
from tests import log_scanner
from tests.cli.conftest import SECRET_KEY
from tests.cli.files import STAFF, write
from tests.conventions.source_tree import ROOT

COMMANDS = ("run", "import", "export", "staff", "rules", "keys", "verify", "backup", "doctor")


def desk(folder: Path, *words: str, **settings: str) -> Result:
    """Do a command on a desk in this folder."""
    given = {"CHEZHU_DATA_DIR": str(folder / "var"), "CHEZHU_SECRET_KEY": SECRET_KEY, **settings}
    return CliRunner().invoke(app, list(words), env=given)


def said(result: Result) -> str:
    assert result.exit_code == 0, f"{result.output}{result.exception!r}"
    return result.output


def mistake(result: Result) -> str:
    assert isinstance(result.exception, Mistake), f"{result.output}{result.exception!r}"
    return str(result.exception)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(tmp_path: Path, command: str) -> None:
    assert "Usage:" in said(desk(tmp_path, command, "--help"))


def test_all_wrong_settings_are_named_at_once_without_a_traceback(tmp_path: Path) -> None:
    wrong = {"CHEZHU_PORT": "70000", "CHEZHU_MODE": "pigeon", "CHEZHU_TIMEZONE": "Moon/Crater"}
    command = [sys.executable, str(ROOT / "run_bot.py")]
    done = subprocess.run(
        command, cwd=tmp_path, env={**os.environ, **wrong}, capture_output=True, text=True, check=False
    )
    log_scanner.hand_in(done.stdout + done.stderr)
    assert done.returncode == 2
    assert all(name in done.stderr for name in wrong)
    assert "Traceback" not in done.stderr


def test_settings_that_do_not_fit_together_are_named_at_once(tmp_path: Path) -> None:
    result = desk(tmp_path, "run", CHEZHU_TELEGRAM_TOKEN="1:a", CHEZHU_SECRET_KEY="", CHEZHU_MODE="webhook")
    assert isinstance(result.exception, WrongSettings)
    for name in ("CHEZHU_SECRET_KEY", "CHEZHU_PUBLIC_URL", "CHEZHU_WEBHOOK_SECRET"):
        assert name in str(result.exception)


def test_a_wrong_value_hides_no_other_fault(tmp_path: Path) -> None:
    wrong = {"CHEZHU_PORT": "x", "CHEZHU_TELEGRAM_TOKEN": "1:a", "CHEZHU_SECRET_KEY": "", "CHEZHU_SMS": "http"}
    said = str(desk(tmp_path, "run", **wrong).exception)
    assert [line.partition(":")[0] for line in said.splitlines()] == [
        "CHEZHU_PORT",
        "CHEZHU_SECRET_KEY",
        "CHEZHU_SMS_URL",
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CHEZHU_TELEGRAM_API_URL", "api.telegram.org"),
        ("CHEZHU_PUBLIC_URL", "ftp://desk.example"),
        ("CHEZHU_WEBHOOK_SECRET", "with a blank"),
        ("CHEZHU_DATABASE_URL", "mysql://desk@db/chezhu"),
        ("CHEZHU_DATABASE_URL", "lots of rows"),
        ("CHEZHU_SECRET_KEY", "short"),
        ("CHEZHU_DATA_DIR", "/dev/null/desk"),
    ],
)
def test_a_value_that_cannot_be_is_named_before_anything_starts(tmp_path: Path, name: str, value: str) -> None:
    given = {"CHEZHU_SECRET_KEY": "", name: value}
    result = desk(tmp_path, "staff", "list", **given)
    assert isinstance(result.exception, WrongSettings)
    assert str(result.exception).startswith(f"{name}: ")


def test_a_payment_provider_set_up_by_half_is_named(tmp_path: Path) -> None:
    half = {"CHEZHU_WECHAT_PAY_APP_ID": "wx1", "CHEZHU_ALIPAY_APP_ID": "2", "CHEZHU_TELEGRAM_TOKEN": "1:a"}
    said = str(desk(tmp_path, "run", **half).exception)
    for name in ("WECHAT_PAY_MERCHANT_ID", "WECHAT_PAY_API_KEY", "ALIPAY_PUBLIC_KEY", "PUBLIC_URL"):
        assert f"CHEZHU_{name}: " in said


def test_a_database_that_does_not_answer_is_named(tmp_path: Path) -> None:
    url = "postgresql+psycopg://nobody@127.0.0.1:1/none"
    assert "The database does not answer" in mistake(desk(tmp_path, "staff", "list", CHEZHU_DATABASE_URL=url))


def test_an_import_says_what_it_did_and_an_export_gives_it_back(tmp_path: Path) -> None:
    file = write(tmp_path, "staff.csv", STAFF)
    assert said(desk(tmp_path, "import", "staff", str(file))) == "staff: 2 new, 0 changed, 0 unchanged\n"
    assert said(desk(tmp_path, "import", "staff", str(file))) == "staff: 0 new, 0 changed, 2 unchanged\n"
    assert "2 rows" in said(desk(tmp_path, "export", "staff", str(tmp_path / "again.csv")))
    assert said(desk(tmp_path, "import", "staff", str(tmp_path / "again.csv"))).endswith("2 unchanged\n")


def test_import_without_a_file_says_what_is_missing(tmp_path: Path) -> None:
    assert "KIND FILE.csv" in mistake(desk(tmp_path, "import"))
    assert "KIND FILE.csv" in mistake(desk(tmp_path, "export", "staff"))
    assert desk(tmp_path, "import", "horses", "a.csv").exit_code == 2


def test_staff_are_added_listed_and_ended(tmp_path: Path) -> None:
    assert "Nobody yet" in said(desk(tmp_path, "staff", "list"))
    assert said(desk(tmp_path, "staff", "add", "5", "韩梅", "admin;reviewer")) == "5: reviewer;admin (new)\n"
    assert "roles: has to be" in mistake(desk(tmp_path, "staff", "add", "6", "a", "boss"))
    assert "5 is the last admin" in mistake(desk(tmp_path, "staff", "end", "5"))
    assert "5 is the last admin" in mistake(desk(tmp_path, "staff", "add", "5", "韩梅", "reviewer"))
    assert said(desk(tmp_path, "staff", "add", "6", "李雷", "admin")) == "6: admin (new)\n"
    assert "service ended" in said(desk(tmp_path, "staff", "end", "5"))
    assert "6 is the last admin" in mistake(desk(tmp_path, "staff", "end", "6"))
    assert "ended 2" in said(desk(tmp_path, "staff", "list"))
    assert "Nobody" in mistake(desk(tmp_path, "staff", "end", "5"))
    assert "Nobody" in mistake(desk(tmp_path, "staff", "end", "five"))


def test_a_rule_is_set_from_a_day_on_and_keeps_its_history(tmp_path: Path) -> None:
    assert "  vehicles_per_user = 3  (count)" in said(desk(tmp_path, "rules", "list"))
    done = desk(tmp_path, "rules", "set", "vehicles_per_user", "5", "--why", "notice 7", "--from", "2020-02-01")
    assert "vehicles_per_user = 5 from 2020-02-01 00:00" in said(done)
    assert "* vehicles_per_user = 5  (count)" in said(desk(tmp_path, "rules", "list"))
    assert "notice 7" in said(desk(tmp_path, "rules", "list", "--history", "vehicles_per_user"))


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("vehicles_per_user", "many", "--why", "x"), "not a number; allowed: 0 to 20"),
        (("vehicles_per_user", "21", "--why", "x"), "too high"),
        (("exempt_calendar", "never", "--why", "x"), "not a choice"),
        (("owner_lapse_hours", "5", "--why", "x"), "owner_reminder_hours has to stay below owner_lapse_hours"),
        (("vehicles_per_user", "4", "--why", "x", "--from", "soon"), "is no day"),
        (("vehicles_per_user", "4", "--why", "x", "--until", "2020-01-01"), "has to be after"),
    ],
)
def test_a_value_that_no_rule_may_have_is_refused(tmp_path: Path, words: tuple[str, ...], complaint: str) -> None:
    assert complaint in mistake(desk(tmp_path, "rules", "set", *words))


def test_certificate_keys_are_rotated_withdrawn_and_published(tmp_path: Path) -> None:
    first = said(desk(tmp_path, "keys", "list")).split()[0]
    assert f"{first}  retired" in said(desk(tmp_path, "keys", "rotate"))
    said(desk(tmp_path, "keys", "withdraw", first))
    assert f"{first}  withdrawn" in said(desk(tmp_path, "keys", "list"))
    assert "there is no key" in mistake(desk(tmp_path, "keys", "withdraw", "ffffffff"))
    keys, status = str(tmp_path / "keys.json"), str(tmp_path / "status.json")
    said(desk(tmp_path, "keys", "publish", keys, "--status", status))
    assert '"d"' not in Path(keys).read_text()
    told = desk(tmp_path, "verify", "HC1:ABC", "--keys", keys, "--status", status)
    assert (told.exit_code, told.output) == (1, "not_ours (health_certificate)\n")


def test_what_the_desk_publishes_verifies_as_it_is(tmp_path: Path) -> None:
    keys, status, both = tmp_path / "keys.json", tmp_path / "status.json", tmp_path / "both.json"
    said(desk(tmp_path, "keys", "publish", str(keys), "--status", str(status)))
    published = {**json.loads(keys.read_text()), "status": json.loads(status.read_text())}
    both.write_text(json.dumps(published))
    for more in ((), ("--status", str(both)), ("--status", str(status))):
        told = desk(tmp_path, "verify", "CZ1:ABC", "--keys", str(both), *more)
        assert (told.exit_code, told.output) == (1, "altered (unreadable)\n")
    published["status"]["signature"] = "AAAA"
    both.write_text(json.dumps(published))
    assert "the list was altered" in mistake(desk(tmp_path, "verify", "CZ1:ABC", "--keys", str(both)))


@pytest.mark.parametrize("content", [b"{}", b"", b"[]", b"\xff\xd8\xff\xe0 a picture"])
def test_a_key_file_that_is_none_is_a_mistake(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "keys.json"
    file.write_bytes(content)
    assert "Cannot verify" in mistake(desk(tmp_path, "verify", "CZ1:ABC", "--keys", str(file)))


def test_a_secret_is_made_that_the_settings_take(tmp_path: Path) -> None:
    secret = said(desk(tmp_path, "keys", "secret")).strip()
    assert said(desk(tmp_path, "keys", "secret", CHEZHU_SECRET_KEY=secret))
