"""RSA signatures: valid in canonical Base64 only."""

import base64
from string import ascii_letters, digits

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from bot.adapters.payments import rsa as payment_rsa

ALPHABET = ascii_letters[26:] + ascii_letters[:26] + digits + "+/"


@pytest.fixture(scope="module")
def key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def test_a_signature_is_valid_for_its_message_only(key: rsa.RSAPrivateKey) -> None:
    signature = payment_rsa.sign(key, b"paid")
    assert payment_rsa.is_valid_signature(key.public_key(), b"paid", signature)
    assert not payment_rsa.is_valid_signature(key.public_key(), b"paid twice", signature)


def test_another_base64_encoding_of_the_same_bytes_is_invalid(key: rsa.RSAPrivateKey) -> None:
    signature = payment_rsa.sign(key, b"paid")
    last = ALPHABET.index(signature[-3])
    others = [signature[:-3] + ALPHABET[last + step] + "==" for step in range(1, 16)]
    for other in others:  # 256 bytes leave four unused bits in the last character.
        assert base64.b64decode(other, validate=True) == base64.b64decode(signature)
        assert not payment_rsa.is_valid_signature(key.public_key(), b"paid", other)


@pytest.mark.parametrize("line_end", ["\\n", "\\r\\n"])
def test_keys_on_one_line_are_read(key: rsa.RSAPrivateKey, line_end: str) -> None:
    encoding = serialization.Encoding.PEM
    private = key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()).decode()
    public = key.public_key().public_bytes(encoding, serialization.PublicFormat.SubjectPublicKeyInfo).decode()
    assert payment_rsa.private_key(private.replace("\n", line_end)).private_numbers() == key.private_numbers()
    read = payment_rsa.public_key(public.replace("\n", line_end))
    assert read.public_numbers() == key.public_key().public_numbers()
