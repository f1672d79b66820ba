"""After a restore, what has ended or begun since the backup is named with ids and with what to do again."""

import shutil
import sqlite3
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from bot.cli import restore_comparison
from bot.cli.restore_comparison import NO_DIFFERENCE, SHOWN, TITLE, UNREADABLE
from bot.cli.restore_kinds import EVERY_KIND
from bot.runtime.database import open_database
from bot.services.certificates import signing_keys
from bot.settings import Settings
from storage.identity.accounts import FIRST_PSEUDONYM
from tests.cli.conftest import NOW

THEN = NOW.replace(tzinfo=None).isoformat(" ")
ENDED = {"ended_at": THEN}
Values = dict[str, Any] | None

# What the line begins with, the ids in it, the table, the row in the backup, what it is since then (None: gone).
CHANGES: list[tuple[str, str, str, Values, Values]] = [
    ("roles that staff had", "7 reviewer", "staff", {"telegram_id": 7, "roles": "reviewer"}, ENDED),
    ("roles given", "8 admin", "staff", None, {"telegram_id": 8, "roles": "admin"}),
    ("second factors that were reset", "a1", "second_factors", {"account_id": "a1", "confirmed_at": THEN}, None),
    ("second factors that were enrolled", "a2", "second_factors", None, {"account_id": "a2", "confirmed_at": THEN}),
    (
        "clients of the machine API that were revoked",
        "city k1",
        "api_clients",
        {"name": "city", "key_end": "k1"},
        {"revoked_at": THEN},
    ),
    (
        "clients of the machine API that were made",
        "city k2",
        "api_clients",
        None,
        {"name": "city", "key_end": "k2"},
    ),
    ("subscriptions to events that ended", "one", "event_subscriptions", {"name": "one"}, ENDED),
    ("subscriptions to events that were made", "two", "event_subscriptions", None, {"name": "two"}),
    ("staff groups that the desk", "reviewers g1", "group_chats", {"purpose": "reviewers", "id": "g1"}, ENDED),
    ("staff groups that were chosen", "reviewers g2", "group_chats", None, {"purpose": "reviewers", "id": "g2"}),
    ("rules that were set", f"fee 5 {THEN}", "rules", None, {"name": "fee", "value": "5", "valid_from": THEN}),
    ("sessions on web pages", "w1", "web_sessions", {"id": "w1"}, ENDED),
    ("sessions of the Mini App", "w2", "app_sessions", {"id": "w2"}, ENDED),
    (
        "accounts whose owners had their data deleted",
        "a3",
        "accounts",
        {"id": "a3", "telegram_id": 9},
        {"telegram_id": FIRST_PSEUDONYM + 9},
    ),
    ("accounts that were signed out", "a4", "accounts", {"id": "a4", "person_id": "p"}, {"locked_at": THEN}),
    ("people whose verification", "p1", "people", {"id": "p1", "verified_at": THEN}, {"verified_at": None}),
    ("identity cases", "11", "identity_cases", {"number": 11, "status": "taken"}, {"status": "approved"}),
    ("consents", "p2 face", "agreements", {"person_id": "p2", "kind": "face"}, {"revoked_at": THEN}),
    ("people put on the blacklist", "p3", "blacklist", None, {"person_id": "p3", "status": "confirmed"}),
    (
        "people taken off the blacklist",
        "p4",
        "blacklist",
        {"person_id": "p4", "status": "confirmed"},
        {"status": "lifted"},
    ),
    (
        "members who left",
        "o1 p5 user",
        "members",
        {"organisation_id": "o1", "person_id": "p5", "role": "user"},
        ENDED,
    ),
    (
        "members who joined",
        "o1 p6 user",
        "members",
        None,
        {"organisation_id": "o1", "person_id": "p6", "role": "user"},
    ),
    (
        "applications and filings that ended",
        "12",
        "filings",
        {"number": 12, "status": "active"},
        {"status": "ended", "end_reason": "by_owner"},
    ),
    ("applications that were made", "14 in_review", "filings", None, {"number": 14, "status": "in_review"}),
    ("blocks by owners since", "v1 p7", "blocks", None, {"vehicle_id": "v1", "person_id": "p7"}),
    ("blocks by owners that were lifted", "v1 p8", "blocks", {"vehicle_id": "v1", "person_id": "p8"}, ENDED),
    ("vehicle codes", "c1", "vehicle_codes", {"id": "c1", "status": "open"}, {"status": "cancelled"}),
    (
        "certificates that were revoked",
        "45001",
        "certificates",
        {"number": "45001", "status": "active"},
        {"status": "revoked"},
    ),
    ("certificates that were issued", "45002", "certificates", None, {"number": "45002", "status": "active"}),
    ("share codes", "s1", "certificate_shares", {"id": "s1"}, {"revoked_at": THEN}),
    ("paper copies", "15 posted", "paper_copies", {"number": 15, "status": "printed"}, {"status": "posted"}),
    ("imports", "16 people", "imports", None, {"id": 16, "kind": "people"}),
    ("orders that were paid", "CZ1", "payment_orders", {"number": "CZ1", "state": "ordered"}, {"state": "paid"}),
    ("orders that were made", "CZ2", "payment_orders", None, {"number": "CZ2", "state": "ordered"}),
    ("refunds", "17 sent", "refunds", {"number": 17, "state": "proposed"}, {"state": "sent"}),
    ("days that were closed", "wechat 2026-11-25", "daily_closings", None, {"provider": "wechat", "day": "2026-11-25"}),
    (
        "decisions that were revoked",
        "4501",
        "decisions",
        {"number": "4501", "state": "unpaid"},
        {"state": "revoked"},
    ),
    ("decisions that were made", "4502", "decisions", None, {"number": "4502", "state": "unpaid"}),
    ("objections", "18", "objections", {"number": 18, "state": "open"}, {"state": "upheld"}),
    ("kinds of acts", "rule:set 1", "audit", None, {"action": "rule:set"}),
]
# It comes to its end by itself after a restore, too.
NO_CHANGE = ("filings", {"number": 19, "status": "active"}, {"status": "ended", "end_reason": "term_over"})

