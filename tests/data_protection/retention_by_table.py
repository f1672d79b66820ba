"""When the keeping of each table's rows ends, as its module declares it.

The documents list the same: docs/personal-data.md.
"""

from sqlalchemy import Table

from storage import schema
from storage.retention import EndOfKeeping, Retention, retention_of

TABLES: dict[str, Table] = dict(schema.metadata.tables)
RETENTION: dict[str, Retention] = {name: found for name, table in TABLES.items() if (found := retention_of(table))}
NOT_PERSONAL = {name for name, each in RETENTION.items() if each.end is EndOfKeeping.NOT_PERSONAL}
PERSONAL = RETENTION.keys() - NOT_PERSONAL
# Tables whose rows have no end of their own: they are deleted with a row of another table.
PARTS = {name for name, table in TABLES.items() if "parent" in table.info and "retention" not in table.info}
