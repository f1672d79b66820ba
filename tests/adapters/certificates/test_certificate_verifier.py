"""The verdicts of the verifier, and what chats and keyboards do to a text."""

from dataclasses import replace
from datetime import datetime, timedelta

import base45
import cbor2
import pytest

from bot.adapters.certificates import cose, keys as certificate_keys
from bot.adapters.certificates.status_list import ListedStatus, StatusList
from bot.adapters.certificates.verifier import CertificateVerdict, VerdictDetail
from bot.adapters.drawing import qr_code
from tests.adapters.certificates.samples import DAY, NOW, claims, judge, keys, public, status, text

AFTER_THE_END = claims().expires_at
OLD = status(issued_at=NOW - 9 * DAY, next_update=NOW - 8 * DAY)


def fresh(standing: ListedStatus | None, now: datetime) -> StatusList:
    return status(standing, issued_at=now, next_update=now + DAY)


@pytest.mark.parametrize(
    ("listed", "now", "verdict", "detail"),
    [
        (fresh(None, NOW), NOW, CertificateVerdict.VALID, VerdictDetail.NONE),
        (fresh(None, NOW), AFTER_THE_END - timedelta(seconds=1), CertificateVerdict.STATUS_TOO_OLD, VerdictDetail.NONE),
        (
            fresh(None, AFTER_THE_END - DAY),
            AFTER_THE_END - timedelta(seconds=1),
            CertificateVerdict.VALID,
            VerdictDetail.NONE,
        ),
        (fresh(None, AFTER_THE_END), AFTER_THE_END, CertificateVerdict.EXPIRED, VerdictDetail.NONE),
        (None, AFTER_THE_END, CertificateVerdict.EXPIRED, VerdictDetail.NONE),
        (None, NOW, CertificateVerdict.STATUS_TOO_OLD, VerdictDetail.STATUS_MISSING),
        (OLD, NOW, CertificateVerdict.STATUS_TOO_OLD, VerdictDetail.NONE),
        (fresh(ListedStatus.REVOKED, NOW), NOW, CertificateVerdict.REVOKED, VerdictDetail.NONE),
        (fresh(ListedStatus.SUPERSEDED, NOW), NOW, CertificateVerdict.SUPERSEDED, VerdictDetail.NONE),
        (fresh(ListedStatus.ABNORMAL, NOW), NOW, CertificateVerdict.VEHICLE_ABNORMAL, VerdictDetail.NONE),
        (fresh(ListedStatus.REVOKED, NOW), NOW + 2 * DAY, CertificateVerdict.REVOKED, VerdictDetail.STATUS_TOO_OLD),
        (fresh(ListedStatus.REVOKED, AFTER_THE_END), AFTER_THE_END, CertificateVerdict.REVOKED, VerdictDetail.NONE),
        (fresh(None, NOW), NOW - DAY, CertificateVerdict.UNREADABLE, VerdictDetail.FROM_THE_FUTURE),
        (
            status(withdrawn=frozenset({keys().keys[0].kid})),
            NOW,
            CertificateVerdict.KEY_INVALID,
            VerdictDetail.KEY_WITHDRAWN,
        ),
    ],
)
def test_a_genuine_certificate_gets_the_right_verdict(
    listed: StatusList | None, now: datetime, verdict: CertificateVerdict, detail: VerdictDetail
) -> None:
    answer = judge(text(), status=listed, now=now)
    assert (answer.verdict, answer.detail) == (verdict, detail)
    assert answer.claims == claims()


def test_a_certificate_of_an_unknown_key_shows_no_claims() -> None:
    answer = judge(text(), keys=certificate_keys.make(now=NOW).public())
    assert (answer.verdict, answer.claims, answer.kid) == (CertificateVerdict.KEY_UNKNOWN, None, keys().keys[0].kid)


def test_a_certificate_of_another_key_with_our_id_is_altered() -> None:
    stranger = replace(certificate_keys.make(now=NOW).keys[0], kid=keys().keys[0].kid)
    answer = judge(cose.sign(claims(), stranger))
    assert (answer.verdict, answer.detail, answer.claims) == (CertificateVerdict.ALTERED, VerdictDetail.SIGNATURE, None)


def test_a_certificate_of_another_issuer_with_the_same_key_is_not_ours() -> None:
    answer = judge(text(issuer="elsewhere"))
    assert (answer.verdict, answer.detail) == (CertificateVerdict.NOT_OURS, VerdictDetail.OTHER_ISSUER)


def test_a_certificate_of_a_later_version_is_not_valid() -> None:
    assert judge(text(version=2)).detail is VerdictDetail.OTHER_VERSION


def test_unknown_claims_signed_by_our_key_are_not_valid() -> None:
    key = keys().keys[0]
    header, payload = cose.protected_header(key.kid), cbor2.dumps({1: "chezhu"})
    signature = cose.sign_message(key.secret(), cose.sig_structure(header, payload))
    answer = judge(cose.to_text(cbor2.CBORTag(18, [header, {}, payload, signature])))
    assert (answer.verdict, answer.detail, answer.claims) == (
        CertificateVerdict.UNREADABLE,
        VerdictDetail.OTHER_VERSION,
        None,
    )


