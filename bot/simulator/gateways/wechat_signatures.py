"""WeChat Pay's signatures, seen from its own side: requests are checked, answers and notices signed."""

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from starlette.requests import Request

from bot.simulator.gateways.keys import GatewayKeys, is_signed, load, sign

MERCHANT_ID = "1900000109"
APP_ID = "wx2421b1c4370ec43b"
PREFIX = "/wechat-pay"
LONGEST_CLOCK_DRIFT_SECONDS = 300
PROBE = "WECHATPAY/SIGNTEST/"

_AUTHORIZATION = re.compile(r'(\w+)="([^"]*)"')


@dataclass
class WechatApiError(Exception):
    """An answer other than success."""

    status: int
    code: str
    message: str


class WechatSignatures:
    """Who the merchant is, and who we are to him."""

    def __init__(self, keys: GatewayKeys, *, clock: Callable[[], datetime]) -> None:
        self._keys = keys
        self._clock = clock
        self._merchant_key = load(keys.wechat_merchant_key).public_key()
        self._platform_key = load(keys.wechat_platform_key)
        self.serial = keys.wechat_platform_serial

    def authenticate(self, request: Request, body: bytes) -> None:
        """See that the merchant signed this request, just now. Raises WechatApiError."""
        scheme, _, rest = request.headers.get("authorization", "").partition(" ")
        given = dict(_AUTHORIZATION.findall(rest))
        refused = WechatApiError(401, "SIGN_ERROR", "The request is not rightly signed")
        if scheme != "WECHATPAY2-SHA256-RSA2048" or given.get("serial_no") != self._keys.wechat_merchant_serial:
            raise refused
        if given.get("mchid") != MERCHANT_ID or not given.get("timestamp", "").isdecimal():
            raise refused
        if abs(self._clock().timestamp() - int(given["timestamp"])) > LONGEST_CLOCK_DRIFT_SECONDS:
            raise WechatApiError(401, "SIGN_ERROR", "The request was signed at another time")
        path = request.url.path.removeprefix(PREFIX) + (f"?{request.url.query}" if request.url.query else "")
        head = f"{request.method}\n{path}\n{given['timestamp']}\n{given.get('nonce_str', '')}\n"
        if not is_signed(self._merchant_key, head.encode() + body + b"\n", given.get("signature", "")):
            raise refused

    def seal(self, body: bytes, *, key: RSAPrivateKey | None = None, at: datetime | None = None) -> dict[str, str]:
        """Return the headers that sign a body, as of now unless another moment is given."""
        timestamp, nonce = str(int((at or self._clock()).timestamp())), secrets.token_hex(16)
        message = b"%s\n%s\n%s\n" % (timestamp.encode(), nonce.encode(), body)
        return {
            "Wechatpay-Timestamp": timestamp,
            "Wechatpay-Nonce": nonce,
            "Wechatpay-Serial": self.serial,
            "Wechatpay-Signature-Type": "WECHATPAY2-SHA256-RSA2048",
            "Wechatpay-Signature": sign(key or self._platform_key, message),
        }
