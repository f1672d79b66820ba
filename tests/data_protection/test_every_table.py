"""Every table with personal data: encrypted in the database, exported to the person alone, deleted with the account."""

import inspect
import json
import re
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import LargeBinary, func, select
from sqlmodel import Session, SQLModel

from bot.cli import backup
from bot.engine.housekeeping import Housekeeping
from bot.services.organisations import web_sessions
from bot.services.privacy import data_requests
from bot.texts import texts
from storage import files, reencryption, schema
from storage.database import Database, table_of
from storage.database.encryption import NONCE_SIZE, current_keyring
from storage.engine import inbox, inbox_queue, outbox_queue
from storage.engine.outbox import DeliveryState
from storage.files import StoredFile
from storage.identity import accounts
from storage.register.people import Person
from tests import databases
from tests.cli.conftest import settings_of
from tests.data_protection import raw_file_reader
from tests.data_protection.personal_data_by_table import add_data_subject
from tests.data_protection.personal_tables import NOW, TABLE_CASES, DataSubject, DeletionEffect
from tests.data_protection.rows.review import PICTURE

CODE = re.compile("[a-z]{2,}([_:-][a-z]+)*")


@pytest.fixture
def store(database_url: str) -> Iterator[Database]:
    """Yield a database in which two people have a row in every table."""
    databases.use_test_secret()
    databases.fill(database_url)
    store = Database(database_url)
    with store.transaction() as session:
        add_data_subject(session, 71, "小明")
        add_data_subject(session, 72, "小芳")
    yield store
    store.close()


def load_data_subject(session: Session, about: str, order: int) -> DataSubject:
    """Return this person as stored now."""
    account = accounts.by_telegram(session, 1, order)
    assert account is not None
    assert account.person_id is not None
    person = session.get_one(Person, account.person_id)
    return DataSubject(session, person, account, about)


def raw(store: Database, tmp_path: Path) -> bytes:
    """Return everything in a stolen database: every value of every column, and on SQLite every byte of its files."""
    with store.reading() as session:
        rows = [row for table in schema.metadata.sorted_tables for row in session.connection().execute(select(table))]
    values = b"\n".join(bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for row in rows for v in row)
    return values + raw_file_reader.bytes_of(tmp_path)


def decrypted(store: Database) -> dict[str, str]:
    """Return everything that the keyring decrypts, by table."""
    found: dict[str, list[bytes]] = {}
    with store.reading() as session:
        for table, column, location in reencryption.encrypted_columns():
            for row in session.connection().execute(select(*table.c, column.label("encrypted")).where(column != b"")):
                found.setdefault(table.name, []).append(current_keyring().decrypt(bytes(row.encrypted), location(row)))
        for file in session.connection().execute(select(table_of(StoredFile).c.id)).scalars():
            kept = files.read(session, file)
            assert kept is not None
            found["files"].append(kept.content)
    return {name: b"\n".join(texts).decode(errors="replace") for name, texts in found.items()}


def secrets(order: int, about: str) -> list[str]:
    """Return the texts that must not be in any file in clear text."""
    texts = [f"机密{about}{table}" for table in TABLE_CASES]
    return [*texts, f"诸葛{about}", f"+8613512340{order}", f"13512340{order}", "JFIF"]


def test_every_table_with_personal_data_has_a_case() -> None:
    keyed = {
        mapper.class_.__tablename__
        for mapper in SQLModel._sa_registry.mappers
        if ".blind_index(" in inspect.getsource(sys.modules[mapper.class_.__module__])
    }
    encrypted = {
        table.name for table in schema.metadata.sorted_tables if any(isinstance(c.type, LargeBinary) for c in table.c)
    }
    # Public data in the module of the keyring; a constant text; random keys.
    exceptions = {"status_lists", "store_identity", "audit_keys", "lookup_keys", "event_subscriptions"}
    missing = sorted((keyed | encrypted) - exceptions - set(TABLE_CASES))
    assert not missing, (
        f"no row with personal data for {', '.join(missing)}: write a function that inserts one, with"
        ' @personal_row("…", DeletionEffect.…), into a module of tests/data_protection/rows'
    )
    assert sorted(set(TABLE_CASES) - keyed - encrypted) == []


def test_the_raw_database_contains_no_personal_data_and_the_keyring_decrypts_it(
    store: Database, tmp_path: Path
) -> None:
    content, read = raw(store, tmp_path), decrypted(store)
    assert "桂".encode() not in content
    assert raw_file_reader.found_in(content, [*secrets(71, "小明"), *secrets(72, "小芳")]) == []
    for table, case in TABLE_CASES.items():
        if case.on_deletion is not DeletionEffect.HASHED:
            assert f"机密小明{table}" in read[table], table


def test_a_backup_contains_no_personal_data(tmp_path: Path) -> None:
    settings = settings_of(tmp_path / "var")
    databases.use_test_secret()
    settings.data_dir.mkdir()
    databases.fill(settings.store_url)
    store = Database(settings.store_url)
    with store.transaction() as session:
        add_data_subject(session, 71, "小明")
    backup.backup(settings, tmp_path / "backup.db", say=lambda _: None)
    store.close()
    copy = Database(f"sqlite:///{tmp_path / 'backup.db'}")
    assert "机密小明objections" in decrypted(copy)["objections"]
    copy.close()
    assert raw_file_reader.found_in((tmp_path / "backup.db").read_bytes(), secrets(71, "小明")) == []


