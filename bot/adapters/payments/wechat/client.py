"""Calls WeChat Pay API v3: signs requests and verifies the signatures of responses."""

import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

import aiohttp

from bot.adapters.payments import rsa
from bot.adapters.payments.gateway import GatewayRefused, GatewayUnavailable, KeyUnavailable, MerchantRefused
from bot.adapters.payments.http import TIMEOUT_SECONDS, Json, send
from bot.adapters.payments.webhook_events import MAX_CLOCK_DIFFERENCE
from bot.adapters.payments.wechat.platform_keys import PlatformKeys
from bot.adapters.payments.wechat.signature import RequestSigner, SignatureHeaders

# Errors after which WeChat Pay asks to repeat the request.
TRANSIENT = frozenset(
    {
        "SYSTEM_ERROR",
        "SYSTEMERROR",
        "FREQUENCY_LIMITED",
        "FREQUENCY_LIMIT_EXCEED",
        "BIZERR_NEED_RETRY",
        "STATEMENT_CREATING",
    }
)
# WeChat Pay's codes for a merchant whose signature, numbers or contract are not accepted.
UNACCEPTED = frozenset(
    {"SIGN_ERROR", "NO_AUTH", "NOAUTH", "MCH_NOT_EXISTS", "MCHID_NOT_EXIST", "APPID_MCHID_NOT_MATCH", "APPID_NOT_EXIST"}
)


@dataclass(frozen=True)
class WechatMerchant:
    """Our account with WeChat Pay. Keys are PEM; `base_url` may be another server of the protocol."""

    merchant_id: str
    app_id: str
    serial: str
    notify_url: str
    private_key: str = field(repr=False)
    api_v3_key: str = field(repr=False)
    public_key_id: str = ""
    public_key: str = ""
    base_url: str = "https://api.mch.weixin.qq.com"

    def __post_init__(self) -> None:
        if len(self.api_v3_key.encode()) != 32:
            raise ValueError("the APIv3 key has 32 bytes")
        if bool(self.public_key_id) != bool(self.public_key):
            raise ValueError("WeChat Pay's public key and its id belong together")


class WechatClient:
    """Signs requests to WeChat Pay and verifies the responses. The caller closes the HTTP session."""

    def __init__(
        self,
        merchant: WechatMerchant,
        http: aiohttp.ClientSession,
        *,
        clock: Callable[[], datetime],
        timeout: float = TIMEOUT_SECONDS,
    ) -> None:
        key = rsa.private_key(merchant.private_key)
        fixed = {merchant.public_key_id: rsa.public_key(merchant.public_key)} if merchant.public_key else {}
        self._signer = RequestSigner(merchant.merchant_id, merchant.serial, key)
        self._base_url = merchant.base_url.rstrip("/")
        self._public_key_id = merchant.public_key_id
        self._http = http
        self._clock = clock
        self._timeout = aiohttp.ClientTimeout(total=timeout)
        self.keys = PlatformKeys(self._certificates, merchant.api_v3_key.encode(), clock=clock, fixed=fixed)

    async def get(self, path: str) -> Json:
        """Return the verified answer; `path` begins with `/v3/`. Raises GatewayUnavailable or GatewayRefused."""
        return _object(await self._verified("GET", path, b""))

    async def post(self, path: str, content: Json) -> Json:
        """Return the verified answer, {} for a response without a body. Raises as `get` does."""
        body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
        answer = await self._verified("POST", path, body)
        return _object(answer) if answer else {}

    async def download(self, url: str) -> bytes:
        """Download a file whose URL came in a verified answer. Files are not signed: the caller compares the hash.

        Only the path of the URL is used, so that the file comes from the configured server.
        """
        parts = urlsplit(url)
        path = parts.path[parts.path.find("/v3/") :] + (f"?{parts.query}" if parts.query else "")
        status, _, body = await self._send("GET", path, b"")
        _require_success(status, body)
        return body

    async def _verified(self, method: str, path: str, body: bytes) -> bytes:
        status, headers, answer = await self._send(method, path, body)
        # A refusal is unsigned if WeChat Pay could not identify the merchant; with an invalid signature it is ignored.
        if _is_success(status) or "Wechatpay-Signature" in headers:
            signature = self._signature(headers)
            key = await self.keys.find(signature.serial)
            if key is None:
                raise KeyUnavailable("UNKNOWN_SERIAL", "no key of WeChat Pay has the serial of the answer")
            if not signature.verify(key, answer):
                raise GatewayUnavailable("SIGNATURE", "the answer is not WeChat Pay's")
        _require_success(status, answer)
        return answer

    def _signature(self, headers: Mapping[str, str]) -> SignatureHeaders:
        try:
            signature = SignatureHeaders.parse(headers)
        except ValueError as error:
            raise GatewayUnavailable("SIGNATURE", str(error)) from None
        if abs(self._clock() - signature.signed_at) > MAX_CLOCK_DIFFERENCE:
            raise GatewayUnavailable("STALE", "the answer was signed at another time")
        return signature

    async def _certificates(self) -> tuple[SignatureHeaders, bytes]:
        status, headers, body = await self._send("GET", "/v3/certificates", b"")
        _require_success(status, body)
        return self._signature(headers), body

    async def _send(self, method: str, path: str, body: bytes) -> tuple[int, Mapping[str, str], bytes]:
        options = {"data": body or None, "headers": self._headers(method, path, body), "timeout": self._timeout}
        return await send(self._http, method, self._base_url + path, **options)

    def _headers(self, method: str, path: str, body: bytes) -> dict[str, str]:
        authorization = self._signer.authorization(
            method, path, body, timestamp=int(self._clock().timestamp()), nonce=secrets.token_hex(16).upper()
        )
        headers = {
            "Authorization": authorization,
            "Accept": "application/json",
            "Content-Type": "application/json",
            "User-Agent": "chezhu",
        }
        return headers | ({"Wechatpay-Serial": self._public_key_id} if self._public_key_id else {})


def _is_success(status: int) -> bool:
    return 200 <= status < 300


def _require_success(status: int, body: bytes) -> None:
    """Raise GatewayRefused for 4xx with a code that is not transient, GatewayUnavailable for all else but 2xx."""
    if _is_success(status):
        return
    problem = _object(body)
    code, message = str(problem.get("code", "")), str(problem.get("message", ""))
    if code and 400 <= status < 500 and status not in (408, 429) and code not in TRANSIENT:
        raise (MerchantRefused if code in UNACCEPTED else GatewayRefused)(code, message)
    raise GatewayUnavailable(code or f"HTTP_{status}", message)


def _object(body: bytes) -> Json:
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        raise GatewayUnavailable("JSON", "the answer is not JSON") from None
    if not isinstance(content, dict):
        raise GatewayUnavailable("JSON", "the answer is not an object")
    return content
