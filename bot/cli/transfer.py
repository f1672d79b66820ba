"""Moves the whole database: every table as JSON lines with counts and checksums, into an empty SQLite or PostgreSQL.

Encrypted values stay encrypted: the new desk needs the same secret key. A checksum is the sum of the hashes of the
lines, so that it does not depend on the sort order of the database.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from enum import Enum
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Connection, Integer, LargeBinary, Table, TypeDecorator, func, select, text

from bot.cli.import_csv import ShowProgress
from bot.runtime.database import open_database
from bot.runtime.operator_error import OperatorError
from bot.settings import Settings
from storage.database.encryption import current_keyring
from storage.engine import processes
from storage.migrations import migrator
from storage.schema import metadata

MANIFEST = "manifest.json"
RUNNING = (
    "A process of the desk was heard of within a minute. If it still runs, what it does from now on is not in this "
    "export. To move the store, stop every process first, then export into another folder."
)
BATCH = 1_000
Sum = tuple[int, str]  # Number of rows and checksum.
EMPTY: Sum = (0, "0" * 64)


def export_store(
    settings: Settings, folder: Path, *, progress: ShowProgress, warn: Callable[[str], None]
) -> dict[str, int]:
    """Write every table to the folder, from one snapshot; warn if a desk runs. Returns row counts by table.

    Raises OperatorError.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if any(folder.iterdir()):
        raise OperatorError(f"{folder} is not empty; use an empty folder.")
    with open_database(settings) as database, database.reading() as session:
        options = {} if database.is_sqlite else {"isolation_level": "REPEATABLE READ"}
        connection = session.connection(execution_options=options)
        sums = {table.name: _write(connection, table, folder) for table in progress("Writing", metadata.sorted_tables)}
        manifest = {
            "revision": migrator.revision_of(settings.store_url).current,
            "key": current_keyring().current.hex(),
            "tables": sums,
        }
        if processes.running(session, now=datetime.now(UTC)):
            warn(RUNNING)
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1))
    return {name: count for name, (count, _) in sums.items()}


def import_store(settings: Settings, folder: Path, *, progress: ShowProgress) -> dict[str, int]:
    """Fill an empty database from the folder, with the same ids, and verify every table.

    Returns row counts by table. Raises OperatorError.
    """
    manifest = _manifest(folder)
    with open_database(settings, alone=True) as database, database.transaction() as session:
        connection = session.connection()
        _check_compatible(settings, connection, manifest)
        for table in progress("Reading", metadata.sorted_tables):
            _read(connection, table, folder)
        for table in progress("Checking", metadata.sorted_tables):
            if _sum(connection, table) != tuple(manifest["tables"].get(table.name, EMPTY)):
                raise OperatorError(f"{table.name}: the rows differ from the exported ones; nothing was imported.")
            _advance_sequence(connection, table)
    return {name: count for name, (count, _) in manifest["tables"].items()}


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text())
    except (OSError, ValueError) as problem:
        raise OperatorError(f"{folder} holds no complete export: {problem}.") from None
    return manifest


def _check_compatible(settings: Settings, connection: Connection, manifest: dict[str, Any]) -> None:
    if manifest["key"] != current_keyring().current.hex():
        raise OperatorError(
            "The export is encrypted with another secret key: set CHEZHU_SECRET_KEY to that of the old desk."
        )
    revision = migrator.revision_of(settings.store_url)
    if manifest["revision"] != revision.current:
        raise OperatorError(
            f"The export has database revision {manifest['revision']}, this version has {revision.current}."
        )
    for table in metadata.sorted_tables:
        if connection.execute(select(func.count()).select_from(table)).scalar():
            raise OperatorError(
                f"The database is not empty ({table.name}): a whole export can be imported only into an empty one."
            )


def _write(connection: Connection, table: Table, folder: Path) -> Sum:
    """Write the rows of a table, one per line."""
    count, total = 0, 0
    with (folder / f"{table.name}.jsonl").open("w", encoding="utf-8") as file:
        for line in _lines(connection, table):
            file.write(line + "\n")
            count, total = count + 1, total + _hash(line)
    return count, _checksum(total)


def _read(connection: Connection, table: Table, folder: Path) -> None:
    path = folder / f"{table.name}.jsonl"
    if not path.exists():
        return
    with path.open(encoding="utf-8") as file:
        while batch := [_values(table, json.loads(line)) for line in islice(file, BATCH)]:
            connection.execute(table.insert(), batch)


def _sum(connection: Connection, table: Table) -> Sum:
    hashes = [_hash(line) for line in _lines(connection, table)]
    return len(hashes), _checksum(sum(hashes))


def _lines(connection: Connection, table: Table) -> Iterator[str]:
    query = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=BATCH)
    with connection.execute(query) as rows:
        for row in rows.mappings():
            yield json.dumps({name: _plain(value) for name, value in row.items()}, sort_keys=True, ensure_ascii=False)


def _plain(value: Any) -> Any:
    match value:
        case bytes():
            return value.hex()
        case UUID():
            return str(value)
        case Enum():
            return value.value
        case date():  # Includes datetime, a subclass.
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


def _advance_sequence(connection: Connection, table: Table) -> None:
    """Set the sequence of PostgreSQL to the highest imported number; SQLite needs no such step."""
    column = table.autoincrement_column
    if connection.dialect.name != "postgresql" or column is None or not isinstance(column.type, Integer):
        return
    query = text(f"SELECT setval(pg_get_serial_sequence(:table, :column), max({column.name})) FROM {table.name}")
    connection.execute(query, {"table": table.name, "column": column.name})


def _hash(line: str) -> int:
    return int.from_bytes(hashlib.sha256(line.encode()).digest())


def _checksum(total: int) -> str:
    return f"{total % 2**256:064x}"