def test_an_export_contains_all_data_of_the_person_and_none_of_others(store: Database) -> None:
    with store.transaction() as session:
        user = load_data_subject(session, "小明", 71)
        kept = files.read(
            session, data_requests.export(session, user.account, user.person, texts("zh-CN").plain, now=NOW)
        )
        assert kept is not None
        exported = json.loads(kept.content)
        number, other = user.person.id_number, load_data_subject(session, "小芳", 72).person.id_number
    text = json.dumps(exported, ensure_ascii=False)
    for text_part in (
        *(f"机密小明{table}" for table, case in TABLE_CASES.items() if case.is_exported),
        "诸葛小明",
        "+861351234071",
        number,
    ):
        assert text_part in text, (
            f"{text_part} is not in the export: export it in bot/services/privacy/, or say not_exported=… in"
            " the @personal_row of its table in tests/data_protection/rows"
        )
    assert "小芳" not in text
    assert other not in text
    assert "机密小明vehicles" not in text
    assert [(file["kind"], file["kind_text"]) for file in exported["files"]] == [("handheld", "手持证件照")]
    assert without_words(exported) == set()
    for key in ("browsers", "photos", "answers", "vehicle_codes", "certificate_shares"):
        assert len(exported[key]) == 1, key


def without_words(exported: Any) -> set[str]:
    """Return the keys of an export whose values look like codes of the program and have no words beside them."""
    if isinstance(exported, list):
        return set().union(*map(without_words, exported))
    if not isinstance(exported, dict):
        return set()
    codes = {key for key, value in exported.items() if isinstance(value, str) and CODE.fullmatch(value)}
    bare = {key for key in codes if f"{key}_text" not in exported and not key.endswith("_text")}
    return bare.union(*map(without_words, exported.values()))


def delete_account(store: Database) -> dict[str, Any]:
    """Handle all events, send all deliveries, and delete one person's account. Returns what was stored before."""
    with store.transaction() as session:
        user = load_data_subject(session, "小明", 71)
        before = {
            "values": [
                user.person.sealed_name,
                user.person.sealed_id_number,
                user.person.sealed_phone,
            ],
            "number": user.person.id_number,
            "file": next(session.get_one(StoredFile, file.id) for file in files.of_person(session, user.person.id)),
        }
        inbox.finish(session, [event.id for event in inbox_queue.claim(session, now=NOW, limit=9)], at=NOW)
        for delivery in outbox_queue.next_deliveries(session, now=NOW, limit=9):
            outbox_queue.update_delivery(session, delivery, state=DeliveryState.DONE, done_at=NOW)
        data_requests.delete(session, user.account, user.person, now=NOW)
        inbox.finish(session, [event.id for event in inbox_queue.claim(session, now=NOW, limit=9)], at=NOW)
        for delivery in outbox_queue.next_deliveries(session, now=NOW, limit=99):
            outbox_queue.mark_delivered(session, [(delivery, None)], at=NOW)
    return before


def test_after_a_deletion_nothing_of_the_person_can_be_decrypted(store: Database, tmp_path: Path) -> None:
    before = delete_account(store)
    if store.is_sqlite:
        raw_file_reader.checkpoint(tmp_path / "desk.sqlite3")
    content, read = raw(store, tmp_path), decrypted(store)
    assert [value for value in before["values"] if bytes(value) in content] == []
    for table, text in read.items():
        assert raw_file_reader.found_in(text.encode(), ["诸葛小明", "1351234071", before["number"]]) == [], table
        if TABLE_CASES[table].on_deletion is DeletionEffect.DELETED:
            assert "小明" not in text, table
            assert table in ("inbox", "outbox", "conversations") or "小芳" in text, table


def test_deleting_a_file_deletes_its_key(store: Database, tmp_path: Path) -> None:
    file = delete_account(store)["file"]
    if store.is_sqlite:
        raw_file_reader.checkpoint(tmp_path / "desk.sqlite3")
    content = raw(store, tmp_path)
    assert bytes(file.sealed_key) not in content
    assert bytes(file.content) not in content
    # With the deleted row the content can be decrypted: the key was the only protection.
    key = current_keyring().decrypt(bytes(file.sealed_key), f"files:{file.id}")
    assert PICTURE in AESGCM(key).decrypt(key[:NONCE_SIZE], bytes(file.content), file.id.bytes)
    with store.reading() as session:
        assert files.read(session, file.id) is None


def test_after_their_retention_files_messages_and_sessions_are_deleted(store: Database, tmp_path: Path) -> None:
    delete_account(store)
    later = NOW + timedelta(days=91)
    keeping = Housekeeping(store, clock=lambda: later, jobs=(web_sessions.delete_expired,))
    with store.transaction() as session:
        keeping.round(session)
    read = decrypted(store)
    assert "files" not in read
    assert "inbox" not in read
    assert "outbox" not in read
    with store.reading() as session:
        left = {
            table.name: session.connection().execute(select(func.count()).select_from(table)).scalar()
            for table in schema.metadata.sorted_tables
        }
    assert {name for name in ("files", "inbox", "outbox", "web_sessions") if left[name]} == set()
