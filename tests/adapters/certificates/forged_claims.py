"""Forgeries of the claims, times and signature of a certificate."""

from dataclasses import replace
from random import Random

import base45
import cbor2

from bot.adapters.certificates import claims as certificate_claims
from bot.adapters.certificates import cose
from tests.adapters.certificates.forging import (
    HEADER,
    KEY,
    PAYLOAD,
    RAW,
    Forge,
    better,
    packed,
    signed_by,
    strangers,
    written,
)
from tests.adapters.certificates.samples import DAY, NOW, SHANGHAI, claims


def other_claims_under_the_old_signature(chance: Random) -> str:
    return packed(HEADER, {}, better(chance), RAW[-64:])


def other_key_of_our_name(chance: Random) -> str:
    return signed_by(chance.choice(strangers()), HEADER, better(chance))


def other_key_of_its_own_name(chance: Random) -> str:
    stranger = chance.choice(strangers())
    return cose.sign(claims(number=str(chance.randrange(10**9))), stranger)


def wrong_issuer(chance: Random) -> str:
    issuer = chance.choice(["chezhu2", "CHEZHU", "che-zhu", "DE", "x"])
    return cose.sign(claims(issuer=issuer), chance.choice([KEY, *strangers()]))


def issuer_missing(chance: Random) -> str:
    members = cbor2.loads(better(chance))
    del members[chance.choice([1, 4, 6, 7, -65537])]
    return signed_by(KEY, HEADER, cbor2.dumps(members, canonical=True))


def claims_of_other_kinds(chance: Random) -> str:
    members = cbor2.loads(better(chance))
    members[chance.choice([1, 4, 6, 7, -65537])] = chance.choice([None, True, 1.5, "", b"x", [], {}, -1, 2**63])
    return signed_by(KEY, HEADER, cbor2.dumps(members, canonical=True))


def claims_grown(chance: Random) -> str:
    members = cbor2.loads(better(chance)) | {chance.randrange(8, 10**6): chance.choice(["x", 1, b"x", [1]])}
    return signed_by(KEY, HEADER, cbor2.dumps(members, canonical=True))


def doubled_claim(chance: Random) -> str:
    payload = better(chance)
    doubled = bytes([payload[0] + 1]) + chance.choice([b"\x01\x61x", b"\x04\x1a\xff\xff\xff\xff"]) + payload[1:]
    return signed_by(KEY, HEADER, doubled)


def endless_lengths(chance: Random) -> str:
    payload = better(chance)
    endless = chance.choice([b"\xbf" + payload[1:] + b"\xff", b"\x5f" + cbor2.dumps(payload) + b"\xff"])
    return signed_by(KEY, HEADER, endless)


def odd_signature(chance: Random) -> str:
    order = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
    numbers = [0, 1, order - 1, order, order + 1, 2**256 - 1, chance.getrandbits(256)]
    r, s = chance.choice(numbers), chance.choice(numbers)
    return packed(HEADER, {}, better(chance), r.to_bytes(32, "big") + s.to_bytes(32, "big"))


def signature_of_odd_length(chance: Random) -> str:
    return packed(HEADER, {}, PAYLOAD, (RAW[-64:] * 2)[: chance.choice([0, 1, 32, 63, 65, 70, 96, 128])])


def signature_in_the_other_half(chance: Random) -> str:
    order = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
    fresh = base45.b45decode(cose.sign(claims(number=str(chance.randrange(10**9))), KEY)[4:])
    return written(fresh[:-32] + (order - int.from_bytes(fresh[-32:], "big")).to_bytes(32, "big"))


def signature_for_another_purpose(chance: Random) -> str:
    payload = better(chance)
    context = chance.choice(["Signature", "CounterSignature", "MAC0", "Encrypt0"])
    message = cbor2.dumps([context, HEADER, b"", payload])
    return packed(HEADER, {}, payload, cose.sign_message(KEY.secret(), message))


def signature_with_words_outside(chance: Random) -> str:
    payload = better(chance)
    message = cose.sig_structure(HEADER, payload, chance.randbytes(4))
    return packed(HEADER, {}, payload, cose.sign_message(KEY.secret(), message))


def from_the_future(chance: Random) -> str:
    later = NOW + DAY * chance.randrange(1, 300)
    return cose.sign(claims(issued_at=later, number=str(chance.randrange(10**9))), KEY)


def from_before_the_key(chance: Random) -> str:
    earlier = NOW - DAY * chance.randrange(2, 3000)
    return cose.sign(claims(issued_at=earlier, number=str(chance.randrange(10**9))), KEY)


def expired(chance: Random) -> str:
    month = f"20{chance.randrange(20, 26)}-{chance.randrange(1, 13):02d}"
    end = certificate_claims.end_of_month(month, SHANGHAI)
    return cose.sign(claims(issued_at=end - DAY, expires_at=end, valid_until=month), KEY)


def later_version(chance: Random) -> str:
    return cose.sign(claims(version=chance.randrange(2, 99)), KEY)


def stranger_called_ours(chance: Random) -> str:
    return cose.sign(claims(), replace(chance.choice(strangers()), kid=KEY.kid))


CLAIMED: tuple[Forge, ...] = (
    other_claims_under_the_old_signature,
    other_key_of_our_name,
    other_key_of_its_own_name,
    wrong_issuer,
    issuer_missing,
    claims_of_other_kinds,
    claims_grown,
    doubled_claim,
    endless_lengths,
    odd_signature,
    signature_of_odd_length,
    signature_in_the_other_half,
    signature_for_another_purpose,
    signature_with_words_outside,
    from_the_future,
    from_before_the_key,
    expired,
    later_version,
    stranger_called_ours,
)
