"""The signed status list: certificates that are revoked, superseded or of an abnormal vehicle.

It is a signed document (`signed_json`). It states when it was issued and when the
next one is due, so that an offline verifier knows how old it is. A list ends within `MAX_VALIDITY` and inside the
period of its key, and only the active key signs lists: what leaks of an older key can declare nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import AwareDatetime, TypeAdapter

from bot.adapters.certificates import signed_json
from bot.adapters.certificates.keys import KeyState, PrivateKey, PublicKey, PublicKeys
from bot.adapters.certificates.signed_json import SignedJsonError

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
    return signed_json.sign(_LIST.dump_json(status), TYPE, key)


def read_status(text: str, keys: PublicKeys) -> StatusList:
    """Return the list in a signed document. Raises StatusListError unless the active key of the issuer signed it."""
    try:
        payload, key = signed_json.read(text, TYPE, keys)
        status = _LIST.validate_json(payload)
    except SignedJsonError as problem:
        raise StatusListError(str(problem)) from None
    except ValueError:  # The parser's own message would quote untrusted input.
        raise StatusListError("not a signed status list") from None
    if key.state is not KeyState.ACTIVE:
        raise StatusListError("signed with a key that is retired")
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
