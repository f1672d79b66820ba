"""Moving the whole store: every table as JSON lines, with counts and checksums, into an empty database of any kind.

What is sealed stays sealed: the new desk needs the same secret key. A checksum is the
sum of its lines' hashes, so that it does not depend on the order a database sorts in.
"""

import hashlib
import json
from collections.abc import Iterator
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Connection, Integer, LargeBinary, Table, TypeDecorator, func, select, text

from bot.cli.import_csv import Progress
from bot.runtime.database import open_database
from bot.runtime.operator_error import OperatorError
from bot.settings import Settings
from storage.database.encryption import current_keyring
from storage.migrations import migrator
from storage.schema import metadata

MANIFEST = "manifest.json"
BATCH = 1_000
Sums = dict[str, tuple[int, str]]


def take_out(settings: Settings, folder: Path, *, progress: Progress) -> dict[str, int]:
    """Write every table into the folder, all as of one moment. Returns rows by table. Raises OperatorError."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if any(folder.iterdir()):
        raise OperatorError(f"{folder} is not empty; give a folder of its own.")
    with open_database(settings) as database, database.reading() as session:
        options = {} if database.is_sqlite else {"isolation_level": "REPEATABLE READ"}
        connection = session.connection(execution_options=options)
        sums = {table.name: _write(connection, table, folder) for table in progress("Writing", metadata.sorted_tables)}
        said = {
            "revision": migrator.standing(settings.store_url).current,
            "key": current_keyring().current.hex(),
            "tables": sums,
        }
    (folder / MANIFEST).write_text(json.dumps(said, indent=1))
    return {name: count for name, (count, _) in sums.items()}


def bring(settings: Settings, folder: Path, *, progress: Progress) -> dict[str, int]:
    """Fill an empty store from the folder, ids kept, and check every table. Returns rows by table. Raises OperatorError."""
    said = _manifest(folder)
    with open_database(settings, alone=True) as database, database.transaction() as session:
        connection = session.connection()
        _check_fits(settings, connection, said)
        for table in progress("Reading", metadata.sorted_tables):
            _read(connection, table, folder)
        for table in progress("Checking", metadata.sorted_tables):
            count, total = said["tables"].get(table.name, (0, _sum(())))
            if _measure(connection, table) != (count, total):
                raise OperatorError(f"{table.name}: not the same rows as were written; nothing was moved.")
            _go_on_counting(connection, table)
    return {name: count for name, (count, _) in said["tables"].items()}


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        said: dict[str, Any] = json.loads((folder / MANIFEST).read_text())
    except (OSError, ValueError) as problem:
        raise OperatorError(f"{folder} holds no whole store: {problem}.") from None
    return said


def _check_fits(settings: Settings, connection: Connection, said: dict[str, Any]) -> None:
    if said["key"] != current_keyring().current.hex():
        raise OperatorError(
            "The store was sealed with another secret key: set CHEZHU_SECRET_KEY to that of the old desk."
        )
    standing = migrator.standing(settings.store_url)
    if said["revision"] != standing.current:
        raise OperatorError(
            f"The store was written at revision {said['revision']}, this version has {standing.current}."
        )
    for table in metadata.sorted_tables:
        if connection.execute(select(func.count()).select_from(table)).scalar():
            raise OperatorError(f"The database is not empty ({table.name}): a whole store moves into an empty one.")


def _write(connection: Connection, table: Table, folder: Path) -> tuple[int, str]:
    """Write a table's rows, one a line. Returns their count and checksum."""
    count, total = 0, 0
    with (folder / f"{table.name}.jsonl").open("w", encoding="utf-8") as file:
        for line in _lines(connection, table):
            file.write(line + "\n")
            count, total = count + 1, total + _hash(line)
    return count, _shown(total)


def _read(connection: Connection, table: Table, folder: Path) -> None:
    path = folder / f"{table.name}.jsonl"
    if not path.exists():
        return
    with path.open(encoding="utf-8") as file:
        batch = []
        for line in file:
            batch.append(_values(table, json.loads(line)))
            if len(batch) == BATCH:
                connection.execute(table.insert(), batch)
                batch = []
        if batch:
            connection.execute(table.insert(), batch)


def _measure(connection: Connection, table: Table) -> tuple[int, str]:
    lines = [_hash(line) for line in _lines(connection, table)]
    return len(lines), _shown(sum(lines))


def _lines(connection: Connection, table: Table) -> Iterator[str]:
    question = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=BATCH)
    with connection.execute(question) as found:
        for row in found.mappings():
            yield json.dumps({name: _plain(value) for name, value in row.items()}, sort_keys=True, ensure_ascii=False)


def _plain(value: Any) -> Any:
    match value:
        case bytes():
            return value.hex()
        case UUID():
            return str(value)
        case Enum():
            return value.value
        case date():  # and datetime, which is one
            return value.isoformat()
    return value


def _values(table: Table, plain: dict[str, Any]) -> dict[str, Any]:
    return {column.name: _value(column, plain[column.name]) for column in table.columns}


def _value(column: Column[Any], plain: Any) -> Any:
    if plain is None:
        return None
    if isinstance(column.type, LargeBinary):
        return bytes.fromhex(plain)
    type_ = column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type
    kind = type_.python_type
    return kind.fromisoformat(plain) if kind in (datetime, date) else kind(plain)


def _go_on_counting(connection: Connection, table: Table) -> None:
    """Let PostgreSQL count on from the highest number moved; SQLite does so by itself."""
    counting = table.autoincrement_column
    if connection.dialect.name != "postgresql" or counting is None or not isinstance(counting.type, Integer):
        return
    question = text(f"SELECT setval(pg_get_serial_sequence(:table, :column), max({counting.name})) FROM {table.name}")
    connection.execute(question, {"table": table.name, "column": counting.name})


def _hash(line: str) -> int:
    return int.from_bytes(hashlib.sha256(line.encode()).digest())


def _sum(lines: tuple[str, ...]) -> str:
    return _shown(sum(map(_hash, lines)))


def _shown(total: int) -> str:
    return f"{total % 2**256:064x}"
