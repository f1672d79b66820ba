"""Parts of forged certificates: the parts of a genuine one, other keys, and helpers that encode and sign."""

import string
from collections.abc import Callable
from functools import lru_cache
from random import Random

import base45
import cbor2

from bot.adapters.certificates import claims as certificate_claims, cose, keys as certificate_keys
from bot.adapters.certificates.keys import PrivateKey
from tests.adapters.certificates.samples import NOW, SHANGHAI, claims, keys, text

Forgery = Callable[[Random], str]
KEY = keys().keys[0]
PAYLOAD = certificate_claims.to_bytes(claims())
HEADER = cose.protected_header(KEY.kid)
KID = bytes.fromhex(KEY.kid)
RAW = bytes(base45.b45decode(text()[4:]))
ALPHABET = string.digits + string.ascii_uppercase + " $%*+-./:"


@lru_cache
def other_keys() -> list[PrivateKey]:
    """Return four keys that the verifier does not know."""
    return [certificate_keys.make(now=NOW).keys[0] for _ in range(4)]


def encode(data: bytes) -> str:
    """Return these bytes as the text of a certificate."""
    return "CZ1:" + str(base45.b45encode(data), "ascii")


def encode_message(*parts: object, tag: int = 18) -> str:
    """Return a COSE message of these parts as the text of a certificate."""
    return encode(cbor2.dumps(cbor2.CBORTag(tag, list(parts))))


def sign_with(key: PrivateKey, protected: bytes, payload: bytes, unprotected: object = None) -> str:
    signature = cose.sign_message(key.secret(), cose.sig_structure(protected, payload))
    return encode_message(protected, {} if unprotected is None else unprotected, payload, signature)


def forged_payload(random: Random) -> bytes:
    """Return the claims that a forger wants: another plate, a later expiry."""
    month = f"20{random.randrange(30, 60)}-{random.randrange(1, 13):02d}"
    changed = claims(
        plate=f"桂A{random.randrange(10000, 99999)}",
        plate_type="02",
        number=str(random.randrange(10**15)),
        valid_until=month,
        expires_at=certificate_claims.end_of_month(month, SHANGHAI),
    )
    return certificate_claims.to_bytes(changed)
