"""Parsing of responses: the signed part, canonical Base64, and maximum sizes."""

import io
import zipfile
from collections.abc import AsyncIterator
from typing import Any, cast

import aiohttp
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from bot.adapters.payments import http, rsa
from bot.adapters.payments.alipay import bill
from bot.adapters.payments.alipay.signature import signed_part
from bot.adapters.payments.gateway import GatewayUnavailable


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('{"a":[1]}', "not an object"),
        ('{"a":"{}"}', "not an object"),
        ('{1:{},"a":{}}', "not a name"),
        ('["a":{}}', "no {"),
        ('{"a"={}}', "no :"),
        ('{"b":{};"a":{}}', "no ,"),
    ],
)
def test_the_signed_part_is_a_named_object_within_an_object(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        signed_part(text, "a")


def test_a_signature_has_one_base64_encoding(stranger: RSAPrivateKey) -> None:
    signature = rsa.sign(stranger, b"20 yuan")
    assert rsa.is_valid_signature(stranger.public_key(), b"20 yuan", signature)
    same_bytes = signature[:-3] + chr(ord(signature[-3]) + 1) + "=="
    assert not rsa.is_valid_signature(stranger.public_key(), b"20 yuan", same_bytes)


def test_a_public_key_of_another_type_is_refused() -> None:
    kind = serialization.PublicFormat.SubjectPublicKeyInfo
    other = ec.generate_private_key(ec.SECP256R1()).public_key().public_bytes(serialization.Encoding.PEM, kind)
    with pytest.raises(ValueError, match="not an RSA key"):
        rsa.public_key(other.decode())


class Endless:
    """A response without an end."""

    def __init__(self) -> None:
        self.content = self
        self.read = 0

    async def iter_any(self) -> AsyncIterator[bytes]:
        """Yield chunks; fail if the reader does not stop at the maximum size."""
        while self.read <= http.MAX_RESPONSE_BYTES + len(PIECE):
            self.read += len(PIECE)
            yield PIECE


PIECE = b"x" * (8 * 1024 * 1024)


async def test_a_response_is_read_up_to_a_maximum_size() -> None:
    endless = Endless()
    with pytest.raises(GatewayUnavailable, match="too large"):
        await http.read_body(cast(aiohttp.ClientResponse, cast(Any, endless)))
    assert endless.read <= http.MAX_RESPONSE_BYTES + len(PIECE)


def test_a_bill_that_is_too_large_unpacked_is_refused() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bill.csv", "#")
    raw = bytearray(packed.getvalue())
    at = raw.index(b"PK\x01\x02") + 24  # The unpacked size in the central directory.
    raw[at : at + 4] = (bill.MAX_UNPACKED_BYTES + 1).to_bytes(4, "little")
    with pytest.raises(ValueError, match="too large"):
        bill.parse(bytes(raw))
