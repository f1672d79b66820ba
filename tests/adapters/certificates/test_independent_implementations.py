"""Two independent COSE libraries read our certificates, and our verifier reads theirs.

pycose verifies with an elliptic-curve implementation in Python alone, cwt with another reading of the standard.
"""

import base64
import importlib
from typing import Any

import base45
import cbor2
import cwt
import pytest

from bot.adapters.certificates import claims as certificate_claims, cose
from bot.adapters.certificates.verifier import CertificateVerdict
from tests.adapters.certificates.samples import claims, judge, keys, public, text

pycose_messages: Any = importlib.import_module("pycose.messages")
pycose_keys: Any = importlib.import_module("pycose.keys")
pycose_algorithms: Any = importlib.import_module("pycose.algorithms")
pycose_headers: Any = importlib.import_module("pycose.headers")
pycose_curves: Any = importlib.import_module("pycose.keys.curves")


def number(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=")


def cose_bytes() -> bytes:
    return bytes(base45.b45decode(text()[4:]))


def test_pycose_verifies_our_signature_and_reads_the_same_claims() -> None:
    point = public().keys[0]
    message = pycose_messages.Sign1Message.decode(cose_bytes())
    message.key = pycose_keys.EC2Key(crv=pycose_curves.P256, x=number(point.x), y=number(point.y))
    assert message.verify_signature()
    assert message.phdr[pycose_headers.Algorithm] is pycose_algorithms.Es256
    assert message.phdr[pycose_headers.KID] == bytes.fromhex(point.kid)
    assert certificate_claims.from_bytes(message.payload) == claims()


def test_pycose_refuses_the_signatures_that_we_refuse() -> None:
    point = public().keys[0]
    message = pycose_messages.Sign1Message.decode(cose_bytes()[:-1] + bytes([cose_bytes()[-1] ^ 1]))
    message.key = pycose_keys.EC2Key(crv=pycose_curves.P256, x=number(point.x), y=number(point.y))
    assert not message.verify_signature()


def test_the_cwt_library_verifies_our_certificate_as_a_cwt() -> None:
    point = public().keys[0]
    key = cwt.COSEKey.new({1: 2, 2: bytes.fromhex(point.kid), 3: -7, -1: 1, -2: number(point.x), -3: number(point.y)})
    payload = cwt.COSE.new().decode(cose_bytes(), key)
    read = cbor2.loads(payload)
    assert read[1] == "chezhu"
    assert read[7] == claims().number.encode()
    assert read[4] == int(claims().expires_at.timestamp())


@pytest.mark.parametrize("attempt", range(6))
def test_our_verifier_accepts_a_certificate_signed_by_pycose_with_our_key_in_our_encoding(attempt: int) -> None:
    key, signed = keys().keys[0], claims(number=f"45012600012345{attempt}")  # Each has a signature of its own.
    message = pycose_messages.Sign1Message(
        phdr={pycose_headers.Algorithm: pycose_algorithms.Es256, pycose_headers.KID: bytes.fromhex(key.kid)},
        payload=certificate_claims.to_bytes(signed),
    )
    message.key = pycose_keys.EC2Key(crv=pycose_curves.P256, d=number(key.d), x=number(key.x), y=number(key.y))
    written = message.encode()
    answer = judge("CZ1:" + base45.b45encode(written).decode())
    ours = cose.has_low_s(written[-64:])
    assert answer.verdict is (CertificateVerdict.VALID if ours else CertificateVerdict.UNREADABLE), attempt
