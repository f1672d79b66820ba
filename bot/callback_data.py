"""Callback data: verb, subject, revision and a mark that binds them to one person, within 64 bytes.

`verb.subject.revision.mark`. Callback data can be forged; the mark cannot, and one
made for somebody else does not fit.
"""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass

from bot.card import CardButton
from bot.errors import Forged
from storage.database.encryption import current_keyring

MAX_BYTES = 64
SIGNATURE_BYTES = 8


@dataclass(frozen=True, slots=True)
class Tap:
    """A tap that is proven to come from a button made for this person. revision: None outside flows."""

    verb: str
    subject: str
    revision: int | None


def encode(press: CardButton, *, person: int, revision: int) -> str:
    """Make the callback data of a button for this Telegram user. Raises ValueError past 64 bytes."""
    body = f"{press.verb}.{press.subject}.{revision if press.in_step else ''}"
    data = f"{body}.{_mark(body, person)}"
    if len(data.encode()) > MAX_BYTES:
        raise ValueError(f"callback data of {press.verb} is too long")
    return data


def decode(data: str, *, person: int) -> Tap:
    """Read callback data back. Raises Forged unless it was made for this person."""
    body, _, mark = data.rpartition(".")
    if not hmac.compare_digest(mark.encode(), _mark(body, person).encode()):
        raise Forged
    verb, subject, revision = body.split(".", 2)
    return Tap(verb, subject, int(revision) if revision else None)


def _mark(body: str, person: int) -> str:
    digest = hmac.digest(current_keyring().derived_key("button"), f"{person}|{body}".encode(), hashlib.sha256)
    return urlsafe_b64encode(digest[:SIGNATURE_BYTES]).decode().rstrip("=")
