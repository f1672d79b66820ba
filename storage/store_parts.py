"""Parts of the schema that a store lacks, although it says that it is at the newest revision.

A copy of a store that was cut off, as by a full disk, leaves such a one: rows without keys, or tables without rows.
"""

from collections.abc import Iterator

from sqlalchemy import Connection, Table, UniqueConstraint, text

from storage import schema

# What makes a duplicate or a reference to nothing impossible. Other indexes only make work fast, and checks of single
# values are made with their table. SQLite keeps the constraints of a table in the table's own definition.
_SQLITE = """
    SELECT name FROM sqlite_master WHERE type IN ('table', 'index')
    UNION SELECT m.name || '.' || c.name FROM sqlite_master m, pragma_table_xinfo(m.name) c WHERE m.type = 'table'
"""
_POSTGRESQL = """
    SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND pg_table_is_visible(oid)
    UNION SELECT t.relname || '.' || a.attname FROM pg_attribute a JOIN pg_class t ON t.oid = a.attrelid
    WHERE a.attnum > 0 AND NOT a.attisdropped AND t.relkind IN ('r', 'p') AND pg_table_is_visible(t.oid)
    UNION SELECT conname FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid WHERE pg_table_is_visible(t.oid)
    UNION SELECT k.relname FROM pg_index i JOIN pg_class k ON k.oid = i.indexrelid
    WHERE i.indisvalid AND pg_table_is_visible(i.indrelid)
"""


def missing(connection: Connection) -> list[str]:
    """Return the names of the tables, columns and keys that a store at the newest revision lacks.

    A missing table stands for all of its parts.
    """
    is_sqlite = connection.dialect.name == "sqlite"
    found = set(connection.execute(text(_SQLITE if is_sqlite else _POSTGRESQL)).scalars())
    return [name for table in schema.metadata.sorted_tables for name in _missing_of(table, found, is_sqlite=is_sqlite)]


def _missing_of(table: Table, found: set[str], *, is_sqlite: bool) -> Iterator[str]:
    if table.name not in found:
        yield table.name
        return
    needed = [f"{table.name}.{column.name}" for column in table.columns]
    needed += [str(index.name) for index in table.indexes if index.unique]
    if not is_sqlite:
        keys = (table.primary_key, *table.foreign_key_constraints)
        needed += [str(key.name) for key in (*keys, *_unique_constraints(table))]
    yield from (name for name in needed if name not in found)


def _unique_constraints(table: Table) -> Iterator[UniqueConstraint]:
    yield from (each for each in table.constraints if isinstance(each, UniqueConstraint))
