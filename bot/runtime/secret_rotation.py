"""Rotation of secrets: re-encrypts a store with the newest secret key in short transactions, beside the running desk.

It can be interrupted anywhere and run again: what is done is known by the id of its key.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from storage import audit_chain, lookup_keys, reencryption
from storage.database import Database
from storage.database.encryption import current_keyring


def reseal(database: Database, *, now: datetime) -> tuple[int, int]:
    """Encrypt everything with the newest key. Returns how many values and how many look-up hashes were outdated.

    Entries of the audit are sealed first: their marks are believed only while their secret is in the keyring.
    """
    if len(current_keyring().secrets) > 1:
        with database.transaction() as session:
            lookup_keys.keep(session, now=now)
            lookup_keys.use(session.connection(), now=now)
        with suppress(IntegrityError):  # The running desk seals at the same moment.
            _repeated(database, lambda session: audit_chain.extend_chain(session, now=now))
    values = _repeated(database, reencryption.reencrypt)
    hashes = _repeated(database, reencryption.reencrypt_hashes) if current_keyring().lookup_keys else 0
    return values, hashes


def _repeated(database: Database, piece: Callable[[Session], int]) -> int:
    total = 0
    while True:
        with database.transaction() as session:
            done = piece(session)
        if not done:
            return total
        total += done
