"""The database: engines, transactions, column types, row helpers, encryption, counters, the schema's revision.

The names that most modules need are importable from here.
"""

from storage.database.columns import UtcMoment, choice, fen, instant, number, partial_index, sealed_bytes
from storage.database.rows import INSERTS, add, add_once, hold, table_of, try_add, update_if
from storage.database.session import Database, TransactionLost, savepoint

__all__ = [
    "INSERTS",
    "Database",
    "TransactionLost",
    "UtcMoment",
    "add",
    "add_once",
    "choice",
    "fen",
    "hold",
    "instant",
    "number",
    "partial_index",
    "savepoint",
    "sealed_bytes",
    "table_of",
    "try_add",
    "update_if",
]
