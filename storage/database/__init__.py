"""The database: engines, transactions, column types, encryption, counters, the schema's revision.

The names that most modules need are importable from here.
"""

from storage.database.session import (
    Database,
    TransactionLost,
    UtcMoment,
    add,
    add_once,
    choice,
    fen,
    hold,
    instant,
    number,
    savepoint,
    sealed_bytes,
)

__all__ = [
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
    "savepoint",
    "sealed_bytes",
]
