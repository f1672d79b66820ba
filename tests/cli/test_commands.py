"""The command line: help for every command, and error messages for operators."""

import json
import os
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli.main import app
from bot.runtime.operator_error import OperatorError
from bot.settings import InvalidSettings
from storage.database.encryption import make_secret
from tests import databases, forked_process, log_scanner
from tests.cli.conftest import SECRET_KEY
from tests.cli.files import STAFF, write
from tests.conventions.source_tree import ROOT

SECONDS = 60
COMMANDS = ("run", "import", "export", "staff", "rules", "keys", "verify", "backup", "restore", "doctor")


def run(folder: Path, *words: str, **settings: str) -> Result:
    """Run a command with a desk in this folder, whose store is there already."""
    if not (folder / "var").exists():
        databases.put_migrated_sqlite(folder / "var" / "chezhu.db")
    given = {"CHEZHU_DATA_DIR": str(folder / "var"), "CHEZHU_SECRET_KEY": SECRET_KEY, **settings}
    return CliRunner().invoke(app, list(words), env=given)


def output(result: Result) -> str:
    assert result.exit_code == 0, f"{result.output}{result.exception!r}"
    return result.output


def error(result: Result) -> str:
    assert isinstance(result.exception, OperatorError), f"{result.output}{result.exception!r}"
    return str(result.exception)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(tmp_path: Path, command: str) -> None:
    assert "Usage:" in output(run(tmp_path, command, "--help"))


def test_all_wrong_settings_are_reported_at_once_without_a_traceback(tmp_path: Path) -> None:
    wrong = {"CHEZHU_PORT": "70000", "CHEZHU_MODE": "carrier_pigeon", "CHEZHU_TIMEZONE": "Moon/Crater"}
    environment = {**os.environ, **wrong}
    command = [str(ROOT / "run_bot.py")]
    done = forked_process.start_and_read(command, environment=environment, folder=tmp_path, logs=tmp_path)
    said, warned = done.communicate(SECONDS)
    log_scanner.hand_in(said + warned)
    assert done.returncode == 78
    assert all(name in warned for name in wrong)
    assert "Traceback" not in warned


def test_inconsistent_settings_are_all_reported_at_once(tmp_path: Path) -> None:
    result = run(tmp_path, "run", CHEZHU_TELEGRAM_TOKEN="1:a", CHEZHU_SECRET_KEY="", CHEZHU_MODE="webhook")
    assert isinstance(result.exception, InvalidSettings)
    for name in ("CHEZHU_SECRET_KEY", "CHEZHU_PUBLIC_URL", "CHEZHU_WEBHOOK_SECRET"):
        assert name in str(result.exception)


def test_a_wrong_value_does_not_hide_other_faults(tmp_path: Path) -> None:
    wrong = {"CHEZHU_PORT": "x", "CHEZHU_TELEGRAM_TOKEN": "1:a", "CHEZHU_SECRET_KEY": "", "CHEZHU_SMS": "http"}
    message = str(run(tmp_path, "run", **wrong).exception)
    assert [line.partition(":")[0] for line in message.splitlines()] == [
        "CHEZHU_PORT",
        "CHEZHU_SECRET_KEY",
        "CHEZHU_SMS_URL",
    ]


@pytest.mark.parametrize("command", ["run", "doctor"])
def test_a_name_that_no_setting_has_is_an_error_with_the_closest_one(tmp_path: Path, command: str) -> None:
    typed = {"CHEZHU_WECHAT_PAY_PUBKEY_ID": "", "chezhu_wholly_other": "1", "CHEZHU_PORT": "x"}
    message = str(run(tmp_path, command, **typed).exception)
    names = [line.partition(":")[0] for line in message.splitlines()]
    assert names == ["CHEZHU_WECHAT_PAY_PUBKEY_ID", "CHEZHU_WHOLLY_OTHER", "CHEZHU_PORT"]
    assert "did you mean CHEZHU_WECHAT_PAY_PUBLIC_KEY_ID?" in message
    assert "CHEZHU_WHOLLY_OTHER: no such setting; README lists them all" in message


