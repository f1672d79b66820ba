"""Forgeries of the header: another algorithm, another key, or additional members."""

import hashlib
import hmac
from random import Random

import cbor2
from cryptography.hazmat.primitives.asymmetric import ed25519

from bot.adapters.certificates import cose
from tests.adapters.certificates.forging import (
    HEADER,
    KEY,
    KID,
    PAYLOAD,
    Forgery,
    encode_message,
    forged_payload,
    other_keys,
    sign_with,
)


def algorithm_none(random: Random) -> str:
    header = cbor2.dumps({1: random.choice([None, 0, "none", "None"]), 4: KID})
    return encode_message(header, {}, forged_payload(random), random.choice([b"", bytes(64)]))


def algorithm_hmac_with_the_public_key(random: Random) -> str:
    header = cbor2.dumps({1: random.choice([4, 5, 6, 7]), 4: KID})
    payload = forged_payload(random)
    secret = random.choice([KEY.x.encode(), KEY.y.encode(), (KEY.x + KEY.y).encode(), KEY.public().__repr__().encode()])
    mac = hmac.new(secret, cose.sig_structure(header, payload), hashlib.sha256).digest()
    return encode_message(header, {}, payload, random.choice([mac, mac + mac]), tag=random.choice([17, 18]))


def algorithm_eddsa(random: Random) -> str:
    header = cbor2.dumps({1: -8, 4: KID})
    payload = forged_payload(random)
    secret = ed25519.Ed25519PrivateKey.from_private_bytes(random.randbytes(32))
    return encode_message(header, {}, payload, secret.sign(cose.sig_structure(header, payload)))


def wrong_algorithm_in_the_header(random: Random) -> str:
    header = cbor2.dumps({1: random.choice([-35, -36, -37, -47, -257, -8, 1, 5]), 4: KID})
    return sign_with(KEY, header, PAYLOAD)


def algorithm_in_the_unprotected_header(random: Random) -> str:
    header = random.choice([b"", cbor2.dumps({}), cbor2.dumps({4: KID})])
    return sign_with(KEY, header, PAYLOAD, {1: -7, 4: KID})


def key_id_in_the_unprotected_header(random: Random) -> str:
    return sign_with(KEY, cbor2.dumps({1: -7}), PAYLOAD, {4: KID, 33: random.randbytes(8)})


def key_id_missing(random: Random) -> str:
    return sign_with(KEY, cbor2.dumps({1: -7}), forged_payload(random))


def key_id_invalid(random: Random) -> str:
    name = random.choice([b"", KID[:3], KID + b"\0", KEY.kid, KID * 9, 7, [KID], None])
    return sign_with(KEY, cbor2.dumps({1: -7, 4: name}), forged_payload(random))


def additional_header(random: Random) -> str:
    more = {1: -7, 4: KID, random.choice([2, 3, 5, 33, 34, 35]): random.choice([[1], b"x", "https://example.org/key"])}
    return sign_with(KEY, cbor2.dumps(more), forged_payload(random))


def header_in_another_order(random: Random) -> str:
    return sign_with(KEY, bytes.fromhex("a20444") + KID + bytes.fromhex("0126"), forged_payload(random))


def embedded_public_key(random: Random) -> str:
    stranger = random.choice(other_keys())
    own = {1: 2, -1: 1, -2: stranger.x, -3: stranger.y}
    return sign_with(stranger, HEADER, forged_payload(random), {random.choice([-1, 33, -65537]): own})


HEADER_FORGERIES: tuple[Forgery, ...] = (
    algorithm_none,
    algorithm_hmac_with_the_public_key,
    algorithm_eddsa,
    wrong_algorithm_in_the_header,
    algorithm_in_the_unprotected_header,
    key_id_in_the_unprotected_header,
    key_id_missing,
    key_id_invalid,
    additional_header,
    header_in_another_order,
    embedded_public_key,
)
