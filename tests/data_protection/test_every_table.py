"""Every table that holds something of people: sealed in the raw store, exported to him alone, gone when he is."""

import inspect
import json
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
from bot.services.privacy import requests
from storage import files, reencryption, schema
from storage.database import Database
from storage.database.encryption import NONCE_SIZE, current_keyring
from storage.engine import inbox, outbox
from storage.engine.outbox import DeliveryState
from storage.files import StoredFile
from storage.identity import accounts
from storage.register.people import Person
from tests import databases
from tests.cli.conftest import settings_of
from tests.data_protection import raw_file_reader
from tests.data_protection.personal_data_by_table import HOLDINGS, Fate, live
from tests.data_protection.traces import NOW, PICTURE, Life

HIS = ("people", "filings", "approvals", "paper_copies", "objections", "reviews", "blacklist")
"""Tables whose words are told to their person in his export; engine numbers are shown to nobody."""


@pytest.fixture
def store(database_url: str) -> Iterator[Database]:
    """A store in which two people have left a trace in every table."""
    databases.use_test_secret()
    databases.fill(database_url)
    store = Database(database_url)
    with store.transaction() as session:
        live(session, 71, "小明")
        live(session, 72, "小芳")
    yield store
    store.close()


def life_in(session: Session, about: str, order: int) -> Life:
    """That person as he stands now."""
    account = accounts.by_telegram(session, 1, order)
    assert account is not None
    assert account.person_id is not None
    person = session.get_one(Person, account.person_id)
    return Life(session, person, account, about)


def raw(store: Database, tmp_path: Path) -> bytes:
    """Everything that a thief of the store has: every value of every column, and on SQLite every byte of its files."""
    with store.reading() as session:
        rows = [row for table in schema.metadata.sorted_tables for row in session.connection().execute(select(table))]
    values = b"\n".join(bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for row in rows for v in row)
    return values + raw_file_reader.bytes_of(tmp_path)


def opened(store: Database) -> dict[str, str]:
    """Everything that the key ring opens, by table: what the desk itself could still read."""
    found: dict[str, list[bytes]] = {}
    with store.reading() as session:
        for table, column, place in reencryption.encrypted_columns():
            for row in session.connection().execute(select(*table.c, column.label("sealed")).where(column != b"")):
                found.setdefault(table.name, []).append(current_keyring().decrypt(bytes(row.sealed), place(row)))
        for file in session.connection().execute(select(StoredFile.__table__.c.id)).scalars():  # type: ignore[attr-defined]
            kept = files.read(session, file)
            assert kept is not None
            found["files"].append(kept.content)
    return {name: b"\n".join(texts).decode(errors="replace") for name, texts in found.items()}


def secrets(order: int, about: str) -> list[str]:
    """What must stand in no file as it is."""
    words = [f"机密{about}{table}" for table in HOLDINGS]
    return [*words, f"诸葛{about}", f"+8613512340{order}", f"13512340{order}", "JFIF"]


def test_every_table_with_something_personal_has_a_case() -> None:
    keyed = {
        mapper.class_.__tablename__
        for mapper in SQLModel._sa_registry.mappers
        if ".blind_index(" in inspect.getsource(sys.modules[mapper.class_.__module__])
    }
    sealed = {
        table.name for table in schema.metadata.sorted_tables if any(isinstance(c.type, LargeBinary) for c in table.c)
    }
    unlike = {"status_lists"}  # Public, and beside the keyring in its file.
    assert (keyed | sealed) - unlike == set(HOLDINGS)


def test_the_raw_store_tells_nothing_and_its_key_ring_everything(store: Database, tmp_path: Path) -> None:
    content, read = raw(store, tmp_path), opened(store)
    assert "桂".encode() not in content
    assert raw_file_reader.found_in(content, [*secrets(71, "小明"), *secrets(72, "小芳")]) == []
    for table, holding in HOLDINGS.items():
        if holding.fate is not Fate.HASHED:
            assert f"机密小明{table}" in read[table], table


def test_a_backup_and_a_written_store_tell_nothing_either(tmp_path: Path) -> None:
    settings = settings_of(tmp_path / "var")
    databases.use_test_secret()
    settings.data_dir.mkdir()
    databases.fill(settings.store_url)
    store = Database(settings.store_url)
    with store.transaction() as session:
        live(session, 71, "小明")
    backup.backup(settings, tmp_path / "backup.db", say=lambda _: None)
    store.close()
    copy = Database(f"sqlite:///{tmp_path / 'backup.db'}")
    assert "机密小明objections" in opened(copy)["objections"]
    copy.close()
    assert raw_file_reader.found_in((tmp_path / "backup.db").read_bytes(), secrets(71, "小明")) == []


