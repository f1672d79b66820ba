"""Is this text a certificate of ours, and does it count today? Pure: no network, no clock, no database.

Whatever the text is, the answer comes in about a millisecond, is one of the verdicts, and
is never an exception: the text is measured before it is decoded, and decoded by a reader
that only knows what a certificate is made of.
"""

import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import base45

from bot.adapters.certificates import claims as certificate_claims
from bot.adapters.certificates import cose, strict_cbor
from bot.adapters.certificates.claims import CURRENT_VERSION, CertificateClaims, ClaimsError
from bot.adapters.certificates.keys import KeyState, PublicKey, PublicKeys
from bot.adapters.certificates.status_list import Standing, StatusList

MAX_CHARACTERS = 1024
CLOCK_LEEWAY = timedelta(minutes=10)


class CertificateVerdict(StrEnum):
    """The answers that are kept apart."""

    VALID = "valid"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"
    VEHICLE_ABNORMAL = "vehicle_abnormal"
    NOT_OURS = "not_ours"
    ALTERED = "altered"
    KEY_UNKNOWN = "key_unknown"
    KEY_EXPIRED = "key_expired"
    STATUS_TOO_OLD = "status_too_old"


class VerdictDetail(StrEnum):
    """What exactly led to the verdict, where the verdict alone leaves it open."""

    NONE = ""
    EMPTY = "empty"
    TOO_LONG = "too_long"
    HEALTH_CERTIFICATE = "health_certificate"
    VEHICLE_CODE = "vehicle_code"
    OTHER_TEXT = "other_text"
    NO_CODE = "no_code"
    UNREADABLE = "unreadable"
    SIGNATURE = "signature"
    OTHER_ISSUER = "other_issuer"
    OTHER_VERSION = "other_version"
    FROM_THE_FUTURE = "from_the_future"
    KEY_WITHDRAWN = "key_withdrawn"
    STATUS_MISSING = "status_missing"
    STATUS_TOO_OLD = "status_too_old"


@dataclass(frozen=True, slots=True)
class Verification:
    """The answer. `claims` are there exactly when the signature holds: they may be shown, the plate always."""

    verdict: CertificateVerdict
    detail: VerdictDetail = VerdictDetail.NONE
    claims: CertificateClaims | None = None
    kid: str | None = None


@dataclass(frozen=True, slots=True)
class _Envelope:
    """A certificate taken apart, before anything in it is believed."""

    kid: str
    protected: bytes
    payload: bytes
    signature: bytes


def verify(text: str, *, keys: PublicKeys, status: StatusList | None, now: datetime) -> Verification:
    """Judge the text of a QR by the issuer's keys and the newest status list at hand.

    What is known against a certificate counts even from an old list; that nothing is known
    counts only from a current one.
    """
    wanted, detail = _candidates(text)
    if not wanted:
        return Verification(CertificateVerdict.NOT_OURS, detail)
    answer = _verify_exactly(wanted[0], keys, status, now)
    for candidate in wanted[1:]:
        if answer.claims is None:
            other = _verify_exactly(candidate, keys, status, now)
            answer = other if other.claims else answer
    return answer


_SQUEEZED = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_STANDINGS = {
    Standing.SUPERSEDED: CertificateVerdict.SUPERSEDED,
    Standing.REVOKED: CertificateVerdict.REVOKED,
    Standing.ABNORMAL: CertificateVerdict.VEHICLE_ABNORMAL,
}


def _candidates(text: str) -> tuple[list[str], VerdictDetail]:
    """Return the spellings worth trying, or why there are none.

    A space is a character of Base45 and a thing chats add when they fold lines, so both readings are tried.
    """
    if len(text) > MAX_CHARACTERS:
        return [], VerdictDetail.TOO_LONG
    cleaned = unicodedata.normalize("NFKC", text.translate(_SQUEEZED)).strip().upper()
    if not cleaned:
        return [], VerdictDetail.EMPTY
    if not cleaned.startswith(cose.PREFIX):
        return [], _foreign(cleaned)
    unfolded = "".join(cleaned.splitlines()).replace("\t", "")
    spaced = " ".join(cleaned.splitlines())
    return list(dict.fromkeys((unfolded, "".join(cleaned.split()), spaced))), VerdictDetail.NONE


