"""WeChat Pay's signatures and encryption: verifies requests, signs and encrypts responses and webhook events.

It signs with a platform certificate, as for older merchants, with its public key, as for merchants since late 2024, or
with both, as for one that changes; that can be switched while it runs.
"""

import base64
import itertools
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from starlette.requests import Request

from bot.simulator.gateways.keys import GatewayKeys, is_signed, load, sign

MERCHANT_ID = "1900000109"
APP_ID = "wx2421b1c4370ec43b"
PREFIX = "/wechat-pay"
MAX_CLOCK_DRIFT_SECONDS = 300
# Prefix of the invalid signatures by which WeChat Pay checks that merchants verify them.
PROBE = "WECHATPAY/SIGNTEST/"

_AUTHORIZATION = re.compile(r'(\w+)="([^"]*)"')


class KeyMode(StrEnum):
    """What WeChat Pay signs with for this merchant."""

    CERTIFICATE = "certificate"
    PUBLIC_KEY = "public_key"
    BOTH = "both"


@dataclass
class WechatApiError(Exception):
    """An error response."""

    status: int
    code: str
    message: str


class WechatSignatures:
    """Verifies the merchant's signatures and signs with the key of the mode. `mode` may be changed at any time."""

    def __init__(self, keys: GatewayKeys, *, clock: Callable[[], datetime]) -> None:
        self._keys = keys
        self._clock = clock
        self._merchant_key = load(keys.wechat_merchant_key).public_key()
        self._signers = {
            KeyMode.CERTIFICATE: (keys.wechat_platform_serial, load(keys.wechat_platform_key)),
            KeyMode.PUBLIC_KEY: (keys.wechat_public_key_id, load(keys.wechat_public_key)),
        }
        self._turns = itertools.cycle(self._signers)
        self.serial = keys.wechat_platform_serial
        self.mode = KeyMode.CERTIFICATE

    def authenticate(self, request: Request, body: bytes) -> None:
        """Verify that the merchant has just signed this request; raises WechatApiError."""
        scheme, _, rest = request.headers.get("authorization", "").partition(" ")
        parts = dict(_AUTHORIZATION.findall(rest))
        invalid = WechatApiError(401, "SIGN_ERROR", "The request is not rightly signed")
        if scheme != "WECHATPAY2-SHA256-RSA2048" or parts.get("serial_no") != self._keys.wechat_merchant_serial:
            raise invalid
        if parts.get("mchid") != MERCHANT_ID or not parts.get("timestamp", "").isdecimal():
            raise invalid
        if abs(self._clock().timestamp() - int(parts["timestamp"])) > MAX_CLOCK_DRIFT_SECONDS:
            raise WechatApiError(401, "SIGN_ERROR", "The request was signed at another time")
        path = request.url.path.removeprefix(PREFIX) + (f"?{request.url.query}" if request.url.query else "")
        head = f"{request.method}\n{path}\n{parts['timestamp']}\n{parts.get('nonce_str', '')}\n"
        if not is_signed(self._merchant_key, head.encode() + body + b"\n", parts.get("signature", "")):
            raise invalid

    def _signer(self, wanted: str | None) -> tuple[str, RSAPrivateKey]:
        """Return serial and key: with both in use that of the serial which the request names, or each in turn."""
        if self.mode is not KeyMode.BOTH:
            return self._signers[self.mode]
        if wanted is None:
            return self._signers[next(self._turns)]
        return next((each for each in self._signers.values() if each[0] == wanted), self._signers[KeyMode.CERTIFICATE])

    def sign(
        self,
        body: bytes,
        *,
        key: RSAPrivateKey | None = None,
        at: datetime | None = None,
        wanted: str | None = None,
    ) -> dict[str, str]:
        """Return the headers that sign a body, by default with the key of the mode and the current time.

        wanted: the `Wechatpay-Serial` of the request that is answered; None for a webhook.
        """
        serial, own_key = self._signer(wanted)
        timestamp, nonce = str(int((at or self._clock()).timestamp())), secrets.token_hex(16)
        message = b"%s\n%s\n%s\n" % (timestamp.encode(), nonce.encode(), body)
        return {
            "Wechatpay-Timestamp": timestamp,
            "Wechatpay-Nonce": nonce,
            "Wechatpay-Serial": serial,
            "Wechatpay-Signature-Type": "WECHATPAY2-SHA256-RSA2048",
            "Wechatpay-Signature": sign(key or own_key, message),
        }


def encrypt(api_v3_key: str, content: bytes, associated_data: str) -> dict[str, str]:
    """Return content encrypted by AES-GCM with the merchant's APIv3 key, as in webhook events and certificates."""
    nonce = secrets.token_hex(6)
    ciphertext = AESGCM(api_v3_key.encode()).encrypt(nonce.encode(), content, associated_data.encode())
    return {
        "algorithm": "AEAD_AES_256_GCM",
        "ciphertext": base64.b64encode(ciphertext).decode(),
        "associated_data": associated_data,
        "nonce": nonce,
    }