def test_a_name_in_the_env_file_is_checked_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("CHEZHU_PORTS=8080\nPORTS=1\n")
    monkeypatch.chdir(tmp_path)
    assert str(run(tmp_path, "run").exception) == "CHEZHU_PORTS: no such setting; did you mean CHEZHU_PORT?"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CHEZHU_TELEGRAM_TOKEN", "the bot's token"),
        ("CHEZHU_TELEGRAM_API_URL", "api.telegram.org"),
        ("CHEZHU_PUBLIC_URL", "ftp://desk.example"),
        ("CHEZHU_WEBHOOK_SECRET", "with a blank"),
        ("CHEZHU_DATABASE_URL", "mysql://desk@db/chezhu"),
        ("CHEZHU_DATABASE_URL", "lots of rows"),
        ("CHEZHU_SECRET_KEY", "short"),
        ("CHEZHU_WECHAT_PAY_PUBLIC_KEY_ID", "5157F09EFDC096DE15EBE81A47057A7232F1B8E1"),
        ("CHEZHU_DATA_DIR", "/dev/null/desk"),
    ],
)
def test_an_invalid_value_is_reported_before_anything_starts(tmp_path: Path, name: str, value: str) -> None:
    given = {"CHEZHU_SECRET_KEY": "", name: value}
    result = run(tmp_path, "staff", "list", **given)
    assert isinstance(result.exception, InvalidSettings)
    assert str(result.exception).startswith(f"{name}: ")


def test_the_missing_settings_of_a_payment_provider_are_reported(tmp_path: Path) -> None:
    half = {"CHEZHU_WECHAT_PAY_APP_ID": "wx1", "CHEZHU_ALIPAY_APP_ID": "2", "CHEZHU_TELEGRAM_TOKEN": "1:a"}
    message = str(run(tmp_path, "run", **half).exception)
    for name in ("WECHAT_PAY_MERCHANT_ID", "WECHAT_PAY_API_KEY", "ALIPAY_PUBLIC_KEY", "PUBLIC_URL"):
        assert f"CHEZHU_{name}: " in message


@pytest.mark.parametrize("given", ["PUBLIC_KEY", "PUBLIC_KEY_ID"])
def test_the_public_key_of_wechat_pay_and_its_id_belong_together(tmp_path: Path, given: str) -> None:
    message = str(run(tmp_path, "run", **{f"CHEZHU_WECHAT_PAY_{given}": "PUB_KEY_ID_1"}).exception)
    (other,) = {"PUBLIC_KEY", "PUBLIC_KEY_ID"} - {given}
    assert f"CHEZHU_WECHAT_PAY_{other}: needed beside CHEZHU_WECHAT_PAY_{given}" in message


def test_a_database_that_does_not_respond_is_reported(tmp_path: Path) -> None:
    url = "postgresql+psycopg://nobody@127.0.0.1:1/none"
    assert "The database does not respond" in error(run(tmp_path, "staff", "list", CHEZHU_DATABASE_URL=url))


def test_an_import_reports_counts_and_an_export_can_be_imported_again(tmp_path: Path) -> None:
    file = write(tmp_path, "staff.csv", STAFF)
    assert output(run(tmp_path, "import", "staff", str(file))).endswith("staff: 2 new, 0 changed, 0 unchanged\n")
    assert output(run(tmp_path, "import", "staff", str(file))).endswith("staff: 0 new, 0 changed, 2 unchanged\n")
    assert "2 rows" in output(run(tmp_path, "export", "staff", str(tmp_path / "again.csv")))
    assert output(run(tmp_path, "import", "staff", str(tmp_path / "again.csv"))).endswith("2 unchanged\n")


def test_an_import_without_a_file_reports_what_is_missing(tmp_path: Path) -> None:
    assert "KIND FILE.csv" in error(run(tmp_path, "import"))
    assert "KIND FILE.csv" in error(run(tmp_path, "export", "staff"))
    assert run(tmp_path, "import", "horses", "a.csv").exit_code == 2


def test_staff_are_added_listed_and_removed(tmp_path: Path) -> None:
    assert "No staff yet" in output(run(tmp_path, "staff", "list"))
    added = output(run(tmp_path, "staff", "add", "5", "韩梅", "admin;reviewer"))
    assert added.startswith("5: reviewer;admin (new)\n")
    assert "run_bot.py staff verify 5" in added
    assert "roles: has to be" in error(run(tmp_path, "staff", "add", "6", "a", "boss"))
    assert "5 is the last admin" in error(run(tmp_path, "staff", "end", "5"))
    assert "5 is the last admin" in error(run(tmp_path, "staff", "add", "5", "韩梅", "reviewer"))
    assert output(run(tmp_path, "staff", "add", "6", "李雷", "admin")).startswith("6: admin (new)\n")
    assert "service ended" in output(run(tmp_path, "staff", "end", "5"))
    assert "6 is the last admin" in error(run(tmp_path, "staff", "end", "6"))
    assert "ended 2" in output(run(tmp_path, "staff", "list"))
    assert "No staff member" in error(run(tmp_path, "staff", "end", "5"))
    assert "No staff member" in error(run(tmp_path, "staff", "end", "five"))


