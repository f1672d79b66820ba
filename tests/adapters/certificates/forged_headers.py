"""Forgeries of the header: another algorithm, another key, or additional members."""

import hashlib
import hmac
from random import Random

import cbor2
from cryptography.hazmat.primitives.asymmetric import ed25519

from bot.adapters.certificates import cose
from tests.adapters.certificates.forging import HEADER, KEY, KID, PAYLOAD, Forge, better, packed, signed_by, strangers


def algorithm_none(chance: Random) -> str:
    header = cbor2.dumps({1: chance.choice([None, 0, "none", "None"]), 4: KID})
    return packed(header, {}, better(chance), chance.choice([b"", bytes(64)]))


def algorithm_hmac_with_the_public_key(chance: Random) -> str:
    header = cbor2.dumps({1: chance.choice([4, 5, 6, 7]), 4: KID})
    payload = better(chance)
    secret = chance.choice([KEY.x.encode(), KEY.y.encode(), (KEY.x + KEY.y).encode(), KEY.public().__repr__().encode()])
    mac = hmac.new(secret, cose.sig_structure(header, payload), hashlib.sha256).digest()
    return packed(header, {}, payload, chance.choice([mac, mac + mac]), tag=chance.choice([17, 18]))


def algorithm_eddsa(chance: Random) -> str:
    header = cbor2.dumps({1: -8, 4: KID})
    payload = better(chance)
    secret = ed25519.Ed25519PrivateKey.from_private_bytes(chance.randbytes(32))
    return packed(header, {}, payload, secret.sign(cose.sig_structure(header, payload)))


def other_algorithm_named_over_our_kind_of_signature(chance: Random) -> str:
    header = cbor2.dumps({1: chance.choice([-35, -36, -37, -47, -257, -8, 1, 5]), 4: KID})
    return signed_by(KEY, header, PAYLOAD)


def algorithm_unprotected(chance: Random) -> str:
    header = chance.choice([b"", cbor2.dumps({}), cbor2.dumps({4: KID})])
    return signed_by(KEY, header, PAYLOAD, {1: -7, 4: KID})


def key_name_unprotected(chance: Random) -> str:
    return signed_by(KEY, cbor2.dumps({1: -7}), PAYLOAD, {4: KID, 33: chance.randbytes(8)})


def key_name_missing(chance: Random) -> str:
    return signed_by(KEY, cbor2.dumps({1: -7}), better(chance))


def key_name_odd(chance: Random) -> str:
    name = chance.choice([b"", KID[:3], KID + b"\0", KEY.kid, KID * 9, 7, [KID], None])
    return signed_by(KEY, cbor2.dumps({1: -7, 4: name}), better(chance))


def header_grown(chance: Random) -> str:
    more = {1: -7, 4: KID, chance.choice([2, 3, 5, 33, 34, 35]): chance.choice([[1], b"x", "https://example.org/key"])}
    return signed_by(KEY, cbor2.dumps(more), better(chance))


def header_in_another_order(chance: Random) -> str:
    return signed_by(KEY, bytes.fromhex("a20444") + KID + bytes.fromhex("0126"), better(chance))


def key_brought_along(chance: Random) -> str:
    stranger = chance.choice(strangers())
    own = {1: 2, -1: 1, -2: stranger.x, -3: stranger.y}
    return signed_by(stranger, HEADER, better(chance), {chance.choice([-1, 33, -65537]): own})


HEADED: tuple[Forge, ...] = (
    algorithm_none,
    algorithm_hmac_with_the_public_key,
    algorithm_eddsa,
    other_algorithm_named_over_our_kind_of_signature,
    algorithm_unprotected,
    key_name_unprotected,
    key_name_missing,
    key_name_odd,
    header_grown,
    header_in_another_order,
    key_brought_along,
)
