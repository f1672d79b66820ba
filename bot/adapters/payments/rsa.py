"""RSA signatures of both payment providers: RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017, 8.2), in Base64."""

import base64
import binascii
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey


def unfolded(text: str) -> str:
    r"""Return a PEM text with line breaks in place of the two characters \n, which one-line settings have."""
    return text.replace("\\r", "").replace("\\n", "\n") if "-----BEGIN" in text else text


@lru_cache(maxsize=8)
def private_key(text: str) -> RSAPrivateKey:
    r"""Read a private key: PEM, or the Base64 of DER as Alipay issues it (PKCS #8 or PKCS #1), without a password.

    PEM may be on one line, with the two characters \n as line breaks. Raises ValueError. Cached because checking a
    key takes 40 ms.
    """
    text = unfolded(text)
    try:
        key = (
            serialization.load_pem_private_key(text.encode(), password=None)
            if "-----BEGIN" in text
            else serialization.load_der_private_key(base64.b64decode(text), password=None)
        )
    except TypeError:
        raise ValueError("the private key must not be locked by a password") from None
    if not isinstance(key, RSAPrivateKey):
        raise ValueError("not an RSA key")
    return key


def public_key(text: str) -> RSAPublicKey:
    """Read a public key: PEM as above, or the Base64 of DER (SubjectPublicKeyInfo). Raises ValueError."""
    text = unfolded(text)
    if "-----BEGIN" in text:
        key = serialization.load_pem_public_key(text.encode())
    else:
        key = serialization.load_der_public_key(base64.b64decode(text))
    if not isinstance(key, RSAPublicKey):
        raise ValueError("not an RSA key")
    return key


def sign(key: RSAPrivateKey, message: bytes) -> str:
    """Return the signature in Base64."""
    return base64.b64encode(key.sign(message, padding.PKCS1v15(), hashes.SHA256())).decode()


def is_valid_signature(key: RSAPublicKey, message: bytes, signature: str) -> bool:
    """Return whether this key signed the message. A signature in non-canonical Base64 is invalid."""
    try:
        raw = base64.b64decode(signature, validate=True)
        key.verify(raw, message, padding.PKCS1v15(), hashes.SHA256())
    except (ValueError, binascii.Error, InvalidSignature):
        return False
    return base64.b64encode(raw).decode() == signature