def test_certificate_keys_are_rotated_withdrawn_and_published(tmp_path: Path) -> None:
    first = output(run(tmp_path, "keys", "list")).split()[0]
    assert f"{first}  retired" in output(run(tmp_path, "keys", "rotate"))
    output(run(tmp_path, "keys", "withdraw", first))
    assert f"{first}  withdrawn" in output(run(tmp_path, "keys", "list"))
    assert "ffffffff. `run_bot.py keys list` names" in error(run(tmp_path, "keys", "withdraw", "ffffffff"))
    keys, status = str(tmp_path / "keys.json"), str(tmp_path / "status.json")
    assert "name two files" in error(run(tmp_path, "keys", "publish", keys, "--status", f"{tmp_path}/./keys.json"))
    output(run(tmp_path, "keys", "publish", keys, "--status", status))
    assert '"d"' not in Path(keys).read_text()
    result = run(tmp_path, "verify", "HC1:ABC", "--keys", keys, "--status", status)
    assert (result.exit_code, result.output) == (1, "not_ours (health_certificate)\n")


def test_verify_accepts_the_published_document(tmp_path: Path) -> None:
    keys, status, both = tmp_path / "keys.json", tmp_path / "status.json", tmp_path / "both.json"
    output(run(tmp_path, "keys", "publish", str(keys), "--status", str(status)))
    published = {**json.loads(keys.read_text()), "status": json.loads(status.read_text())}
    both.write_text(json.dumps(published))
    for more in ((), ("--status", str(both)), ("--status", str(status))):
        result = run(tmp_path, "verify", "CZ1:ABC", "--keys", str(both), *more)
        assert (result.exit_code, result.output) == (1, "unreadable (unreadable)\n")
    published["status"]["signature"] = "AAAA"
    both.write_text(json.dumps(published))
    assert "the document was altered" in error(run(tmp_path, "verify", "CZ1:ABC", "--keys", str(both)))


def test_authorities_are_set_from_a_file_and_listed(tmp_path: Path) -> None:
    file = tmp_path / "authorities.csv"
    file.write_text("code,name,seal\n4501,南宁支队,南宁章\n", encoding="utf-8")
    assert output(run(tmp_path, "authorities", "set", str(file))) == "1 authorities set\n"
    assert output(run(tmp_path, "authorities", "list")) == "4501  南宁支队  南宁章  -  -\n"
    file.write_text("code,name\n45x,a\n")
    assert "line 2: the code has 2 to 6 digits" in error(run(tmp_path, "authorities", "set", str(file)))
    assert "authorities.csv" in error(run(tmp_path, "authorities", "set", str(tmp_path / "no" / "authorities.csv")))


@pytest.mark.parametrize("content", [b"{}", b"", b"[]", b"\xff\xd8\xff\xe0 a picture"])
def test_an_invalid_key_file_is_reported(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "keys.json"
    file.write_bytes(content)
    assert "Cannot verify" in error(run(tmp_path, "verify", "CZ1:ABC", "--keys", str(file)))


def test_a_new_secret_key_is_accepted_by_the_settings(tmp_path: Path) -> None:
    secret = output(run(tmp_path, "keys", "secret")).strip()
    assert output(run(tmp_path, "keys", "secret", CHEZHU_SECRET_KEY=secret))


def test_a_store_opens_without_its_first_secret_after_it_was_retired(tmp_path: Path) -> None:
    file, new = write(tmp_path, "staff.csv", STAFF), make_secret()
    assert "2 new" in output(run(tmp_path, "import", "staff", str(file)))
    assert "store belongs" not in error(run(tmp_path, "staff", "list", CHEZHU_SECRET_KEY=new))
    said = output(run(tmp_path, "keys", "reseal", CHEZHU_SECRET_KEY=f"{new},{SECRET_KEY}"))
    assert "restart every process" in said
    assert output(run(tmp_path, "keys", "reseal", CHEZHU_SECRET_KEY=new)).startswith("0 values re-encrypted")
    assert output(run(tmp_path, "import", "staff", str(file), CHEZHU_SECRET_KEY=new)).endswith("2 unchanged\n")
    assert "does not open this store" in error(run(tmp_path, "staff", "list"))
