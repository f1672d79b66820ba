"""Takes a guard of the engine away in a child process, so that a test sees whether the checks of a chaos run notice it.

The product is not patched: the statements and the connections that carry the guard are changed on their way.
"""

import contextlib
import re
import sqlite3
import time
from typing import Any

from sqlalchemy import event

from storage.database import Database

FENCING, COMPARE_AND_SET, TRANSACTION_CHECK = "fencing", "compare-and-set", "transaction check"
CLAIM_SECONDS = 0.1
# The claim of deliveries compares the attempts that were seen with those of now.
_COMPARED = re.compile(r"\(outbox\.id, outbox\.attempts\) IN \((.*?\))\)", re.DOTALL)


def take_away(guards: str, database: Database) -> None:
    """Take guards away, several of them joined by commas. Fencing is a matter of the lease, see `child`."""
    if COMPARE_AND_SET in guards:
        event.listen(database.engine, "before_cursor_execute", _without_comparison, retval=True)
    if TRANSACTION_CHECK in guards:
        event.listen(database.engine, "do_connect", _conceal_lost_transactions)


def _without_comparison(
    connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool
) -> tuple[str, Any]:
    """Let a claim look at the ids only, and wait, so that another process claims the same meanwhile."""
    if _COMPARED.search(statement):
        time.sleep(CLAIM_SECONDS)
    found = r"EXISTS (SELECT 1 FROM (VALUES \1) AS seen (id, attempts) WHERE seen.id = outbox.id)"
    return _COMPARED.sub(found, statement), parameters


def _conceal_lost_transactions(dialect: Any, record: Any, arguments: Any, options: dict[str, Any]) -> None:
    """Let SQLite seem to be in the transaction that it has rolled back as a whole."""
    faulty: Any = options["factory"]

    class ConcealingConnection(faulty):  # type: ignore[misc]
        in_transaction = True

        def execute(self, *statement: Any) -> Any:
            if not statement[0].startswith(("ROLLBACK TO", "RELEASE")):
                return super().execute(*statement)
            with contextlib.suppress(sqlite3.OperationalError):
                return super().execute(*statement)

    options["factory"] = ConcealingConnection
