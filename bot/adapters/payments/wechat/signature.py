"""WeChat Pay's signatures and sealed parts (APIv3: request signing, signature verification, resource decryption)."""

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import BaseModel, ConfigDict

from bot.adapters.payments import rsa

SCHEME = "WECHATPAY2-SHA256-RSA2048"
PROBE = "WECHATPAY/SIGNTEST/"
"""How WeChat Pay begins the wrong signatures by which it tests whether anybody looks at them."""

_TIMESTAMP = re.compile(r"[1-9]\d{0,11}", re.ASCII)


@dataclass(frozen=True)
class Seal:
    """The four headers that WeChat Pay signs its answers and notices with."""

    timestamp: str
    nonce: str
    serial: str
    signature: str

    @classmethod
    def read(cls, headers: Mapping[str, str]) -> "Seal":
        """Take the seal from headers of any case. Raises ValueError when a part is missing or out of form."""
        given = {name.lower(): value for name, value in headers.items()}
        parts = [given.get(f"wechatpay-{part}", "") for part in ("timestamp", "nonce", "serial", "signature")]
        if not all(parts) or not _TIMESTAMP.fullmatch(parts[0]):
            raise ValueError("the Wechatpay headers are missing or out of form")
        if given.get("wechatpay-signature-type", SCHEME) != SCHEME:
            raise ValueError("an unknown kind of signature")
        return cls(*parts)

    @property
    def signed_at(self) -> datetime:
        """When it was signed, to the second."""
        return datetime.fromtimestamp(int(self.timestamp), UTC)

    @property
    def is_probe(self) -> bool:
        """Whether WeChat Pay only wants to see us refuse."""
        return self.signature.startswith(PROBE)

    def fits(self, key: RSAPublicKey, body: bytes) -> bool:
        """See whether this key signed this body."""
        message = b"%s\n%s\n%s\n" % (self.timestamp.encode(), self.nonce.encode(), body)
        return rsa.is_signed(key, message, self.signature)


class Sealed(BaseModel):
    """Something that only the holder of the APIv3 key can read, and nobody else can have written."""

    model_config = ConfigDict(strict=True)

    algorithm: str
    ciphertext: str
    nonce: str
    associated_data: str = ""

    def open(self, api_v3_key: bytes) -> bytes:
        """Decrypt. Raises ValueError for another algorithm, another key or a changed byte."""
        if self.algorithm != "AEAD_AES_256_GCM":
            raise ValueError("an unknown cipher")
        return decrypt(api_v3_key, self.nonce, self.associated_data, self.ciphertext)


def decrypt(key: bytes, nonce: str, associated_data: str, ciphertext: str) -> bytes:
    """Open AES-GCM in Base64, the tag at its end. Raises ValueError."""
    try:
        raw = base64.b64decode(ciphertext, validate=True)
        return AESGCM(key).decrypt(nonce.encode(), raw, associated_data.encode())
    except (binascii.Error, InvalidTag) as error:
        raise ValueError("it cannot be decrypted") from error


@dataclass(frozen=True)
class Signer:
    """Who we are to WeChat Pay: the merchant and its API certificate's key."""

    merchant_id: str
    serial: str
    key: RSAPrivateKey

    def authorization(self, method: str, path: str, body: bytes, *, timestamp: int, nonce: str) -> str:
        """Return the Authorization header of a request; `path` with its query, from `/v3/` on."""
        message = b"%s\n%s\n%d\n%s\n%s\n" % (method.encode(), path.encode(), timestamp, nonce.encode(), body)
        signature = rsa.sign(self.key, message)
        return (
            f'{SCHEME} mchid="{self.merchant_id}",nonce_str="{nonce}",signature="{signature}",'
            f'timestamp="{timestamp}",serial_no="{self.serial}"'
        )