def test_the_same_certificate_with_the_higher_s_is_refused() -> None:
    order = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
    raw = base45.b45decode(text()[4:])
    twisted = raw[:-32] + (order - int.from_bytes(raw[-32:], "big")).to_bytes(32, "big")
    assert judge("CZ1:" + base45.b45encode(twisted).decode()).verdict is CertificateVerdict.UNREADABLE


def folded(certificate: str, width: int, joint: str) -> str:
    return joint.join(certificate[start : start + width] for start in range(0, len(certificate), width))


def wide(certificate: str) -> str:
    return "".join(chr(ord(character) + 0xFEE0) if character != " " else "\u3000" for character in certificate)


def without_spaces() -> str:
    """Return a certificate whose Base45 has no space, so that spaces may be inserted."""
    for serial in range(50_000):  # About one in three hundred has none.
        certificate = text(number=f"A{serial}")
        if " " not in certificate:
            return certificate
    raise AssertionError("no certificate without a space")


def test_a_text_survives_what_chats_and_keyboards_do_to_it() -> None:
    certificate = text()
    assert "  " not in certificate
    for changed in (
        certificate.lower(),
        f"\n  {certificate}\r\n",
        folded(certificate, 40, "\n"),
        folded(certificate, 40, "\r\n\t"),
        folded(certificate, 30, "\u200b"),
        wide(certificate),
        certificate.replace(" ", "\u00a0"),
        certificate.replace(" ", "\n"),
        "\ufeff" + certificate,
    ):
        assert judge(changed).verdict is CertificateVerdict.VALID, changed


def test_a_text_without_spaces_of_its_own_may_be_read_out_in_groups() -> None:
    certificate = without_spaces()
    for changed in (folded(certificate, 4, " "), folded(certificate, 50, "  \n ")):
        assert judge(changed).verdict is CertificateVerdict.VALID


HEALTH = "HC1:NCFOXN%TS3DH3ZSUZK+.V0ETD%65NL-AH-R6IOOK.IR9B+9G4G50PHZF0AT4V22F/8X*G3M9JUPY0BX/KR96R/S09T./0LWTKD"


@pytest.mark.parametrize(
    ("given", "verdict", "detail"),
    [
        ("", CertificateVerdict.UNREADABLE, VerdictDetail.EMPTY),
        (" \n\u200b", CertificateVerdict.UNREADABLE, VerdictDetail.EMPTY),
        (HEALTH, CertificateVerdict.NOT_OURS, VerdictDetail.HEALTH_CERTIFICATE),
        ("https://t.me/chezhu_bot?start=v_abc", CertificateVerdict.NOT_OURS, VerdictDetail.VEHICLE_CODE),
        ("https://example.org/", CertificateVerdict.NOT_OURS, VerdictDetail.OTHER_TEXT),
        ("你好", CertificateVerdict.UNREADABLE, VerdictDetail.OTHER_TEXT),
        ("CZ2:" + text()[4:], CertificateVerdict.UNREADABLE, VerdictDetail.OTHER_TEXT),
        (text()[4:], CertificateVerdict.UNREADABLE, VerdictDetail.OTHER_TEXT),
        (text()[110:], CertificateVerdict.UNREADABLE, VerdictDetail.OTHER_TEXT),
        (text() * 20, CertificateVerdict.UNREADABLE, VerdictDetail.TOO_LONG),
        ("CZ1:" + "A" * 10**6, CertificateVerdict.UNREADABLE, VerdictDetail.TOO_LONG),
        ("ﷺ" * 1024, CertificateVerdict.UNREADABLE, VerdictDetail.OTHER_TEXT),
        ("CZ1:" + "ﷺ" * 1020, CertificateVerdict.UNREADABLE, VerdictDetail.UNREADABLE),
        ("CZ1:", CertificateVerdict.UNREADABLE, VerdictDetail.UNREADABLE),
        ("CZ1:\ud800", CertificateVerdict.UNREADABLE, VerdictDetail.UNREADABLE),
        ("CZ1:桂A12345", CertificateVerdict.UNREADABLE, VerdictDetail.UNREADABLE),
        (text()[:110], CertificateVerdict.UNREADABLE, VerdictDetail.UNREADABLE),
        (text()[:-1], CertificateVerdict.UNREADABLE, VerdictDetail.UNREADABLE),
        ("CZ1:" + HEALTH[4:], CertificateVerdict.UNREADABLE, VerdictDetail.UNREADABLE),
    ],
    ids=lambda value: value.name if isinstance(value, VerdictDetail) else "",
)
def test_other_codes_are_identified(given: str, verdict: CertificateVerdict, detail: VerdictDetail) -> None:
    answer = judge(given)
    assert (answer.verdict, answer.detail, answer.claims) == (verdict, detail, None)


def test_the_qr_code_is_small_and_alphanumeric() -> None:
    assert qr_code.version(text(), level="Q") == 10
    assert len(text()) == 220
    assert set(text()) <= set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")


def test_a_certificate_cannot_contain_a_name_or_an_id_number() -> None:
    assert public().keys[0].kid in cose.protected_header(keys().keys[0].kid).hex()
    assert set(claims().__dataclass_fields__) == {
        "issuer", "number", "plate", "plate_type", "valid_until", "issued_at", "expires_at", "version",
    }  # fmt: skip
