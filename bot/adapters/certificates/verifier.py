"""Verifies the text of a certificate: signature, key, expiry and status. No network, no clock, no database.

For any text the result is one of the verdicts within a few milliseconds, never an exception: the length is limited
before decoding, and the decoder accepts nothing but the encoding of certificates.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import base45

from bot.adapters.certificates import claims as certificate_claims, cose, papers, pasted_text, strict_cbor
from bot.adapters.certificates.claims import CURRENT_VERSION, CertificateClaims, ClaimsError
from bot.adapters.certificates.keys import KeyState, PublicKey, PublicKeys
from bot.adapters.certificates.papers import PaperClaims, PaperClaimsError, PaperKind
from bot.adapters.certificates.status_list import CLOCK_LEEWAY, ListedStatus, StatusList

MAX_CHARACTERS = pasted_text.MAX_CHARACTERS
# How a code begins that is of somebody else, whoever typed it: an address of the web, a payment, a health certificate.
_OTHER_CODES = ("HTTP://", "HTTPS://", "WEIXIN://", "WXP://", "ALIPAYS://", "TG://", "HC1:")


class CertificateVerdict(StrEnum):
    """What a verification results in. A decision or receipt is genuine (`PAPER`), never valid as a certificate is.

    Not ours: a code that was read and is something else. Altered: of our form, and its signature fails. Unreadable: it
    could not be read or judged, which says nothing about the certificate.
    """

    VALID = "valid"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"
    VEHICLE_ABNORMAL = "vehicle_abnormal"
    NOT_OURS = "not_ours"
    UNREADABLE = "unreadable"
    ALTERED = "altered"
    KEY_UNKNOWN = "key_unknown"
    KEY_INVALID = "key_expired"
    PAPER = "paper"
    PAPER_REVOKED = "paper_revoked"
    STATUS_TOO_OLD = "status_too_old"


class VerdictDetail(StrEnum):
    """The reason for a verdict that may have several."""

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
    """The result. `claims`, or `paper` of a decision or receipt, are present exactly if the signature is valid."""

    verdict: CertificateVerdict
    detail: VerdictDetail = VerdictDetail.NONE
    claims: CertificateClaims | None = None
    kid: str | None = None
    paper: PaperClaims | None = None

    @property
    def is_signed(self) -> bool:
        """Whether a known key has signed it, as a certificate or as a paper."""
        return self.claims is not None or self.paper is not None


@dataclass(frozen=True, slots=True)
class _Envelope:
    """The parts of a certificate whose signature is not yet verified."""

    kid: str
    protected: bytes
    payload: bytes
    signature: bytes


def verify(
    text: str, *, keys: PublicKeys, status: StatusList | None, now: datetime, is_scanned: bool = False
) -> Verification:
    """Verify the text of a QR code, or one that was pasted, with the issuer's keys and the newest status list.

    is_scanned: it was read from a code, and is whole; a text of another form is then another code. An entry counts even
    on an outdated list; the absence of an entry counts on a current list only.
    """
    if len(text) > MAX_CHARACTERS:
        return Verification(CertificateVerdict.UNREADABLE, VerdictDetail.TOO_LONG)
    cleaned = pasted_text.cleaned(text)
    unsigned = []
    for candidate in [cleaned] if is_scanned and cleaned.startswith(cose.PREFIX) else pasted_text.candidates(cleaned):
        found = _verify_exactly(candidate, keys, status, now)
        if found.is_signed:
            return found
        unsigned.append(found)
    return min(unsigned, key=_doubt, default=None) or _other(cleaned, is_scanned=is_scanned)


_VERDICTS = {
    ListedStatus.SUPERSEDED: CertificateVerdict.SUPERSEDED,
    ListedStatus.REVOKED: CertificateVerdict.REVOKED,
    ListedStatus.ABNORMAL: CertificateVerdict.VEHICLE_ABNORMAL,
}


def _doubt(found: Verification) -> tuple[bool, bool]:
    """Return how little a candidate is what was meant: most of all one that cannot be read."""
    return found.verdict is CertificateVerdict.UNREADABLE, found.detail is VerdictDetail.UNREADABLE


def _other(text: str, *, is_scanned: bool) -> Verification:
    """Return what a text is that holds no certificate: another code, or nothing that says anything."""
    detail = _other_text(text)
    is_code = is_scanned or text.startswith(_OTHER_CODES)
    is_other = text and (is_code or detail is not VerdictDetail.OTHER_TEXT)
    return Verification(CertificateVerdict.NOT_OURS if is_other else CertificateVerdict.UNREADABLE, detail)


def _other_text(text: str) -> VerdictDetail:
    if not text:
        return VerdictDetail.EMPTY
    if text.startswith("HC1:"):
        return VerdictDetail.HEALTH_CERTIFICATE
    if text.startswith(("HTTPS://T.ME/", "TG://RESOLVE")) and "START=" in text:
        return VerdictDetail.VEHICLE_CODE
    return VerdictDetail.OTHER_TEXT


def _verify_exactly(text: str, keys: PublicKeys, status: StatusList | None, now: datetime) -> Verification:
    envelope = _decode(text)
    if envelope is None:
        return Verification(CertificateVerdict.UNREADABLE, VerdictDetail.UNREADABLE)
    key = keys.find(envelope.kid)
    if key is None:
        return Verification(CertificateVerdict.KEY_UNKNOWN, kid=envelope.kid)
    if _has_signed(key, envelope, papers.CONTEXT):
        return _verify_paper(envelope, key, keys.issuer, status, now)
    if not _has_signed(key, envelope):
        return Verification(CertificateVerdict.ALTERED, VerdictDetail.SIGNATURE, kid=envelope.kid)
    try:
        claims = certificate_claims.from_bytes(envelope.payload)
    except ClaimsError:
        return Verification(CertificateVerdict.UNREADABLE, VerdictDetail.OTHER_VERSION, kid=envelope.kid)
    verdict, detail = _judge(claims, key, keys.issuer, status, now)
    return Verification(verdict, detail, claims, envelope.kid)


def _has_signed(key: PublicKey, envelope: _Envelope, context: bytes = b"") -> bool:
    message = cose.sig_structure(envelope.protected, envelope.payload, context)
    return cose.verify_signature(key.point(), message, envelope.signature)


def _verify_paper(
    envelope: _Envelope, key: PublicKey, issuer: str, status: StatusList | None, now: datetime
) -> Verification:
    """Verify a decision or a receipt whose signature is valid; without a current list it may have been revoked."""
    try:
        paper = papers.from_bytes(envelope.payload)
    except PaperClaimsError:
        return Verification(CertificateVerdict.UNREADABLE, VerdictDetail.OTHER_VERSION, kid=envelope.kid)
    verdict, detail = _judge_signer(paper, key, issuer, status, now) or _judge_listed(paper, status, now)
    return Verification(verdict, detail, None, envelope.kid, paper)


def _judge_listed(
    paper: PaperClaims, status: StatusList | None, now: datetime
) -> tuple[CertificateVerdict, VerdictDetail]:
    is_outdated = status is None or not status.is_current(now)
    listed = {papers.LISTED + paper.number}
    if paper.kind is PaperKind.RECEIPT:
        listed.add(papers.void_receipt(paper.number, paper.at))
    if status is not None and not listed.isdisjoint(status.entries):
        return CertificateVerdict.PAPER_REVOKED, VerdictDetail.STATUS_TOO_OLD if is_outdated else VerdictDetail.NONE
    if is_outdated:
        return CertificateVerdict.STATUS_TOO_OLD, VerdictDetail.NONE if status else VerdictDetail.STATUS_MISSING
    return CertificateVerdict.PAPER, VerdictDetail.NONE


def _decode(text: str) -> _Envelope | None:
    """Return the parts of a certificate, or None unless the text has exactly the form that `cose.sign` produces."""
    try:
        item = strict_cbor.decode(base45.b45decode(text[len(cose.PREFIX) :]))
    except ValueError:
        return None
    match item:
        case strict_cbor.CborTag(
            cose.SIGN1_TAG, [bytes(protected), dict(unprotected), bytes(payload), bytes(signature)]
        ) if not unprotected and cose.has_low_s(signature):
            kid = protected[-cose.KID_BYTES :].hex()
            whole = len(protected) > cose.KID_BYTES and protected == cose.protected_header(kid)
            return _Envelope(kid, protected, payload, signature) if whole else None
    return None


def _judge(
    claims: CertificateClaims, key: PublicKey, issuer: str, status: StatusList | None, now: datetime
) -> tuple[CertificateVerdict, VerdictDetail]:
    """Return the verdict of a certificate whose signature is valid, the gravest first."""
    return _judge_signer(claims, key, issuer, status, now) or _judge_status(claims, status, now)


def _judge_signer(
    claims: CertificateClaims | PaperClaims, key: PublicKey, issuer: str, status: StatusList | None, now: datetime
) -> tuple[CertificateVerdict, VerdictDetail] | None:
    """Return what speaks against who has signed, and when; None if nothing does."""
    if key.state is KeyState.WITHDRAWN or (status and key.kid in status.withdrawn):
        return CertificateVerdict.KEY_INVALID, VerdictDetail.KEY_WITHDRAWN
    if not key.covers(claims.issued_at):
        return CertificateVerdict.KEY_INVALID, VerdictDetail.NONE
    if claims.issuer != issuer:
        return CertificateVerdict.NOT_OURS, VerdictDetail.OTHER_ISSUER
    current = CURRENT_VERSION if isinstance(claims, CertificateClaims) else papers.CURRENT_VERSION
    if claims.version != current:
        return CertificateVerdict.UNREADABLE, VerdictDetail.OTHER_VERSION
    if claims.issued_at > now + CLOCK_LEEWAY:
        return CertificateVerdict.UNREADABLE, VerdictDetail.FROM_THE_FUTURE  # A clock is wrong, perhaps this one.
    return None


def _judge_status(
    claims: CertificateClaims, status: StatusList | None, now: datetime
) -> tuple[CertificateVerdict, VerdictDetail]:
    """Return the verdict of a certificate that the issuer has signed with a valid key."""
    is_outdated = status is None or not status.is_current(now)
    listed = status.entries.get(claims.number) if status else None
    if listed:
        return _VERDICTS[listed], VerdictDetail.STATUS_TOO_OLD if is_outdated else VerdictDetail.NONE
    if now >= claims.expires_at:
        return CertificateVerdict.EXPIRED, VerdictDetail.NONE
    if is_outdated:
        return CertificateVerdict.STATUS_TOO_OLD, VerdictDetail.NONE if status else VerdictDetail.STATUS_MISSING
    return CertificateVerdict.VALID, VerdictDetail.NONE
