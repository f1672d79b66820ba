"""Calls the API of Alipay's open platform: one URL, a method name, RSA2 signatures in both directions."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import aiohttp

from bot.adapters.payments import rsa
from bot.adapters.payments.alipay.signature import sign_request, signed_part
from bot.adapters.payments.gateway import GatewayRefused, GatewayUnavailable, MerchantRefused
from bot.adapters.payments.http import TIMEOUT_SECONDS, Json, send
from bot.adapters.payments.models import CHINA

SUCCESS = "10000"
BUSINESS_FAILED = "40004"
# Errors after which Alipay asks to query the outcome.
TRANSIENT = frozenset(
    {"ACQ.SYSTEM_ERROR", "aop.ACQ.SYSTEM_ERROR", "SYSTEM_ERROR", "isp.unknow-error", "aop.unknow-error"}
)
# Alipay's codes for an application whose signature, number or contract are not accepted.
UNACCEPTED = frozenset(
    {
        "isv.invalid-signature",
        "isv.missing-signature-key",
        "isv.invalid-app-id",
        "isv.insufficient-isv-permissions",
        "isv.app-unauthorized",
        "ACQ.ACCESS_FORBIDDEN",
    }
)


@dataclass(frozen=True)
class AlipayMerchant:
    """Our application at Alipay. Keys are PEM or bare Base64; `gateway_url` may be another server of the protocol."""

    app_id: str
    seller_id: str
    notify_url: str
    private_key: str = field(repr=False)
    alipay_public_key: str
    gateway_url: str = "https://openapi.alipay.com/gateway.do"


class AlipayClient:
    """Signs requests to Alipay and verifies the responses. The caller closes the HTTP session."""

    def __init__(
        self,
        merchant: AlipayMerchant,
        http: aiohttp.ClientSession,
        *,
        clock: Callable[[], datetime],
        timeout: float = TIMEOUT_SECONDS,
    ) -> None:
        self.public_key = rsa.public_key(merchant.alipay_public_key)
        self._key = rsa.private_key(merchant.private_key)
        self._merchant = merchant
        self._http = http
        self._clock = clock
        self._timeout = aiohttp.ClientTimeout(total=timeout)

    async def call(self, method: str, content: Json, *, notify_url: str = "") -> Json:
        """Call a method and return its verified answer. Raises GatewayUnavailable or GatewayRefused."""
        written = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        common = self._common(method, notify_url)
        common["sign"] = sign_request({**common, "biz_content": written}, self._key)
        # The charset must be in the query: without it Alipay reads the body as GBK.
        body = await self._send("POST", self._merchant.gateway_url, common, {"biz_content": written})
        return self._verified(body, method)

    async def download(self, url: str) -> bytes:
        """Download a file whose URL came in a verified answer. Raises GatewayUnavailable."""
        return await self._send("GET", url, {}, None)

    def _common(self, method: str, notify_url: str) -> dict[str, str]:
        common = {
            "app_id": self._merchant.app_id,
            "method": method,
            "format": "JSON",
            "charset": "utf-8",
            "sign_type": "RSA2",
            "timestamp": self._clock().astimezone(CHINA).strftime("%Y-%m-%d %H:%M:%S"),
            "version": "1.0",
        }
        return common | ({"notify_url": notify_url} if notify_url else {})

    async def _send(self, verb: str, url: str, query: Mapping[str, str], form: Mapping[str, str] | None) -> bytes:
        status, _, body = await send(self._http, verb, url, params=query, data=form, timeout=self._timeout)
        if status != 200:
            raise GatewayUnavailable(f"HTTP_{status}")
        return body

    def _verified(self, body: bytes, method: str) -> Json:
        try:
            raw, answer, signature = _parse(body.decode(), method.replace(".", "_") + "_response")
        except (ValueError, RecursionError):
            raise GatewayUnavailable("JSON", "the answer is not in Alipay's form") from None
        code = str(answer.get("code", ""))
        # Alipay sends unsigned answers only if it could not identify the merchant.
        must_be_signed = bool(signature) or code in (SUCCESS, BUSINESS_FAILED, "")
        if must_be_signed and not rsa.is_valid_signature(self.public_key, raw.encode(), signature):
            raise GatewayUnavailable("SIGNATURE", "the answer is not Alipay's")
        _require_success(code, answer)
        return answer


def _parse(text: str, name: str) -> tuple[str, Json, str]:
    whole = json.loads(text)
    if not isinstance(whole, dict):
        raise ValueError("not an object")
    raw, answer = signed_part(text, name if name in whole else "error_response")
    signature = whole.get("sign", "")
    if not isinstance(signature, str):
        raise ValueError("not a signature")
    return raw, answer, signature


def _require_success(code: str, answer: Json) -> None:
    if code == SUCCESS:
        return
    reason = str(answer.get("sub_code") or code)
    message = str(answer.get("sub_msg") or answer.get("msg") or "")
    if not code.startswith("4") or reason in TRANSIENT:
        raise GatewayUnavailable(reason, message)
    raise (MerchantRefused if reason in UNACCEPTED else GatewayRefused)(reason, message)