# Columns that say that something is over; and the tables whose rows end by themselves, or with a row that is compared.
ENDS = {"ended_at", "revoked_at", "closed_at", "withdrawn_at", "dissolved_at", "voided_at", "locked_at"}
END_WITH_OTHERS = {
    "codes": "codes of text messages end within minutes",
    "sign_in_codes": "they end within minutes",
    "invitations": "they end within days; who has joined is compared",
    "viewings": "pictures on a reviewer's screen",
    "work_items": "they end with the work",
    "organisations": "dissolved by an import, which is compared",
    "payment_lines": "of refunds, which are compared",
}

numbers = count(1000)


def insert(store: sqlite3.Connection, table: str, values: dict[str, Any]) -> int:
    """Insert a row with these values, and with any in the other columns that need one. Returns its rowid."""
    given = dict(values)
    for _, name, kind, is_needed, default, _ in store.execute(f"PRAGMA table_info({table})"):
        if is_needed and default is None and name not in given:
            given[name] = THEN if kind == "DATETIME" else next(numbers)
    columns = ", ".join(f'"{name}"' for name in given)
    marks = ", ".join("?" for _ in given)
    row = store.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks})", list(given.values())).lastrowid
    assert row is not None
    return row


def change(store: sqlite3.Connection, table: str, row: int | None, after: Values) -> None:
    """Let a row be what it is since the backup: changed, gone, or new."""
    if row is None:
        insert(store, table, after or {})
    elif after is None:
        store.execute(f"DELETE FROM {table} WHERE rowid = ?", (row,))
    else:
        values = ", ".join(f'"{name}" = ?' for name in after)
        store.execute(f"UPDATE {table} SET {values} WHERE rowid = ?", (*after.values(), row))