def _foreign(text: str) -> VerdictDetail:
    if text.startswith("HC1:"):
        return VerdictDetail.HEALTH_CERTIFICATE
    if text.startswith(("HTTPS://T.ME/", "TG://RESOLVE")):
        return VerdictDetail.VEHICLE_CODE
    return VerdictDetail.OTHER_TEXT


def _verify_exactly(text: str, keys: PublicKeys, status: StatusList | None, now: datetime) -> Verification:
    envelope = _open(text)
    if envelope is None:
        return Verification(CertificateVerdict.ALTERED, VerdictDetail.UNREADABLE)
    key = keys.find(envelope.kid)
    if key is None:
        return Verification(CertificateVerdict.KEY_UNKNOWN, kid=envelope.kid)
    message = cose.to_be_signed(envelope.protected, envelope.payload)
    if not cose.signature_holds(key.point(), message, envelope.signature):
        return Verification(CertificateVerdict.ALTERED, VerdictDetail.SIGNATURE, kid=envelope.kid)
    try:
        claims = certificate_claims.from_bytes(envelope.payload)
    except ClaimsError:
        return Verification(CertificateVerdict.NOT_OURS, VerdictDetail.OTHER_VERSION, kid=envelope.kid)
    verdict, detail = _judge(claims, key, keys.issuer, status, now)
    return Verification(verdict, detail, claims, envelope.kid)


def _open(text: str) -> _Envelope | None:
    """Take a text apart; None unless it is exactly of the shape that `signing.sign` writes."""
    try:
        item = strict_cbor.read(base45.b45decode(text[len(cose.PREFIX) :]))
    except ValueError:
        return None
    match item:
        case strict_cbor.Tagged(
            cose.SIGN1_TAG, [bytes(protected), dict(unprotected), bytes(payload), bytes(signature)]
        ) if not unprotected and cose.in_lower_half(signature):
            kid = protected[-cose.KID_BYTES :].hex()
            whole = len(protected) > cose.KID_BYTES and protected == cose.protected_header(kid)
            return _Envelope(kid, protected, payload, signature) if whole else None
    return None


def _judge(
    claims: CertificateClaims, key: PublicKey, issuer: str, status: StatusList | None, now: datetime
) -> tuple[CertificateVerdict, VerdictDetail]:
    """Judge a certificate whose signature holds, the gravest finding first."""
    if key.state is KeyState.WITHDRAWN or (status and key.kid in status.withdrawn):
        return CertificateVerdict.KEY_EXPIRED, VerdictDetail.KEY_WITHDRAWN
    if not key.covers(claims.issued_at):
        return CertificateVerdict.KEY_EXPIRED, VerdictDetail.NONE
    if claims.issuer != issuer:
        return CertificateVerdict.NOT_OURS, VerdictDetail.OTHER_ISSUER
    if claims.version != CURRENT_VERSION:
        return CertificateVerdict.NOT_OURS, VerdictDetail.OTHER_VERSION
    if claims.issued_at > now + CLOCK_LEEWAY:
        return CertificateVerdict.NOT_OURS, VerdictDetail.FROM_THE_FUTURE
    return _judge_standing(claims, status, now)


def _judge_standing(
    claims: CertificateClaims, status: StatusList | None, now: datetime
) -> tuple[CertificateVerdict, VerdictDetail]:
    """Say what became of a certificate that was rightly issued."""
    known_is_old = status is None or status.is_too_old(now)
    standing = status.entries.get(claims.number) if status else None
    if standing:
        return _STANDINGS[standing], VerdictDetail.STATUS_TOO_OLD if known_is_old else VerdictDetail.NONE
    if now >= claims.expires_at:
        return CertificateVerdict.EXPIRED, VerdictDetail.NONE
    if known_is_old:
        return CertificateVerdict.STATUS_TOO_OLD, VerdictDetail.NONE if status else VerdictDetail.STATUS_MISSING
    return CertificateVerdict.VALID, VerdictDetail.NONE
