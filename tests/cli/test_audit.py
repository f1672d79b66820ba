"""`audit`: verification against heads kept outside, and signed exports."""

import json
import logging
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlmodel import Session
from typer.testing import CliRunner, Result

from bot.cli.main import app
from bot.runtime.operator_error import OperatorError
from bot.services.certificates import audit_heads as heads, signing_keys
from bot.settings import Settings
from storage import audit, audit_chain, audit_heads
from storage.audit import Action, AuditEntry
from storage.audit_chain import AuditChainLink
from storage.audit_keys import AuditKey
from storage.database import Database, table_of
from storage.identity.accounts import Account
from storage.store_identity import StoreIdentity
from tests.cli.conftest import NOW, SECRET_KEY

ENTRIES, KEYS = table_of(AuditEntry), table_of(AuditKey)
DAY = timedelta(days=1)
PERSON = UUID(int=7)


def run(settings: Settings, *words: object) -> Result:
    environment = {"CHEZHU_DATA_DIR": str(settings.data_dir), "CHEZHU_SECRET_KEY": SECRET_KEY}
    return CliRunner().invoke(app, ["audit", *map(str, words)], env=environment)


def fill(session: Session, now: datetime = NOW) -> None:
    """Three entries on two days, sealed, with the head of the second day given outside."""
    account = Account(bot_id=1, telegram_id=77, created_at=NOW)
    session.add(account)
    session.flush()
    audit.record(session, Action.REVIEW_TAKEN, by=PERSON, on=None, at=now - DAY)
    audit.record(session, Action.REVIEW_PASSED, by=None, on=PERSON, at=now)
    audit.record(session, Action.RULE_SET, by=account.id, on=None, at=now)
    audit_chain.extend_chain(session, now=now)
    heads.give_due(session, now)


@pytest.fixture
def filled(database: Database) -> Database:
    with database.transaction() as session:
        fill(session)
    return database


def saved(database: Database, path: Path) -> Path:
    """Save what /keys publishes."""
    with database.reading() as session:
        document = {**json.loads(signing_keys.public(session).to_json()), "audit": heads.published(session)}
    path.write_text(json.dumps(document))
    return path


def test_a_whole_audit_agrees_with_its_heads(settings: Settings, filled: Database, tmp_path: Path) -> None:
    kept = saved(filled, tmp_path / "keys.json")
    with filled.reading() as session:
        (head,) = audit_heads.every(session)
    result = run(settings, "verify", "--head", kept, "--head", f"{head.position}:{head.hash}")
    assert (result.exit_code, result.output) == (0, "The audit is whole: 3 links, none changed.\n")


def test_a_head_that_was_copied_in_part_is_no_sign_of_a_change(settings: Settings, filled: Database) -> None:
    with filled.reading() as session:
        (head,) = audit_heads.every(session)
    without_end = run(settings, "verify", "--head", f"{head.position}:{head.hash.removesuffix('=')}")
    assert (without_end.exit_code, without_end.output) == (0, "The audit is whole: 3 links, none changed.\n")
    for cut in (head.hash[:-2], f"{head.hash}x"):
        result = run(settings, "verify", "--head", f"{head.position}:{cut}")
        assert isinstance(result.exception, OperatorError)
        assert "incomplete or mistyped" in str(result.exception)


def test_a_chain_that_was_exchanged_as_a_whole_disagrees_with_a_head_kept_outside(
    settings: Settings, filled: Database, tmp_path: Path
) -> None:
    kept = saved(filled, tmp_path / "keys.json")
    with filled.transaction() as session:
        for table in (audit_heads.AuditHead, AuditKey, AuditChainLink):
            session.execute(table_of(table).delete())
        session.execute(table_of(audit.AuditEntry).delete().where(table_of(audit.AuditEntry).c.id == 2))
        audit_chain.extend_chain(session, now=NOW)
    assert run(settings, "verify").exit_code == 0
    result = run(settings, "verify", "--head", kept)
    assert result.exit_code == 1
    assert "link 3 is not the one that was given outside" in result.output


def test_a_change_is_named(settings: Settings, filled: Database) -> None:
    with filled.transaction() as session:
        session.execute(table_of(audit.AuditEntry).update().where(table_of(audit.AuditEntry).c.id == 2).values(by=None))
        session.execute(table_of(audit.AuditEntry).delete().where(table_of(audit.AuditEntry).c.id == 3))
    result = run(settings, "verify")
    assert (result.exit_code, "the entry of link 3 was removed" in result.output) == (1, True)
    assert "compare it with your backups" in result.output


def test_entries_without_a_seal_are_counted(settings: Settings, filled: Database) -> None:
    with filled.transaction() as session:
        audit.record(session, Action.RULE_SET, by=None, on=None, at=NOW)
    assert "none changed. Entries without a seal yet: 1;" in run(settings, "verify").output
    with filled.transaction() as session:
        for table in (audit_heads.AuditHead, AuditKey, AuditChainLink, StoreIdentity):
            session.execute(table_of(table).delete())
    assert "Entries without a seal: 4, and none has one." in run(settings, "verify").output