@pytest.fixture
def stores(empty_database: Path, tmp_path: Path) -> tuple[Path, Path]:
    """The former store and the restored backup: every change has happened since."""
    former, backup = tmp_path / "former.db", tmp_path / "backup.db"
    shutil.copy(empty_database, backup)
    changes = [*((table, before, after) for _, _, table, before, after in CHANGES), NO_CHANGE]
    with closing(opened(backup)) as store, store:
        rows = [insert(store, table, before) if before else None for table, before, _ in changes]
    shutil.copy(backup, former)
    with closing(opened(former)) as store, store:
        for row, (table, _, after) in zip(rows, changes, strict=True):
            change(store, table, row, after)
    return former, backup


def opened(path: Path) -> sqlite3.Connection:
    """Open a store for rows that stand for whole ones."""
    store = sqlite3.connect(path)
    store.execute("PRAGMA ignore_check_constraints = ON")
    return store


def test_every_kind_of_difference_is_named_with_its_ids(stores: tuple[Path, Path]) -> None:
    title, *lines = restore_comparison.compare(*stores)
    assert title == TITLE
    assert lines.pop() == f"All ids are in {stores[0]}.differences.txt"
    for words, ids, *_ in CHANGES:
        (line,) = [each for each in lines if each.startswith(f"- {words}")]
        assert f": 1 ({ids}). Do: " in line
    assert len(lines) == len(CHANGES) == len(EVERY_KIND) + 1
    kept = Path(f"{stores[0]}.differences.txt")
    assert kept.read_text().splitlines() == [TITLE, *lines]
    assert kept.stat().st_mode & 0o777 == 0o600


def test_the_same_store_has_no_difference(stores: tuple[Path, Path]) -> None:
    for each in stores:
        assert restore_comparison.compare(each, each) == [NO_DIFFERENCE]


def test_many_ids_are_in_the_file_alone(stores: tuple[Path, Path]) -> None:
    with closing(opened(stores[0])) as store, store:
        for number in range(50_000, 50_000 + SHOWN):
            insert(store, "decisions", {"number": str(number), "state": "unpaid"})
    (line,) = [each for each in restore_comparison.compare(*stores) if "decisions that were made" in each]
    assert f"{SHOWN + 1} (4502, 50000" in line
    assert "50008, and 1 more). Do: " in line
    assert "50009)" in Path(f"{stores[0]}.differences.txt").read_text()


def test_what_cannot_be_read_is_said(stores: tuple[Path, Path]) -> None:
    with closing(opened(stores[0])) as store, store:
        store.execute("DROP TABLE refunds")
    lines = restore_comparison.compare(*stores)
    assert "- refunds that were approved or paid: cannot be compared; see for yourself" in lines
    assert any("orders that were paid" in line for line in lines)
    stores[0].write_bytes(b"no database" * 1000)
    assert restore_comparison.compare(*stores) == [UNREADABLE]


def test_every_table_whose_rows_end_is_compared(empty_database: Path) -> None:
    compared = {table for _, _, table, *_ in CHANGES}
    with closing(sqlite3.connect(empty_database)) as store:
        tables = [row[0] for row in store.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        ending = {each for each in tables if ENDS & {row[1] for row in store.execute(f"PRAGMA table_info({each})")}}
    assert ending - compared == set(END_WITH_OTHERS)


def test_keys_that_were_withdrawn_and_made_are_named(settings: Settings, empty_database: Path, tmp_path: Path) -> None:
    settings.data_dir.mkdir()
    store, backup = settings.data_dir / "chezhu.db", tmp_path / "backup.db"
    shutil.copy(empty_database, store)
    with open_database(settings) as database, database.transaction() as session:
        (first,) = signing_keys.private(session, now=NOW).keys
    shutil.copy(store, backup)
    with open_database(settings) as database, database.transaction() as session:
        _, second = sorted(
            signing_keys.withdraw(session, first.kid, now=NOW).keys, key=lambda key: key.kid != first.kid
        )
    lines = "\n".join(restore_comparison.compare(store, backup))
    assert f"certificate keys that were withdrawn since the backup count again: 1 ({first.kid})" in lines
    assert f"certificate keys that were made since the backup are lost: 1 ({second.kid})" in lines
