"""Forgeries of the claims, times and signature of a certificate."""

from dataclasses import replace
from random import Random

import base45
import cbor2

from bot.adapters.certificates import claims as certificate_claims, cose
from tests.adapters.certificates.forging import (
    HEADER,
    KEY,
    PAYLOAD,
    RAW,
    Forgery,
    encode,
    encode_message,
    forged_payload,
    other_keys,
    sign_with,
)
from tests.adapters.certificates.samples import DAY, NOW, SHANGHAI, claims


def other_claims_with_the_original_signature(random: Random) -> str:
    return encode_message(HEADER, {}, forged_payload(random), RAW[-64:])


def other_key_with_our_key_id(random: Random) -> str:
    return sign_with(random.choice(other_keys()), HEADER, forged_payload(random))


def other_key_with_its_own_key_id(random: Random) -> str:
    stranger = random.choice(other_keys())
    return cose.sign(claims(number=str(random.randrange(10**9))), stranger)


def wrong_issuer(random: Random) -> str:
    issuer = random.choice(["chezhu2", "CHEZHU", "che-zhu", "DE", "x"])
    return cose.sign(claims(issuer=issuer), random.choice([KEY, *other_keys()]))


def missing_claim(random: Random) -> str:
    members = cbor2.loads(forged_payload(random))
    del members[random.choice([1, 4, 6, 7, -65537])]
    return sign_with(KEY, HEADER, cbor2.dumps(members, canonical=True))


def claims_of_wrong_types(random: Random) -> str:
    members = cbor2.loads(forged_payload(random))
    members[random.choice([1, 4, 6, 7, -65537])] = random.choice([None, True, 1.5, "", b"x", [], {}, -1, 2**63])
    return sign_with(KEY, HEADER, cbor2.dumps(members, canonical=True))


def additional_claim(random: Random) -> str:
    members = cbor2.loads(forged_payload(random)) | {random.randrange(8, 10**6): random.choice(["x", 1, b"x", [1]])}
    return sign_with(KEY, HEADER, cbor2.dumps(members, canonical=True))


def duplicate_claim(random: Random) -> str:
    payload = forged_payload(random)
    doubled = bytes([payload[0] + 1]) + random.choice([b"\x01\x61x", b"\x04\x1a\xff\xff\xff\xff"]) + payload[1:]
    return sign_with(KEY, HEADER, doubled)


def indefinite_lengths(random: Random) -> str:
    payload = forged_payload(random)
    endless = random.choice([b"\xbf" + payload[1:] + b"\xff", b"\x5f" + cbor2.dumps(payload) + b"\xff"])
    return sign_with(KEY, HEADER, endless)


def extreme_signature_values(random: Random) -> str:
    order = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
    numbers = [0, 1, order - 1, order, order + 1, 2**256 - 1, random.getrandbits(256)]
    r, s = random.choice(numbers), random.choice(numbers)
    return encode_message(HEADER, {}, forged_payload(random), r.to_bytes(32, "big") + s.to_bytes(32, "big"))


def signature_of_wrong_length(random: Random) -> str:
    return encode_message(HEADER, {}, PAYLOAD, (RAW[-64:] * 2)[: random.choice([0, 1, 32, 63, 65, 70, 96, 128])])


def signature_with_the_higher_s(random: Random) -> str:
    order = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
    fresh = base45.b45decode(cose.sign(claims(number=str(random.randrange(10**9))), KEY)[4:])
    return encode(fresh[:-32] + (order - int.from_bytes(fresh[-32:], "big")).to_bytes(32, "big"))


def signature_over_another_context(random: Random) -> str:
    payload = forged_payload(random)
    context = random.choice(["Signature", "CounterSignature", "MAC0", "Encrypt0"])
    message = cbor2.dumps([context, HEADER, b"", payload])
    return encode_message(HEADER, {}, payload, cose.sign_message(KEY.secret(), message))


def signature_over_external_data(random: Random) -> str:
    payload = forged_payload(random)
    message = cose.sig_structure(HEADER, payload, random.randbytes(4))
    return encode_message(HEADER, {}, payload, cose.sign_message(KEY.secret(), message))


def issued_in_the_future(random: Random) -> str:
    later = NOW + DAY * random.randrange(1, 300)
    return cose.sign(claims(issued_at=later, number=str(random.randrange(10**9))), KEY)


def issued_before_the_key(random: Random) -> str:
    earlier = NOW - DAY * random.randrange(2, 3000)
    return cose.sign(claims(issued_at=earlier, number=str(random.randrange(10**9))), KEY)


def expired(random: Random) -> str:
    month = f"20{random.randrange(20, 26)}-{random.randrange(1, 13):02d}"
    end = certificate_claims.end_of_month(month, SHANGHAI)
    return cose.sign(claims(issued_at=end - DAY, expires_at=end, valid_until=month), KEY)


def later_version(random: Random) -> str:
    return cose.sign(claims(version=random.randrange(2, 99)), KEY)


def genuine_claims_by_another_key_with_our_key_id(random: Random) -> str:
    return cose.sign(claims(), replace(random.choice(other_keys()), kid=KEY.kid))


CLAIM_FORGERIES: tuple[Forgery, ...] = (
    other_claims_with_the_original_signature,
    other_key_with_our_key_id,
    other_key_with_its_own_key_id,
    wrong_issuer,
    missing_claim,
    claims_of_wrong_types,
    additional_claim,
    duplicate_claim,
    indefinite_lengths,
    extreme_signature_values,
    signature_of_wrong_length,
    signature_with_the_higher_s,
    signature_over_another_context,
    signature_over_external_data,
    issued_in_the_future,
    issued_before_the_key,
    expired,
    later_version,
    genuine_claims_by_another_key_with_our_key_id,
)
