"""What is kept, as it stands: a picture of every table of the domain, so that two of them can be compared."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Table, select

from storage import schema
from storage.database import Database

REFUSALS_WRITE = frozenset(
    {"audit", "audit_seals", "inbox", "outbox", "conversations", "certificate_looks", "sign_in_tries"}
)
"""What a refusal may write: what came, what was said, who looked, the tries that count."""
COUNTS = {"codes": {"attempts"}, "web_sessions": {"seen_at"}, "accounts": {"language", "unreachable_since"}}
"""Columns that count tries or remember a visit."""

Picture = dict[str, frozenset[str]]


def picture(database: Database) -> Picture:
    """Return every row of every table that a refusal must leave alone."""
    with database.reading() as session:
        return {
            table.name: frozenset(_rows(session.connection(), table))
            for table in schema.metadata.sorted_tables
            if table.name not in REFUSALS_WRITE
        }


def changes(before: Picture, after: Picture) -> list[str]:
    """Say in which tables rows came, went or changed."""
    return [
        f"{name}: {len(after[name] - before[name])} new, {len(before[name] - after[name])} gone"
        for name in before
        if before[name] != after[name]
    ]


def _rows(connection: Any, table: Table) -> Iterator[str]:
    columns = [column for column in table.c if column.name not in COUNTS.get(table.name, set())]
    for row in connection.execute(select(*columns)):
        # A guest who says something is given an account; it is worth nothing until he has registered.
        if table.name != "accounts" or row.person_id is not None:
            yield repr(tuple(row))
