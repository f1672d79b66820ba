"""A desk's keys, a certificate of theirs and a status list, for the tests of certificates."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from bot.adapters.certificates import cose
from bot.adapters.certificates import keys as certificate_keys
from bot.adapters.certificates.claims import CertificateClaims, end_of_month
from bot.adapters.certificates.keys import PrivateKeys, PublicKeys
from bot.adapters.certificates.status_list import ListedStatus, StatusList
from bot.adapters.certificates.verifier import Verification, verify

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
DAY = timedelta(days=1)
SHANGHAI = ZoneInfo("Asia/Shanghai")
HEADER = 40
"""How many characters of a text the prefix and the key's id take, at the least."""


@lru_cache
def keys() -> PrivateKeys:
    """A key set with one active key, the same for the whole test run."""
    made = certificate_keys.make(now=NOW)
    # The key's id stands in every text: one that Base45 writes with a space would leave no text without any.
    while " " in cose.sign(claims(), made.keys[0])[:HEADER]:
        made = certificate_keys.make(now=NOW)
    return made


def public() -> PublicKeys:
    """What a verifier has."""
    return keys().public()


def claims(**changes: Any) -> CertificateClaims:
    """A certificate of a small new-energy car, valid until November 2028."""
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
    """The sample as the text of its QR."""
    return cose.sign(claims(**changes), keys().keys[0])


def status(standing: ListedStatus | None = None, **changes: Any) -> StatusList:
    """A list that is good for a day, with the sample on it if a standing is given."""
    entries = {claims().number: standing} if standing else {}
    return replace(StatusList("chezhu", 7, NOW, NOW + DAY, entries), **changes)


def judge(candidate: str, **changes: Any) -> Verification:
    """Verify as a verifier would who has just fetched keys and list."""
    given: dict[str, Any] = {"keys": public(), "status": status(), "now": NOW}
    return verify(candidate, **{**given, **changes})