def test_an_export_holds_all_of_him_and_nothing_of_anybody_else(store: Database) -> None:
    with store.transaction() as session:
        life = life_in(session, "小明", 71)
        kept = files.read(session, requests.export(session, life.account, life.person, now=NOW))
        assert kept is not None
        told = json.loads(kept.content)
        number, other = life.person.id_number, life_in(session, "小芳", 72).person.id_number
    text = json.dumps(told, ensure_ascii=False)
    for word in (*(f"机密小明{table}" for table in HIS), "诸葛小明", "+861351234071", number):
        assert word in text, word
    assert "小芳" not in text
    assert other not in text
    assert "机密小明vehicles" not in text
    assert [file["kind"] for file in told["files"]] == ["handheld"]
    for key in ("browsers", "photos", "answers", "vehicle_codes", "certificate_shares"):
        assert len(told[key]) == 1, key


def go(store: Database) -> dict[str, Any]:
    """Let what came be handled, what must leave have left, and one of the two delete his account. What was before."""
    with store.transaction() as session:
        life = life_in(session, "小明", 71)
        before = {
            "values": [life.person.sealed_name, life.person.sealed_id_number, life.person.sealed_phone],
            "number": life.person.id_number,
            "file": next(session.get_one(StoredFile, file.id) for file in files.of_person(session, life.person.id)),
        }
        inbox.finish(session, [event.id for event in inbox.claim(session, now=NOW, limit=9)], at=NOW)
        for parcel in outbox.next_deliveries(session, now=NOW, limit=9):
            outbox.update_delivery(session, parcel.id, state=DeliveryState.DONE, done_at=NOW)
        requests.delete(session, life.account, life.person, now=NOW)
        for parcel in outbox.next_deliveries(session, now=NOW, limit=99):
            outbox.mark_delivered(session, {parcel.id: None}, at=NOW)
    return before


def test_after_a_deletion_nothing_of_him_can_be_opened(store: Database, tmp_path: Path) -> None:
    before = go(store)
    if store.is_sqlite:
        raw_file_reader.checkpoint(tmp_path / "desk.sqlite3")
    content, read = raw(store, tmp_path), opened(store)
    assert [value for value in before["values"] if bytes(value) in content] == []
    for table, text in read.items():
        assert raw_file_reader.found_in(text.encode(), ["诸葛小明", "1351234071", before["number"]]) == [], table
        if HOLDINGS[table].fate is Fate.GONE:
            assert "小明" not in text, table
            assert table in ("inbox", "outbox", "conversations") or "小芳" in text, table


def test_a_file_of_his_is_shredded_with_its_key_whatever_copies_there_are(store: Database, tmp_path: Path) -> None:
    file = go(store)["file"]
    if store.is_sqlite:
        raw_file_reader.checkpoint(tmp_path / "desk.sqlite3")
    content = raw(store, tmp_path)
    assert bytes(file.sealed_key) not in content
    assert bytes(file.content) not in content
    key = current_keyring().decrypt(
        bytes(file.sealed_key), f"files:{file.id}"
    )  # He who had the row had its key: it was the right one.
    assert PICTURE in AESGCM(key).decrypt(key[:NONCE_SIZE], bytes(file.content), file.id.bytes)
    with store.reading() as session:
        assert files.read(session, file.id) is None


def test_after_their_days_pictures_words_and_browsers_are_gone(store: Database, tmp_path: Path) -> None:
    go(store)
    later = NOW + timedelta(days=91)
    keeping = Housekeeping(store, clock=lambda: later, jobs=(web_sessions.delete_expired,))
    with store.transaction() as session:
        keeping.round(session)
    read = opened(store)
    assert "files" not in read
    assert "inbox" not in read
    assert "outbox" not in read
    with store.reading() as session:
        left = {
            table.name: session.connection().execute(select(func.count()).select_from(table)).scalar()
            for table in schema.metadata.sorted_tables
        }
    assert {name for name in ("files", "inbox", "outbox", "web_sessions") if left[name]} == set()
