"""The database: engines, transactions, column types, row helpers, encryption, counters, the schema's revision.

The names that most modules need are importable from here.
"""

from storage.database.columns import (
    UtcMoment,
    UuidRow,
    big_integer,
    choice,
    code_point_text,
    encrypted_bytes,
    fen,
    instant,
    partial_index,
)
from storage.database.rows import INSERTS, NamedLock, add, add_once, lock_name, lock_row, table_of, try_add, update_if
from storage.database.savepoints import (
    TransactionLost,
    require_open,
    savepoint,
    slow_savepoint,
    wait_briefly_for_locks,
)
from storage.database.session import Database, defer_checkpoint, note, today

__all__ = [
    "INSERTS",
    "Database",
    "NamedLock",
    "TransactionLost",
    "UtcMoment",
    "UuidRow",
    "add",
    "add_once",
    "choice",
    "code_point_text",
    "defer_checkpoint",
    "fen",
    "lock_name",
    "lock_row",
    "instant",
    "big_integer",
    "note",
    "partial_index",
    "require_open",
    "savepoint",
    "slow_savepoint",
    "encrypted_bytes",
    "table_of",
    "today",
    "try_add",
    "update_if",
    "wait_briefly_for_locks",
]
