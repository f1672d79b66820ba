"""Rotation of secrets: re-encrypts a store with the newest secret key in short transactions, beside the running desk.

It can be interrupted anywhere and run again: what is done is known by the id of its key. Rows are looked for outside
the transactions that write, so that the desk waits for few rows only.
"""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from storage import audit_chain, lookup_keys, reencryption
from storage.database import Database
from storage.database.encryption import current_keyring

PIECE = 200
MAX_PASSES = 3  # The running desk may write a few values in the old form while it goes on.


def reseal(database: Database, *, now: datetime) -> int:
    """Encrypt everything with the newest key. Returns how many values were outdated.

    Entries of the audit are sealed first: their marks are believed only while their secret is in the keyring.
    """
    if len(current_keyring().secrets) > 1:
        with database.transaction() as session:
            lookup_keys.keep(session, now=now)
            lookup_keys.use(session.connection(), now=now)
        _seal_audit(database, now)
    total = 0
    for _ in range(MAX_PASSES):
        done = sum(pieces(database))
        total += done
        if not done:
            break
    return total


def pieces(database: Database, *, limit: int = PIECE) -> Iterator[int]:
    """Encrypt what is outdated once, piece by piece. Yields how many values of each were changed."""
    for column in reencryption.outdated_columns():
        after = None
        while True:
            with database.reading() as session:
                rows = column.rows(session, after=after, limit=limit)
            if not rows:
                break
            with database.transaction() as session:
                done = column.renew(session, rows)
            yield done
            after = column.key_of(rows[-1])


def _seal_audit(database: Database, now: datetime) -> None:
    more = True
    with suppress(IntegrityError):  # The running desk seals at the same moment.
        while more:
            with database.transaction() as session:
                more = audit_chain.extend_chain(session, now=now) > 0
