"""Signatures of events, by the specification of Standard Webhooks: HMAC-SHA256 over id, moment and body."""

import base64
import hmac
import secrets
from hashlib import sha256

from bot import program_name

SECRET_PREFIX = "whsec_"
SECRET_BYTES = 32


def new_secret() -> str:
    """Return a new secret: random bytes in base64 behind a prefix."""
    return SECRET_PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def signed_headers(secret: str, event_id: str, body: bytes, *, at: int) -> dict[str, str]:
    """Return the headers of an event. secret: whsec_ and base64; at: seconds since 1970 of this attempt."""
    key = base64.b64decode(secret.removeprefix(SECRET_PREFIX))
    signature = hmac.digest(key, f"{event_id}.{at}.".encode() + body, sha256)
    return {
        "webhook-id": event_id,
        "webhook-timestamp": str(at),
        "webhook-signature": f"v1,{base64.b64encode(signature).decode()}",
        "content-type": "application/json",
        "user-agent": f"chezhu/{program_name.version()}",
    }
