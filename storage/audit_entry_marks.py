"""The mark of an entry of the audit: a MAC by which the sealer tells what the desk wrote from what others inserted.

It is computed in the turn, from the secret key alone, so no turn waits for another. A random number makes two equal
entries different, so that a copy of an entry is noticed.
"""

import hashlib
import hmac
import json
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from storage.database.encryption import current_keyring

PURPOSE = "audit entry"
_RANDOM, _DIGEST = 8, 16


def mark(at: datetime, action: str, by: UUID | None, on: UUID | None, details: str) -> str:
    """Return a new mark of this content, 32 characters, under the newest secret key."""
    random = os.urandom(_RANDOM)
    key = current_keyring().derived_keys(PURPOSE)[0]
    return urlsafe_b64encode(random + _digest(key, random, (at, action, by, on, details))).decode()


def is_genuine(row: Any) -> bool:
    """Return whether the desk wrote this entry, under any of the secret keys in use."""
    try:
        given = urlsafe_b64decode(row.mark or "")
    except ValueError:
        return False
    random, digest = given[:_RANDOM], given[_RANDOM:]
    content = (row.at, row.action, row.by, row.on, row.details)
    keys = current_keyring().derived_keys(PURPOSE)
    return any(hmac.compare_digest(digest, _digest(key, random, content)) for key in keys)


def content_of(at: datetime, *content: object) -> str:
    """Return the content of an entry as one unambiguous text."""
    return json.dumps([at.astimezone(UTC).isoformat(), *(None if each is None else str(each) for each in content)])


def _digest(key: bytes, random: bytes, content: tuple[Any, ...]) -> bytes:
    return hmac.digest(key, random + content_of(*content).encode(), hashlib.sha256)[:_DIGEST]
