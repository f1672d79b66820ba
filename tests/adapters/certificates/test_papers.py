"""Signed codes of decisions and receipts: read by the same verifier, and never taken for a certificate."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.adapters.certificates import claims as certificate_claims, cose, papers
from bot.adapters.certificates.papers import PaperClaims, PaperClaimsError, PaperKind
from bot.adapters.certificates.status_list import ListedStatus, StatusList
from bot.adapters.certificates.verifier import CertificateVerdict, VerdictDetail, Verification, verify
from tests.adapters.certificates.forging import HEADER, KEY, PAYLOAD, encode_message
from tests.adapters.certificates.samples import DAY, NOW, claims, public, status

NUMBER = "4509021000010013"
PAPER = PaperClaims("chezhu", PaperKind.DECISION, NUMBER, "桂AD12345", "52", 20_000, NOW, NOW)


def judge(text: str, listed: StatusList | None = None) -> Verification:
    return verify(text, keys=public(), status=listed or status(), now=NOW)


def signed(payload: bytes, context: bytes) -> str:
    signature = cose.sign_message(KEY.secret(), cose.sig_structure(HEADER, payload, context))
    return encode_message(HEADER, {}, payload, signature)


@pytest.mark.parametrize("kind", PaperKind)
def test_a_signed_paper_is_genuine_and_no_certificate(kind: PaperKind) -> None:
    paper = replace(PAPER, kind=kind)
    found = judge(cose.sign_paper(paper, KEY))
    assert (found.verdict, found.paper, found.claims, found.kid) == (CertificateVerdict.PAPER, paper, None, KEY.kid)


def test_a_paper_that_is_signed_as_a_certificate_is_neither() -> None:
    found = judge(signed(papers.to_bytes(PAPER), b""))
    assert (found.verdict, found.detail) == (CertificateVerdict.UNREADABLE, VerdictDetail.OTHER_VERSION)
    assert not found.is_signed


def test_a_certificate_that_is_signed_as_a_paper_is_neither() -> None:
    found = judge(signed(PAYLOAD, papers.CONTEXT))
    assert (found.verdict, found.detail) == (CertificateVerdict.UNREADABLE, VerdictDetail.OTHER_VERSION)
    assert not found.is_signed


def test_every_changed_byte_of_a_paper_is_noticed() -> None:
    payload = papers.to_bytes(PAPER)
    signature = cose.sign_message(KEY.secret(), cose.sig_structure(HEADER, payload, papers.CONTEXT))
    for at in range(len(payload)):
        changed = bytes(byte ^ (at == place) for place, byte in enumerate(payload))
        assert judge(encode_message(HEADER, {}, changed, signature)).verdict is CertificateVerdict.ALTERED


@pytest.mark.parametrize(
    ("changes", "verdict", "detail"),
    [
        ({"issuer": "other"}, CertificateVerdict.NOT_OURS, VerdictDetail.OTHER_ISSUER),
        ({"version": 2}, CertificateVerdict.UNREADABLE, VerdictDetail.OTHER_VERSION),
        ({"issued_at": NOW + timedelta(minutes=11)}, CertificateVerdict.UNREADABLE, VerdictDetail.FROM_THE_FUTURE),
    ],
)
def test_a_paper_of_another_issuer_is_not_ours_and_of_another_version_or_time_not_judged(
    changes: dict[str, Any], verdict: CertificateVerdict, detail: VerdictDetail
) -> None:
    found = judge(cose.sign_paper(replace(PAPER, **changes), KEY))
    assert (found.verdict, found.detail) == (verdict, detail)


def test_a_revoked_decision_is_on_the_status_list_under_a_name_of_its_own() -> None:
    text = cose.sign_paper(PAPER, KEY)
    revoked = {papers.LISTED + NUMBER: ListedStatus.REVOKED}
    assert judge(text, status(entries=revoked)).verdict is CertificateVerdict.PAPER_REVOKED
    assert judge(text, status(entries={NUMBER: ListedStatus.REVOKED})).verdict is CertificateVerdict.PAPER
    same = cose.sign(claims(number=NUMBER), KEY)
    assert judge(same, status(entries=revoked)).verdict is CertificateVerdict.VALID


def test_without_a_current_list_a_paper_may_have_been_revoked() -> None:
    text = cose.sign_paper(PAPER, KEY)
    found = verify(text, keys=public(), status=None, now=NOW)
    assert (found.verdict, found.detail) == (CertificateVerdict.STATUS_TOO_OLD, VerdictDetail.STATUS_MISSING)
    later = NOW + 2 * DAY
    assert verify(text, keys=public(), status=status(), now=later).verdict is CertificateVerdict.STATUS_TOO_OLD
    listed = status(entries={papers.LISTED + NUMBER: ListedStatus.REVOKED})
    found = verify(text, keys=public(), status=listed, now=later)
    assert (found.verdict, found.detail) == (CertificateVerdict.PAPER_REVOKED, VerdictDetail.STATUS_TOO_OLD)


@pytest.mark.parametrize(
    "changes",
    [
        {"issuer": ""},
        {"number": "450902100001001"},
        {"number": "45090210000100X3"},
        {"plate": "桂"},
        {"plate_type": "2"},
        {"fen": -1},
        {"fen": 10**12 + 1},
        {"at": NOW.replace(tzinfo=None)},
        {"issued_at": NOW.replace(tzinfo=None)},
        {"version": 0},
    ],
)
def test_claims_that_cannot_be_encoded_are_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(PaperClaimsError):
        replace(PAPER, **changes)


def test_other_members_are_no_paper() -> None:
    for payload in (b"", PAYLOAD, papers.to_bytes(PAPER)[:-1]):
        with pytest.raises(PaperClaimsError):
            papers.from_bytes(payload)
    for other in (b"\x01", b"\x02"):
        kind = papers.to_bytes(PAPER).replace(b"\x86\x01\x01", b"\x86\x01" + other)
        assert papers.from_bytes(kind).kind is list(PaperKind)[other[0] - 1]
    with pytest.raises(PaperClaimsError):
        papers.from_bytes(papers.to_bytes(PAPER).replace(b"\x86\x01\x01", b"\x86\x01\x03"))


def test_a_certificate_is_no_paper() -> None:
    assert judge(cose.sign(claims(), KEY)).paper is None
    with pytest.raises(certificate_claims.ClaimsError):
        certificate_claims.from_bytes(papers.to_bytes(PAPER))
