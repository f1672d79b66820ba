"""The signed status list: certificates that are revoked, superseded or of an abnormal vehicle.

The document is a JSON Web Signature in flattened JSON serialization (RFC 7515, 7.2.2), signed with ES256 by the key
of the certificates; its `typ` distinguishes it from other signed documents. It states when it was issued and when the
next one is due, so that an offline verifier knows how old it is. A list ends within `MAX_VALIDITY` and inside the
period of its key, and only the active key signs lists: what leaks of an older key can declare nothing.
"""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import AwareDatetime, TypeAdapter

from bot.adapters.certificates import cose
from bot.adapters.certificates.keys import KeyState, PrivateKey, PublicKey, PublicKeys

TYPE = "chezhu-status+jws"
MAX_VALIDITY = timedelta(days=31)  # The dated rule `status_list_hours` allows 30 days.
CLOCK_LEEWAY = timedelta(minutes=10)


class ListedStatus(StrEnum):
    """Why a certificate on the list is not valid."""

    SUPERSEDED = "superseded"
    REVOKED = "revoked"
    ABNORMAL = "abnormal"


class StatusListError(ValueError):
    """The document is not a status list signed by the issuer; the message says why."""


@dataclass(frozen=True, slots=True)
class StatusList:
    """The state at `issued_at`: certificate numbers with their status, and the ids of withdrawn keys."""

    issuer: str
    number: int
    issued_at: AwareDatetime
    next_update: AwareDatetime
    entries: Mapping[str, ListedStatus] = field(default_factory=dict)
    withdrawn: frozenset[str] = frozenset()

    def is_current(self, now: datetime) -> bool:
        """Return whether the list is issued and the next one is not overdue."""
        return self.issued_at - CLOCK_LEEWAY <= now <= self.next_update


def sign_status(status: StatusList, key: PrivateKey) -> str:
    """Return the list as a signed JSON document."""
    header = {"alg": key.alg, "kid": key.kid, "typ": TYPE}
    protected = _encode(json.dumps(header, separators=(",", ":")).encode())
    payload = _encode(_LIST.dump_json(status))
    signature = cose.sign_message(key.secret(), f"{protected}.{payload}".encode())
    return json.dumps({"payload": payload, "protected": protected, "signature": _encode(signature)}, indent=1)


def read_status(text: str, keys: PublicKeys) -> StatusList:
    """Return the list in a signed document. Raises StatusListError unless the active key of the issuer signed it."""
    try:
        document = _DOCUMENT.validate_json(text)
        header = _HEADER.validate_json(_decode(document["protected"]))
        key = _signer(document, header, keys)
        status = _LIST.validate_json(_decode(document["payload"]))
    except StatusListError:
        raise
    except (KeyError, ValueError):  # The parser's own message would quote untrusted input.
        raise StatusListError("not a signed status list") from None
    if status.issuer != keys.issuer:
        raise StatusListError("another issuer's list")
    _check_period(status, key)
    return status


def _check_period(status: StatusList, key: PublicKey) -> None:
    """Require that the list ends in time and inside the period of its key. Raises StatusListError."""
    if key.kid in status.withdrawn or not key.not_before <= status.issued_at <= status.next_update <= key.not_after:
        raise StatusListError("signed with a key that could not sign it at that time")
    if status.next_update - status.issued_at > MAX_VALIDITY:
        raise StatusListError(f"valid for more than {MAX_VALIDITY.days} days")


_LIST = TypeAdapter(StatusList)
_DOCUMENT = TypeAdapter(dict[str, str])
_HEADER = TypeAdapter(dict[str, str])


def _signer(document: dict[str, str], header: dict[str, str], keys: PublicKeys) -> PublicKey:
    """Return the key that signed the document. Raises StatusListError, KeyError or ValueError."""
    if (header["alg"], header["typ"], len(header)) != ("ES256", TYPE, 3):
        raise StatusListError("not a signed status list")
    key = keys.find(header["kid"])
    if key is None or key.state is not KeyState.ACTIVE:
        raise StatusListError("signed with a key that is unknown, retired or withdrawn")
    message = f"{document['protected']}.{document['payload']}".encode()
    if not cose.verify_signature(key.point(), message, _decode(document["signature"])):
        raise StatusListError("the list was altered")
    return key


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _decode(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
