"""The signature of a certificate: a CWT in COSE_Sign1 under ES256, written as `CZ1:` and Base45.

One algorithm is fixed for the prefix. The verifier never asks the text which one to use:
it demands these exact headers and checks with ECDSA on P-256 alone, so there is nothing
to swap. The signature is kept in its lower half of the two possible ones, so that nobody
without the key can write a second text of the same certificate.
"""

import base45
import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils

from bot.adapters.certificates import claims as certificate_claims
from bot.adapters.certificates.claims import CertificateClaims
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
_TRIES = 32


def sign(claims: CertificateClaims, key: PrivateKey) -> str:
    """Return the text of the certificate's QR, in characters of its alphanumeric mode only.

    Base45 has a space among its characters, and chats and web pages squeeze two spaces and
    drop a last one; the signature is drawn again until neither can happen to it.
    """
    protected = protected_header(key.kid)
    payload = certificate_claims.to_bytes(claims)
    for _ in range(_TRIES):
        signature = signature_of(key.secret(), to_be_signed(protected, payload))
        text = to_text(cbor2.CBORTag(SIGN1_TAG, [protected, {}, payload, signature]))
        if "  " not in text and not text.endswith(" "):
            break
    return text


def protected_header(kid: str) -> bytes:
    """Return the one header that a certificate under this key may have."""
    return cbor2.dumps({HEADER_ALGORITHM: ES256, HEADER_KID: bytes.fromhex(kid)}, canonical=True)


def to_text(message: object) -> str:
    """Write a COSE message as text for a QR."""
    return PREFIX + str(base45.b45encode(cbor2.dumps(message)), "ascii")


def to_be_signed(protected: bytes, payload: bytes, external: bytes = b"") -> bytes:
    """Return what a COSE_Sign1 signature covers: the Sig_structure of RFC 9052, 4.4."""
    return cbor2.dumps(["Signature1", protected, external, payload])


def signature_of(secret: ec.EllipticCurvePrivateKey, message: bytes) -> bytes:
    """Sign with ES256: r and s, 32 bytes each, s in its lower half."""
    r, s = utils.decode_dss_signature(secret.sign(message, _ALGORITHM))
    return r.to_bytes(_HALF, "big") + min(s, _ORDER - s).to_bytes(_HALF, "big")


def signature_holds(point: ec.EllipticCurvePublicKey, message: bytes, signature: bytes) -> bool:
    """True if this is an ES256 signature of the message under this key, in whichever half."""
    if len(signature) != SIGNATURE_BYTES:
        return False
    r, s = int.from_bytes(signature[:_HALF], "big"), int.from_bytes(signature[_HALF:], "big")
    try:
        point.verify(utils.encode_dss_signature(r, s), message, _ALGORITHM)
    except InvalidSignature:
        return False
    return True


def in_lower_half(signature: bytes) -> bool:
    """True for a signature of the right length that is the one of the two equal ones that we write."""
    return len(signature) == SIGNATURE_BYTES and int.from_bytes(signature[_HALF:], "big") <= _ORDER // 2
