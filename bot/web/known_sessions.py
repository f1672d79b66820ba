"""Whose sessions were found lately: their requests are counted by account, those of all others by address.

Colleagues who share an address are so in nobody's way. Only what a request has found in the store is known, so whoever
invents tokens is counted by address. Each process knows those that it has found.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Iterable
from uuid import UUID

MAX_SESSIONS = 20_000


class KnownSessions:
    """The accounts of sessions by the hash of their token; beyond the maximum, the longest unused are dropped."""

    def __init__(self) -> None:
        self._accounts: OrderedDict[bytes, UUID] = OrderedDict()

    def add(self, token: str, account_id: UUID) -> None:
        """Remember a session that was found."""
        key = _hash(token)
        self._accounts[key] = account_id
        self._accounts.move_to_end(key)
        if len(self._accounts) > MAX_SESSIONS:
            self._accounts.popitem(last=False)

    def forget(self, token: str) -> None:
        """Forget a session that was not found."""
        self._accounts.pop(_hash(token), None)

    def account_of(self, tokens: Iterable[str]) -> UUID | None:
        """Return the account of the first token that is known."""
        return next((found for token in tokens if (found := self._accounts.get(_hash(token)))), None)


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
