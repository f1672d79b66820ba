"""The claims: encoding, decoding and validation."""

from datetime import UTC, datetime
from typing import Any

import cbor2
import pytest
from hypothesis import given, settings, strategies as st

from bot.adapters.certificates import claims as certificate_claims
from bot.adapters.certificates.claims import CertificateClaims, ClaimsError, end_of_month
from tests.adapters.certificates.samples import DAY, NOW, SHANGHAI, claims

moments = st.integers(1_577_836_800, 3_786_912_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


@settings(deadline=None)
@given(
    st.from_regex(r"[0-9A-Z-]{1,32}", fullmatch=True),
    st.sampled_from(["桂A12345", "粤BD12345", "京A1234警", "沪A12Z4挂"]),
    st.from_regex(r"[0-9]{2}", fullmatch=True).filter(str.isascii),
    st.from_regex(r"20[0-9]{2}-(0[1-9]|1[0-2])", fullmatch=True).filter(str.isascii),
    moments,
)
def test_claims_are_read_back_as_they_were_written(
    number: str, plate: str, plate_type: str, month: str, issued_at: datetime
) -> None:
    written = CertificateClaims("chezhu", number, plate, plate_type, month, issued_at, issued_at + DAY)
    assert certificate_claims.from_bytes(certificate_claims.to_bytes(written)) == written


@pytest.mark.parametrize(
    "changes",
    [
        {"issuer": ""},
        {"issuer": "a b"},
        {"number": "lower"},
        {"number": "1" * 33},
        {"number": "桂1"},
        {"plate": "桂 A12345"},
        {"plate": "桂A12345\n"},
        {"plate": "x" * 13},
        {"plate_type": "2"},
        {"plate_type": "x2"},
        {"valid_until": "2028-13"},
        {"valid_until": "2028-00"},
        {"valid_until": "28-01"},
        {"expires_at": NOW},
        {"issued_at": NOW.replace(tzinfo=None)},
        {"version": 0},
    ],
    ids=str,
)
def test_invalid_claims_cannot_be_signed(changes: dict[str, Any]) -> None:
    with pytest.raises((ClaimsError, TypeError)):
        claims(**changes)


@pytest.mark.parametrize(
    "item",
    [
        [],
        {},
        {1: "chezhu"},
        {1: "chezhu", 4: 2, 6: 1, 7: b"1", -65537: [1, "桂A12345", 2]},
        {1: "chezhu", 4: 2, 6: 1, 7: b"1", -65537: [1, "桂A12345", 2, 202811], 8: 1},
        {1: "chezhu", 4: 2, 6: 1, 7: "1", -65537: [1, "桂A12345", 2, 202811]},
        {1: "chezhu", 4: 2, 6: 1, 7: b"\xff", -65537: [1, "桂A12345", 2, 202811]},
        {1: "chezhu", 4: 2**63, 6: 1, 7: b"1", -65537: [1, "桂A12345", 2, 202811]},
        {1: "chezhu", 4: 2, 6: -1, 7: b"1", -65537: [1, "桂A12345", 2, 202811]},
        {1: "chezhu", 4: 2, 6: 1, 7: b"1", -65537: [1, "桂A12345", -2, 202811]},
        {1: "chezhu", 4: 2, 6: 1, 7: b"1", -65537: [1, "桂A12345", 2, -202811]},
        {1: "chezhu", 4: 2, 6: 1, 7: b"1", -65537: [1, "桂A12345", 2, 2**60]},
    ],
    ids=str,
)
def test_other_members_are_refused(item: object) -> None:
    with pytest.raises(ClaimsError):
        certificate_claims.from_bytes(cbor2.dumps(item, canonical=True))


@pytest.mark.parametrize(
    ("month", "end"),
    [
        ("2026-11", datetime(2026, 11, 30, 16, tzinfo=UTC)),
        ("2026-12", datetime(2026, 12, 31, 16, tzinfo=UTC)),
        ("2027-02", datetime(2027, 2, 28, 16, tzinfo=UTC)),
        ("2028-02", datetime(2028, 2, 29, 16, tzinfo=UTC)),
    ],
)
def test_a_certificate_expires_at_the_end_of_its_month_in_the_local_zone(month: str, end: datetime) -> None:
    assert end_of_month(month, SHANGHAI) == end
    with pytest.raises(ClaimsError):
        end_of_month(month + "-01", SHANGHAI)