def test_a_kind_that_no_entry_can_have_is_refused_with_those_there_are(settings: Settings, tmp_path: Path) -> None:
    result = run(settings, "export", tmp_path / "entries.csv", "--kind", "reviews")
    assert isinstance(result.exception, OperatorError)
    assert "review, " in str(result.exception)
    assert not (tmp_path / "entries.csv").exists()


@pytest.mark.parametrize("head", ["nothing", "3:", "x:y"])
def test_what_is_no_head_is_refused(settings: Settings, filled: Database, head: str) -> None:
    result = run(settings, "verify", "--head", head)
    assert isinstance(result.exception, OperatorError)


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ((), ["1", "2", "3"]),
        (("--since", "2026-11-24"), ["1"]),
        (("--since", "2026-11-24", "--until", "2026-11-25"), ["1", "2", "3"]),
        (("--since", "2026-11-25"), ["2", "3"]),
        (("--kind", "review"), ["1", "2"]),
        (("--person", PERSON), ["1", "2"]),
        (("--person", "77"), ["3"]),
        (("--person", "78"), []),
        (("--person", PERSON, "--since", "2026-11-25", "--kind", "review"), ["2"]),
    ],
)
def test_an_export_is_selected_and_signed(
    settings: Settings, filled: Database, tmp_path: Path, words: tuple[object, ...], numbers: list[str]
) -> None:
    file, keys = tmp_path / "audit.csv", saved(filled, tmp_path / "keys.json")
    assert run(settings, "export", file, *words).exit_code == 0
    rows = [line.split(",") for line in file.read_text().splitlines()]
    assert [row[0] for row in rows[1:]] == numbers
    assert (file.stat().st_mode | file.with_name("audit.csv.sig").stat().st_mode) & 0o077 == 0
    result = run(settings, "check", file, "--keys", keys)
    assert f"{len(numbers)} entries" in result.output
    with filled.reading() as session:
        assert audit.count(session, Action.AUDIT_READ, since=NOW) == 1


def test_a_changed_export_is_refused(settings: Settings, filled: Database, tmp_path: Path) -> None:
    file, keys = tmp_path / "audit.csv", saved(filled, tmp_path / "keys.json")
    run(settings, "export", file)
    file.write_text(file.read_text().replace("review:passed", "review:taken"))
    assert "not the file that was signed" in str(run(settings, "check", file, "--keys", keys).exception)
    document = json.loads(keys.read_text())["audit"]
    file.with_name("audit.csv.sig").write_text(json.dumps(document))  # The signature of something else.
    assert "not a signed document" in str(run(settings, "check", file, "--keys", keys).exception)


def test_somebody_who_is_nobody_is_refused(settings: Settings, filled: Database, tmp_path: Path) -> None:
    result = run(settings, "export", tmp_path / "audit.csv", "--person", "nobody")
    assert "neither a Telegram ID" in str(result.exception)


def test_a_head_is_given_once_a_day_and_only_if_the_audit_has_grown(database: Database) -> None:
    with database.transaction() as session:
        audit.record(session, Action.RULE_SET, by=None, on=None, at=NOW)
        audit_chain.extend_chain(session, now=NOW)
        for hours, given in ((0, 0), (13, 0), (14, 1), (30, 1), (40, 1)):  # The day begins at 16:00 UTC.
            heads.give_due(session, NOW + timedelta(hours=hours))
            assert len(audit_heads.every(session)) == given
        audit.record(session, Action.RULE_SET, by=None, on=None, at=NOW + 2 * DAY)
        audit_chain.extend_chain(session, now=NOW + 2 * DAY)
        heads.give_due(session, NOW + 2 * DAY)
        assert [each.position for each in audit_heads.every(session)] == [1, 2]


def heads_in_the_log(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.__dict__["head"] for record in caplog.records if record.message == "audit head"]


def test_the_log_has_the_head_at_the_start_and_every_hour_in_which_the_audit_grows(
    filled: Database, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    log = heads.HeadLog()
    with filled.transaction() as session:
        for minutes in (0, 59, 61, 180, -600):
            log(session, NOW + timedelta(minutes=minutes))
            audit.record(session, Action.RULE_SET, by=None, on=None, at=NOW)
            audit_chain.extend_chain(session, now=NOW)
    assert [head.partition(":")[0] for head in heads_in_the_log(caplog)] == ["3", "5", "6", "7"]


def test_a_head_of_the_log_finds_a_tail_that_is_cut_with_an_older_key_row(
    settings: Settings, filled: Database, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    with filled.transaction() as session:
        before = dict(session.execute(select(KEYS)).one()._mapping)  # As any backup has it.
        last = session.execute(select(func.max(ENTRIES.c.id))).scalar_one()
        audit.record(session, Action.RULE_SET, by=None, on=None, at=NOW)
        audit_chain.extend_chain(session, now=NOW)
        heads.HeadLog()(session, NOW)
    with filled.transaction() as session:
        session.execute(table_of(AuditChainLink).delete().where(table_of(AuditChainLink).c.entry_id > last))
        session.execute(ENTRIES.delete().where(ENTRIES.c.id > last))
        session.execute(KEYS.update().values(before))
    assert run(settings, "verify").exit_code == 0
    assert run(settings, "verify", "--head", heads_in_the_log(caplog)[0]).exit_code == 1
