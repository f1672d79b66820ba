"""What a forger has: the parts of a genuine certificate, other keys, and the claims they want."""

import string
from collections.abc import Callable
from functools import lru_cache
from random import Random

import base45
import cbor2

from bot.adapters.certificates import claims as certificate_claims
from bot.adapters.certificates import cose
from bot.adapters.certificates import keys as certificate_keys
from bot.adapters.certificates.keys import PrivateKey
from tests.adapters.certificates.samples import NOW, SHANGHAI, claims, keys, text

Forge = Callable[[Random], str]
KEY = keys().keys[0]
PAYLOAD = certificate_claims.to_bytes(claims())
HEADER = cose.protected_header(KEY.kid)
KID = bytes.fromhex(KEY.kid)
RAW = bytes(base45.b45decode(text()[4:]))
ALPHABET = string.digits + string.ascii_uppercase + " $%*+-./:"


@lru_cache
def strangers() -> list[PrivateKey]:
    """Return keys of others."""
    return [certificate_keys.make(now=NOW).keys[0] for _ in range(4)]


def written(data: bytes) -> str:
    return "CZ1:" + str(base45.b45encode(data), "ascii")


def packed(*parts: object, tag: int = 18) -> str:
    return written(cbor2.dumps(cbor2.CBORTag(tag, list(parts))))


def signed_by(key: PrivateKey, protected: bytes, payload: bytes, unprotected: object = None) -> str:
    signature = cose.sign_message(key.secret(), cose.sig_structure(protected, payload))
    return packed(protected, {} if unprotected is None else unprotected, payload, signature)


def better(chance: Random) -> bytes:
    """Return the claims that a forger wants: another plate, a later expiry."""
    month = f"20{chance.randrange(30, 60)}-{chance.randrange(1, 13):02d}"
    changed = claims(
        plate=f"桂A{chance.randrange(10000, 99999)}",
        plate_type="02",
        number=str(chance.randrange(10**15)),
        valid_until=month,
        expires_at=certificate_claims.end_of_month(month, SHANGHAI),
    )
    return certificate_claims.to_bytes(changed)
