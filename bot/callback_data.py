"""Callback data of buttons: verb, subject, revision and a signature, within the 64 bytes that Telegram allows.

`verb.subject.revision.signature`. The signature is an HMAC that covers the Telegram user too, so that callback data
can be neither forged nor used by anybody but the person the button was made for.
"""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass

from bot.card import CardButton
from bot.errors import InvalidCallbackData
from storage.database.encryption import current_keyring

MAX_BYTES = 64
SIGNATURE_BYTES = 8


@dataclass(frozen=True, slots=True)
class Tap:
    """A tap whose signature is valid for this person. revision: None for buttons outside flows."""

    verb: str
    subject: str
    revision: int | None


def encode(button: CardButton, *, telegram_id: int, revision: int) -> str:
    """Return the callback data of a button for this Telegram user. Raises ValueError beyond 64 bytes."""
    body = f"{button.verb}.{button.subject}.{revision if button.in_step else ''}"
    data = f"{body}.{_signature(current_keyring().button_keys()[0], body, telegram_id)}"
    if len(data.encode()) > MAX_BYTES:
        raise ValueError(f"callback data of {button.verb} is too long")
    return data


def decode(data: str, *, telegram_id: int) -> Tap:
    """Verify and parse callback data. Raises InvalidCallbackData unless it was made for this Telegram user."""
    body, _, signature = data.rpartition(".")
    genuine = (_signature(key, body, telegram_id) for key in current_keyring().button_keys())
    if not any(hmac.compare_digest(signature.encode(), each.encode()) for each in genuine):
        raise InvalidCallbackData
    verb, subject, revision = body.split(".", 2)
    return Tap(verb, subject, int(revision) if revision else None)


def _signature(key: bytes, body: str, telegram_id: int) -> str:
    digest = hmac.digest(key, f"{telegram_id}|{body}".encode(), hashlib.sha256)
    return urlsafe_b64encode(digest[:SIGNATURE_BYTES]).decode().rstrip("=")
