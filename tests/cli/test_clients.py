"""`clients` and `subscriptions`: what other systems may send and get, made, listed and ended by the operator."""

from contextlib import closing
from pathlib import Path

import pytest

from bot.services.staff import api_clients
from storage.database import Database
from tests.cli.test_commands import error, output, run


def test_a_key_is_shown_once_and_serves_until_it_is_revoked(tmp_path: Path) -> None:
    assert output(run(tmp_path, "clients", "list")) == ""
    added = output(run(tmp_path, "clients", "add", "insurer", "insurances", "taxes"))
    key = added.splitlines()[-1]
    assert key.startswith(api_clients.PREFIX)
    listed = output(run(tmp_path, "clients", "list"))
    assert listed == f"insurer  …{key[-4:]}  insurances taxes  never used\n"
    assert "insurer is a client already" in error(run(tmp_path, "clients", "add", "insurer", "people"))
    assert "counts no more" in output(run(tmp_path, "clients", "revoke", "insurer"))
    assert "There is no client insurer" in error(run(tmp_path, "clients", "revoke", "insurer"))
    assert output(run(tmp_path, "clients", "list")) == ""
    again = output(run(tmp_path, "clients", "add", "insurer", "insurances"))
    assert again.splitlines()[-1] != key


def test_wrong_names_and_kinds_are_refused(tmp_path: Path) -> None:
    assert "No such kind: cars" in error(run(tmp_path, "clients", "add", "a-b", "cars"))
    assert "2 to 31 of a-z" in error(run(tmp_path, "clients", "add", "A B", "people"))


def test_the_key_stands_nowhere_in_the_database(tmp_path: Path) -> None:
    key = output(run(tmp_path, "clients", "add", "insurer", "people")).splitlines()[-1]
    database = Database(f"sqlite:///{tmp_path / 'var' / 'chezhu.db'}")
    with closing(database):
        raw = b"".join(path.read_bytes() for path in (tmp_path / "var").iterdir() if path.is_file())
        with database.reading() as session:
            assert api_clients.find(session, key) is not None
    assert key.encode() not in raw


def test_a_subscription_is_made_replayed_and_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = "https://events.example/desk"
    assert "CHEZHU_EVENT_HOSTS" in error(run(tmp_path, "subscriptions", "add", "fines", url))
    monkeypatch.setenv("CHEZHU_EVENT_HOSTS", "events.example")
    assert "No such type: fine" in error(run(tmp_path, "subscriptions", "add", "fines", url, "fine"))
    secret = output(run(tmp_path, "subscriptions", "add", "fines", url, "decision.made")).splitlines()[-1]
    assert secret.startswith("whsec_")
    assert "is a subscription already" in error(run(tmp_path, "subscriptions", "add", "fines", url))
    assert output(run(tmp_path, "subscriptions", "list")) == f"fines  {url}  up to 0  0 wait  decision.made\n"
    assert "There is no event 7" in error(run(tmp_path, "subscriptions", "replay", "fines", "7"))
    assert "gets nothing more" in output(run(tmp_path, "subscriptions", "end", "fines"))
    assert "There is no subscription fines" in error(run(tmp_path, "subscriptions", "end", "fines"))
    raw = b"".join(path.read_bytes() for path in (tmp_path / "var").iterdir() if path.is_file())
    assert secret.encode() not in raw
