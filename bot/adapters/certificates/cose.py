"""Signs certificates: a CWT in COSE_Sign1 (RFC 9052) with ES256 (RFC 9053), encoded as `CZ1:` and Base45 (RFC 9285).

The prefix fixes the algorithm: the verifier requires these exact headers and verifies ECDSA on P-256 only, so that an
algorithm cannot be substituted. Of the two equivalent values of `s` in a signature only the lower is accepted, so
that nobody without the key can make a second text of the same certificate.
"""

import re
from enum import Enum
from typing import TYPE_CHECKING

import base45
import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils

from bot.adapters.certificates import claims as certificate_claims, papers
from bot.adapters.certificates.claims import CertificateClaims
from bot.adapters.certificates.papers import PaperClaims

if TYPE_CHECKING:  # Keys are made so that their id survives in a text.
    from bot.adapters.certificates.keys import PrivateKey

PREFIX = "CZ1:"
SIGN1_TAG = 18
ES256 = -7
HEADER_ALGORITHM, HEADER_KID = 1, 4
SIGNATURE_BYTES = 64
KID_BYTES = 4

_HALF = SIGNATURE_BYTES // 2
_ALGORITHM = ec.ECDSA(hashes.SHA256())
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256, FIPS 186-4, D.1.2.3
_MAX_ATTEMPTS = 32
_ID_END = len(PREFIX) + 21  # The id of the key is in the first 12 bytes, and the next two are always the same.
_ESCAPED = re.compile(r"%[0-9A-F]{2}")


def sign(claims: CertificateClaims, key: "PrivateKey") -> str:
    """Return the signed text of a certificate, in characters of the alphanumeric mode of QR codes."""
    return _signed(certificate_claims.to_bytes(claims), key, b"")


def sign_paper(claims: PaperClaims, key: "PrivateKey") -> str:
    """Return the signed text of a decision or a receipt; its signature is none of a certificate."""
    return _signed(papers.to_bytes(claims), key, papers.CONTEXT)


def _signed(payload: bytes, key: "PrivateKey", context: bytes) -> str:
    """Return a signed text. context: what the signature covers beside the payload.

    It is signed again until its text survives what chats and phones do, which fails only if the payload itself forbids.
    """
    protected = protected_header(key.kid)
    for _ in range(_MAX_ATTEMPTS):
        signature = sign_message(key.secret(), sig_structure(protected, payload, context))
        text = to_text(cbor2.CBORTag(SIGN1_TAG, [protected, {}, payload, signature]))
        if survives(text):
            break
    return text


class ClaimsPart(Enum):
    """A part of the text of a certificate, by the characters in which it stands; each is encoded apart from the others.

    Between them are labels, in whose Base45 there is no percent sign.
    """

    KEY = slice(0, 31)  # And the issuer.
    EXPIRY = slice(31, 49)
    ISSUE = slice(49, 58)
    VEHICLE = slice(58, -SIGNATURE_BYTES // 2 * 3)  # And the number.


def may_survive(claims: CertificateClaims, kid: str, *parts: ClaimsPart) -> bool:
    """Return whether these parts of the text, by default all, survive; the signature does not change them."""
    message = [protected_header(kid), {}, certificate_claims.to_bytes(claims), bytes(SIGNATURE_BYTES)]
    text = to_text(cbor2.CBORTag(SIGN1_TAG, message))
    return all(survives(text[part.value].rstrip()) for part in parts or ClaimsPart)


def id_survives(kid: str) -> bool:
    """Return whether the beginning of a text, which holds the id of its key, survives in chats and addresses."""
    message = [protected_header(kid), {}, bytes(64), bytes(SIGNATURE_BYTES)]
    return survives(to_text(cbor2.CBORTag(SIGN1_TAG, message))[ClaimsPart.KEY.value][:_ID_END])


def survives(text: str) -> bool:
    """Return whether a text stays as it is in chats and addresses.

    Base45 includes the blank and the percent sign: chats and web pages merge two blanks and trim a last one, and `%`
    with two hexadecimal digits is one character in an address.
    """
    return "  " not in text and not text.endswith(" ") and _ESCAPED.search(text) is None


def protected_header(kid: str) -> bytes:
    """Return the protected header of certificates signed by this key: algorithm and key id (CBOR)."""
    return cbor2.dumps({HEADER_ALGORITHM: ES256, HEADER_KID: bytes.fromhex(kid)}, canonical=True)


def to_text(message: object) -> str:
    """Encode a COSE message as the text of a QR code."""
    return PREFIX + str(base45.b45encode(cbor2.dumps(message)), "ascii")


def sig_structure(protected: bytes, payload: bytes, external: bytes = b"") -> bytes:
    """Return the bytes that a COSE_Sign1 signature covers: the Sig_structure of RFC 9052, 4.4."""
    return cbor2.dumps(["Signature1", protected, external, payload])


def sign_message(secret: ec.EllipticCurvePrivateKey, message: bytes) -> bytes:
    """Sign with ES256. Returns r and s as 32 bytes each, with the lower of the two possible s."""
    r, s = utils.decode_dss_signature(secret.sign(message, _ALGORITHM))
    return r.to_bytes(_HALF, "big") + min(s, _ORDER - s).to_bytes(_HALF, "big")


def verify_signature(point: ec.EllipticCurvePublicKey, message: bytes, signature: bytes) -> bool:
    """Return whether this is an ES256 signature (r and s, 64 bytes) of the message by this key, whichever s it has."""
    if len(signature) != SIGNATURE_BYTES:
        return False
    r, s = int.from_bytes(signature[:_HALF], "big"), int.from_bytes(signature[_HALF:], "big")
    try:
        point.verify(utils.encode_dss_signature(r, s), message, _ALGORITHM)
    except InvalidSignature:
        return False
    return True


def has_low_s(signature: bytes) -> bool:
    """Return whether the signature has 64 bytes and the lower of the two possible s."""
    return len(signature) == SIGNATURE_BYTES and int.from_bytes(signature[_HALF:], "big") <= _ORDER // 2
