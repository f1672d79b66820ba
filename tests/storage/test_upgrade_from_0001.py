"""A filled store of revision 0001 upgrades to the newest revision, downgrades and upgrades again, on both databases.

`tests/data/store_0001.json.gz` holds the rows of a store that version 0.1.0 wrote: every table has rows, encrypted
with the secret of the tests. The file and revision 0001 never change; every later change of a table is a revision of
its own.
"""

import base64
import gzip
import hashlib
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Connection, MetaData, NullPool, create_engine, func, select, text
from sqlalchemy.exc import IntegrityError

from storage import reencryption
from storage.database import Database
from storage.database.encryption import current_keyring
from storage.identity.sms_codes import CodePurpose
from storage.migrations import migrator
from storage.schema import metadata
from tests import databases

STORE = Path(__file__).parents[1] / "data" / "store_0001.json.gz"
REVISION = migrator.DIRECTORY / "versions" / "0001_begin_the_store.py"
REVISION_SHA256 = "0da5901edc4916bb9c05057f68ffed8103281cb64520bcdf24d1d01f00629c23"
NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
ROWS: dict[str, Any] = json.loads(gzip.decompress(STORE.read_bytes()))


def decoded(value: Any, *, on_postgresql: bool) -> Any:
    """Return a stored value as the database's driver takes it through a reflected column."""
    match value:
        case {"uuid": text}:
            return UUID(hex=text) if on_postgresql else text
        case {"moment": text}:
            moment = datetime.fromisoformat(text)
            return moment if on_postgresql else moment.astimezone(UTC).replace(tzinfo=None)
        case {"day": text}:
            return date.fromisoformat(text)
        case {"bytes": text}:
            return base64.b64decode(text)
    return value


