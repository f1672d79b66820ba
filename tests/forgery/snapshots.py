"""Snapshots of the database: every row that a refused input must leave unchanged."""

from collections.abc import Iterator
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Table, select
from sqlalchemy.dialects import sqlite

from storage import schema
from storage.database import Database

# Tables that a refusal may write: events, deliveries, conversations, audit, and rows that count attempts.
IGNORED_TABLES = frozenset(
    {
        "audit",
        "audit_seals",
        "audit_keys",
        "audit_heads",
        "inbox",
        "outbox",
        "conversations",
        "certificate_looks",
        "sign_in_tries",
        "wrong_codes",
        "limit_records",
    }
)
# Tables that count attempts: a refusal may add rows, and changes or deletes none.
COUNTING_TABLES = frozenset({"limit_records", "wrong_codes"})
# Columns that count attempts or record a visit.
IGNORED_COLUMNS = {"codes": {"attempts"}, "web_sessions": {"seen_at"}, "accounts": {"language", "unreachable_since"}}
# Tables whose rows are never the subject of a button.
NO_SUBJECTS = frozenset(
    {"audit", "inbox", "outbox", "accounts", "people", "agreements", "codes", "filing_events", "timers"}
)
Snapshot = dict[str, frozenset[str]]


def take(database: Database) -> Snapshot:
    """Return every row of every table that a refusal must leave alone."""
    with database.reading() as session:
        driver = session.connection().connection.driver_connection
        return {name: frozenset(_rows(driver, query)) for name, query in _queries().items()}


def row_ids(database: Database) -> list[UUID]:
    """Return the ids of every row that may be the subject of a button."""
    found: list[UUID] = []
    with database.reading() as session:
        for table in schema.metadata.sorted_tables:
            if "id" in table.c and table.name not in NO_SUBJECTS:
                keys = session.connection().execute(select(table.c.id)).scalars()
                found += [key for key in keys if isinstance(key, UUID)]
    return found


def changes(before: Snapshot, after: Snapshot) -> list[str]:
    """Describe the tables in which rows were added, deleted or changed."""
    return [
        f"{name}: {len(after[name] - before[name])} new, {len(before[name] - after[name])} gone"
        for name in before
        if before[name] - after[name] or (name not in COUNTING_TABLES and after[name] - before[name])
    ]


@cache
def _queries() -> dict[str, str]:
    """Return the query of each table: values as they are stored, which is quicker than as the columns convert them.

    Every guest who writes gets an account; it has no rights before registration.
    """
    watched = [table for table in schema.metadata.sorted_tables if table.name not in IGNORED_TABLES]
    queries = {table.name: select(*_columns(table)) for table in watched}
    queries["accounts"] = queries["accounts"].where(schema.metadata.tables["accounts"].c.person_id.is_not(None))
    return {name: str(query.compile(dialect=sqlite.dialect())) for name, query in queries.items()}


def _columns(table: Table) -> list[Column[Any]]:
    return [column for column in table.c if column.name not in IGNORED_COLUMNS.get(table.name, set())]


def _rows(driver: Any, query: str) -> Iterator[str]:
    """Return each row as text. The driver is asked itself: SQLAlchemy takes four times as long for few rows."""
    return map(repr, driver.execute(query))
