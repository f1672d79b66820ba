"""Sample keys, certificate and status list for the tests of certificates."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from bot.adapters.certificates import cose, keys as certificate_keys
from bot.adapters.certificates.claims import CertificateClaims, end_of_month
from bot.adapters.certificates.keys import PrivateKeys, PublicKeys
from bot.adapters.certificates.status_list import ListedStatus, StatusList
from bot.adapters.certificates.verifier import Verification, verify

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
DAY = timedelta(days=1)
SHANGHAI = ZoneInfo("Asia/Shanghai")
# The prefix and the key's id take at least this many characters of a text.
HEADER = 40


@lru_cache
def keys() -> PrivateKeys:
    """Return a key set with one active key, the same for the whole test run."""
    made = certificate_keys.make(now=NOW)
    # The id is part of every text, and some tests need texts without spaces, so its Base45 must not contain one.
    while " " in cose.sign(claims(), made.keys[0])[:HEADER]:
        made = certificate_keys.make(now=NOW)
    return made


def public() -> PublicKeys:
    """Return the public keys."""
    return keys().public()


def claims(**changes: Any) -> CertificateClaims:
    """Return the claims of a certificate of a small new-energy car, valid until November 2028."""
    sample = CertificateClaims(
        issuer="chezhu",
        number="450126000123456",
        plate="桂AD12345",
        plate_type="52",
        valid_until="2028-11",
        issued_at=NOW,
        expires_at=end_of_month("2028-11", SHANGHAI),
    )
    return replace(sample, **changes)


def text(**changes: Any) -> str:
    """Return the signed text of the sample."""
    return cose.sign(claims(**changes), keys().keys[0])


def status(listed: ListedStatus | None = None, **changes: Any) -> StatusList:
    """Return a list that is current for a day, with the sample on it if a status is given."""
    entries = {claims().number: listed} if listed else {}
    return replace(StatusList("chezhu", 7, NOW, NOW + DAY, entries), **changes)


def judge(candidate: str, **changes: Any) -> Verification:
    """Verify with current keys and list."""
    given: dict[str, Any] = {"keys": public(), "status": status(), "now": NOW}
    return verify(candidate, **{**given, **changes})
