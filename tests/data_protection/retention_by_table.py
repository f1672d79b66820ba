"""When the keeping of each table's rows ends, as its module declares it, and examples of rows by their state.

The documents list the same: docs/personal-data.md.
"""

from typing import Any

from sqlalchemy import Table

from storage import schema
from storage.retention import EndOfKeeping, Retention, retention_of
from tests.storage.rows import NOW

Values = dict[str, Any]

TABLES: dict[str, Table] = dict(schema.metadata.tables)
RETENTION: dict[str, Retention] = {name: found for name, table in TABLES.items() if (found := retention_of(table))}
NOT_PERSONAL = {name for name, each in RETENTION.items() if each.end is EndOfKeeping.NOT_PERSONAL}
PERSONAL = RETENTION.keys() - NOT_PERSONAL
# Tables whose rows have no end of their own: they are deleted with a row of another table.
PARTS = {name for name, table in TABLES.items() if "parent" in table.info and "retention" not in table.info}

# Values of a row whose period has begun, where the usual ones of `tests.storage.rows.put` are of one that goes on.
ENDED: dict[str, Values] = {
    "inbox": {"state": "done", "done_at": NOW},
    "outbox": {"state": "done", "done_at": NOW},
    "timers": {"state": "fired"},
    "identity_cases": {"status": "rejected", "closed_at": NOW},
    "filings": {"status": "ended"},
    "vehicle_codes": {"status": "expired"},
    "blocks": {"ended_at": NOW},
    "blacklist": {"status": "confirmed", "until": NOW},
    "members": {"ended_at": NOW},
    "agreements": {"revoked_at": NOW},
    "paper_copies": {"status": "done"},
    "decisions": {"state": "paid", "paid_at": NOW},
    "payment_orders": {"state": "closed"},
}
# Values of a row that stays however old.
NEEDED: dict[str, Values] = {
    "inbox": {"state": "waiting"},
    "outbox": {"state": "waiting"},
    "timers": {"state": "set"},
    "accounts": {"telegram_id": 1 << 62},
    "identity_cases": {"status": "waiting"},
    "filings": {"status": "in_review"},
    "vehicle_codes": {"status": "used"},
    "blocks": {},
    "blacklist": {"status": "proposed"},
    "members": {},
    "agreements": {},
    "paper_copies": {"status": "requested"},
    "decisions": {"state": "unpaid"},
    "payment_orders": {"state": "ordered"},
}