def stored_rows(connection: Connection) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of the file by table, decoded for this database."""
    is_postgresql = connection.dialect.name == "postgresql"
    return {
        name: [
            {
                column: decoded(value, on_postgresql=is_postgresql)
                for column, value in zip(table["columns"], row, strict=True)
            }
            for row in table["rows"]
        ]
        for name, table in ROWS.items()
    }


def fill(url: str) -> None:
    """Write the rows of the file into a store of revision 0001."""
    with migrator.exclusive(url) as connection:
        reflected = MetaData()
        reflected.reflect(connection)
        for name, rows in stored_rows(connection).items():
            connection.execute(reflected.tables[name].insert(), rows)
        migrator.check_references(connection)


def rows_of_0001(url: str) -> dict[str, list[tuple[Any, ...]]]:
    """Return the rows of every table of revision 0001, columns in the order of the file."""
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        reflected = MetaData()
        reflected.reflect(connection)
        found = {
            name: sorted(
                (
                    tuple(row)
                    for row in connection.execute(select(*(reflected.tables[name].c[c] for c in table["columns"])))
                ),
                key=str,
            )
            for name, table in ROWS.items()
        }
    engine.dispose()
    return found


def read_everything(url: str) -> dict[str, int]:
    """Read every row through the models, decrypt every encrypted field, and return the count of rows by table."""
    databases.use_test_secret()
    database = Database(url)
    with database.reading() as session:
        connection = session.connection()
        counts = {
            name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for name, table in metadata.tables.items()
        }
        for table in metadata.sorted_tables:
            connection.execute(select(table)).all()
        for table, column, place in reencryption.encrypted_columns():
            for row in connection.execute(select(*table.c, column.label("sealed")).where(column != b"")):
                current_keyring().decrypt(bytes(row.sealed), place(row))
    database.close()
    return counts


def test_a_store_of_0001_goes_up_down_and_up_without_losing_a_row(database_url: str) -> None:
    migrator.upgrade(database_url, "0001")
    fill(database_url)
    before = rows_of_0001(database_url)
    migrator.upgrade(database_url)
    first = read_everything(database_url)
    assert all(first[name] >= len(table["rows"]) for name, table in ROWS.items() if name in first)
    migrator.downgrade(database_url, "0001")
    assert rows_of_0001(database_url) == before
    migrator.upgrade(database_url)
    assert read_everything(database_url) == first
    assert migrator.differences(database_url) == []


def test_what_earlier_revisions_refuse_survives_a_downgrade(migrated_url: str) -> None:
    """Declarations of one ID number, before 0006, get numbers of their own; codes for later purposes are deleted."""
    number, other = "n" * 32, "o" * 32
    _insert_people(migrated_url, (number, False), (number, True), (number, False), (other, False), (other, False))
    with pytest.raises(IntegrityError):
        _insert_people(migrated_url, (number, True))
    _insert_codes(migrated_url, [purpose.value for purpose in CodePurpose])
    with pytest.raises(IntegrityError):
        _insert_codes(migrated_url, ["another"])
    _before_0006(migrated_url, number, other)
    _before_0003(migrated_url)
    migrator.upgrade(migrated_url)
    assert set(_numbers(migrated_url)) == {number, other}
    _insert_people(migrated_url, (number, False))


def _before_0006(url: str, number: str, other: str) -> None:
    migrator.downgrade(url, "0005")
    found = _numbers(url)
    assert len(set(found)) == 5
    assert [registered for index, registered in found.items() if index == number] == [True]
    assert other in found
    with pytest.raises(IntegrityError):
        _insert_people(url, (number, False))


def _before_0003(url: str) -> None:
    migrator.downgrade(url, "0002")
    assert _purposes(url) == ["owner_consent", "payment", "portal", "registration"]
    with pytest.raises(IntegrityError):
        _insert_codes(url, ["unlock"])


def _insert_people(url: str, *numbers: tuple[str, bool]) -> None:
    """Insert people with these hashes of ID numbers as plain SQL; whether each is on record."""
    engine = create_engine(url, poolclass=NullPool)
    reflected = MetaData()
    reflected.reflect(engine, only=["people"])
    on_postgresql = engine.dialect.name == "postgresql"
    sealed = dict.fromkeys(("sealed_id_number", "sealed_name", "sealed_phone", "sealed_licence_number"), b"")
    plain = {"phone_index": "", "licence_class": "", "licence_status": "none", "points": 0, "key_person": False}
    try:
        with engine.begin() as connection:
            for index, registered in numbers:
                row = {"id": uuid4() if on_postgresql else uuid4().hex, "id_number_index": index}
                connection.execute(
                    reflected.tables["people"].insert(), {**row, **sealed, **plain, "registered": registered}
                )
    finally:
        engine.dispose()


def _numbers(url: str) -> dict[str, bool]:
    """Return the stored hashes of ID numbers, and whether one of their people is on record."""
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT id_number_index, registered FROM people ORDER BY registered")).all()
    engine.dispose()
    return {index: bool(registered) for index, registered in rows}


def _insert_codes(url: str, purposes: list[str]) -> None:
    """Insert a code of each purpose as plain SQL, past the checks of the model."""
    engine = create_engine(url, poolclass=NullPool)
    reflected = MetaData()
    reflected.reflect(engine, only=["codes"])
    row: dict[str, Any] = {"subject": uuid4(), "to": "x", "hash": "x", "sent_at": NOW, "expires_at": NOW, "attempts": 0}
    if engine.dialect.name == "sqlite":
        row["subject"] = row["subject"].hex
    try:
        with engine.begin() as connection:
            for purpose in purposes:
                id_ = uuid4() if engine.dialect.name == "postgresql" else uuid4().hex
                connection.execute(reflected.tables["codes"].insert(), {**row, "id": id_, "purpose": purpose})
    finally:
        engine.dispose()


def _purposes(url: str) -> list[str]:
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        found = sorted(connection.execute(text("SELECT purpose FROM codes")).scalars())
    engine.dispose()
    return found


def test_the_stored_rows_fill_every_table_of_0001(sqlite_url: str) -> None:
    migrator.upgrade(sqlite_url, "0001")
    engine = create_engine(sqlite_url, poolclass=NullPool)
    reflected = MetaData()
    reflected.reflect(engine)
    engine.dispose()
    assert set(ROWS) == set(reflected.tables) - {"alembic_version"}
    assert [name for name, table in ROWS.items() if not table["rows"]] == []


def test_revision_0001_is_frozen() -> None:
    assert hashlib.sha256(REVISION.read_bytes()).hexdigest() == REVISION_SHA256, (
        "Revision 0001 is in use. Write a new revision instead: python -m storage.migrations WHAT CHANGED"
    )
