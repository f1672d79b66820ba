"""WeChat Pay API v3: signs requests, verifies signatures of responses and webhooks, decrypts resources."""

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.adapters.payments import rsa
from bot.adapters.payments.http import StrictModel

SCHEME = "WECHATPAY2-SHA256-RSA2048"
# Begins the invalid signatures with which WeChat Pay tests that signatures are verified.
PROBE = "WECHATPAY/SIGNTEST/"

_TIMESTAMP = re.compile(r"[1-9]\d{0,11}", re.ASCII)


@dataclass(frozen=True)
class SignatureHeaders:
    """The four `Wechatpay-…` headers of a signed response or webhook."""

    timestamp: str
    nonce: str
    serial: str
    signature: str

    @classmethod
    def parse(cls, headers: Mapping[str, str]) -> Self:
        """Parse the headers, names in any case. Raises ValueError if one is missing or malformed."""
        given = {name.lower(): value for name, value in headers.items()}
        parts = [given.get(f"wechatpay-{part}", "") for part in ("timestamp", "nonce", "serial", "signature")]
        if not all(parts) or not _TIMESTAMP.fullmatch(parts[0]):
            raise ValueError("the Wechatpay headers are missing or out of form")
        if given.get("wechatpay-signature-type", SCHEME) != SCHEME:
            raise ValueError("an unknown kind of signature")
        return cls(*parts)

    @property
    def signed_at(self) -> datetime:
        """The time of the signature, in whole seconds."""
        return datetime.fromtimestamp(int(self.timestamp), UTC)

    @property
    def is_probe(self) -> bool:
        """Whether WeChat Pay is testing that invalid signatures are refused."""
        return self.signature.startswith(PROBE)

    def verify(self, key: RSAPublicKey, body: bytes) -> bool:
        """Return whether this key signed this body."""
        message = b"%s\n%s\n%s\n" % (self.timestamp.encode(), self.nonce.encode(), body)
        return rsa.is_valid_signature(key, message, self.signature)


class EncryptedResource(StrictModel):
    """A resource encrypted and authenticated with the APIv3 key (AES-256-GCM)."""

    algorithm: str
    ciphertext: str
    nonce: str
    associated_data: str = ""

    def decrypt(self, api_v3_key: bytes) -> bytes:
        """Return the plain text. Raises ValueError for another algorithm, another key or a changed byte."""
        if self.algorithm != "AEAD_AES_256_GCM":
            raise ValueError("an unknown cipher")
        return decrypt(api_v3_key, self.nonce, self.associated_data, self.ciphertext)


def decrypt(key: bytes, nonce: str, associated_data: str, ciphertext: str) -> bytes:
    """Decrypt AES-256-GCM: Base64 of ciphertext and tag, the nonce as text. Raises ValueError."""
    try:
        raw = base64.b64decode(ciphertext, validate=True)
        return AESGCM(key).decrypt(nonce.encode(), raw, associated_data.encode())
    except (binascii.Error, InvalidTag) as error:
        raise ValueError("it cannot be decrypted") from error


@dataclass(frozen=True)
class RequestSigner:
    """Signs requests with the private key of the merchant's API certificate."""

    merchant_id: str
    serial: str
    key: RSAPrivateKey

    def authorization(self, method: str, path: str, body: bytes, *, timestamp: int, nonce: str) -> str:
        """Return the Authorization header of a request; `path` begins with `/v3/` and includes the query."""
        message = b"%s\n%s\n%d\n%s\n%s\n" % (method.encode(), path.encode(), timestamp, nonce.encode(), body)
        signature = rsa.sign(self.key, message)
        return (
            f'{SCHEME} mchid="{self.merchant_id}",nonce_str="{nonce}",signature="{signature}",'
            f'timestamp="{timestamp}",serial_no="{self.serial}"'
        )
