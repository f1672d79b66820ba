"""Builds the webhook events about payments and refunds, with the faults in force."""

import json
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from urllib.parse import urlencode
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from bot.simulator.gateways import alipay_webhook
from bot.simulator.gateways.faults import GatewayFaults
from bot.simulator.gateways.keys import KEY_BITS, GatewayKeys, load
from bot.simulator.gateways.ledger import CHINA, LedgerRefund, LedgerTransaction, Trade
from bot.simulator.gateways.webhook_delivery import WebhookAttempt, WebhookSender
from bot.simulator.gateways.wechat import WechatGateway
from bot.simulator.gateways.wechat_signatures import MERCHANT_ID, PROBE, WechatSignatures, encrypt

CONSOLE = "CONSOLE"  # What the numbers of refunds begin with that are made on the provider's console.
STALE_BY = {"wechat": timedelta(minutes=10), "alipay": timedelta(days=2)}


class WebhookBuilder:
    """Builds webhook events and passes them to the sender."""

    def __init__(
        self,
        keys: GatewayKeys,
        wechat: WechatGateway,
        signatures: WechatSignatures,
        sender: WebhookSender,
        faults: GatewayFaults,
        *,
        clock: Callable[[], datetime],
    ) -> None:
        self._keys = keys
        self._wechat = wechat
        self._signatures = signatures
        self._sender = sender
        self._faults = faults
        self._clock = clock
        self._other_key: RSAPrivateKey | None = None

    def report(self, trade: Trade, paid: LedgerTransaction, refund: LedgerRefund | None) -> None:
        """Report a payment or a refund to the merchant.

        WeChat Pay reports refunds from its console alone: the merchant asks for no reports of its own.
        """
        is_own = refund is not None and not refund.number.startswith(CONSOLE)
        if not trade.notify_url or (is_own and trade.provider == "wechat") or self._faults.draw("lose"):
            return
        event_id = secrets.token_hex(17) if trade.provider == "alipay" else str(uuid4())
        amount_fen = max(1, paid.amount_fen - 1) if self._faults.draw("wrong_amount") else paid.amount_fen
        write = self._wechat_attempt if trade.provider == "wechat" else self._alipay_attempt
        compose = partial(write, trade, paid, refund, event_id, amount_fen)
        for _ in range(2 if self._faults.draw("duplicate") else 1):
            self._sender.send(trade.provider, trade.notify_url, compose, late=self._faults.draw("reorder"))

    def _wechat_attempt(
        self, trade: Trade, paid: LedgerTransaction, refund: LedgerRefund | None, event_id: str, amount_fen: int
    ) -> WebhookAttempt:
        kind = "transaction" if refund is None else "refund"
        content = self._wechat.order_to_dict(trade, paid, amount_fen=amount_fen) | {"trade_state": "SUCCESS"}
        if refund is not None:
            content = self._wechat.refund_to_dict(refund) | {"mchid": MERCHANT_ID, "refund_status": "SUCCESS"}
        resource = encrypt(self._keys.wechat_api_v3_key, json.dumps(content).encode(), kind)
        body = json.dumps(
            {
                "id": event_id,
                "create_time": self._clock().astimezone(CHINA).isoformat(timespec="seconds"),
                "resource_type": "encrypt-resource",
                "event_type": f"{kind.upper()}.SUCCESS",
                "summary": "支付成功" if refund is None else "退款成功",
                "resource": {"original_type": kind, **resource},
            },
            ensure_ascii=False,
        ).encode()
        headers = self._signatures.sign(body, key=self._other_key_if_forged(), at=self._signed_at("wechat"))
        if self._faults.draw("probe"):
            headers["Wechatpay-Signature"] = PROBE + headers["Wechatpay-Signature"][len(PROBE) :]
        return self._attempt({**headers, "Content-Type": "application/json"}, body)

    def _alipay_attempt(
        self, trade: Trade, paid: LedgerTransaction, refund: LedgerRefund | None, event_id: str, amount_fen: int
    ) -> WebhookAttempt:
        fields = alipay_webhook.signed_fields(
            trade,
            paid,
            refund,
            event_id,
            key=self._other_key_if_forged() or load(self._keys.alipay_platform_key),
            at=self._signed_at("alipay"),
            amount_fen=amount_fen,
        )
        headers = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
        return self._attempt(headers, urlencode(fields).encode())

    def _attempt(self, headers: dict[str, str], body: bytes) -> WebhookAttempt:
        if self._faults.draw("garble"):
            at = self._faults.random.randrange(len(body))
            body = body[:at] + bytes([body[at] ^ 1 << self._faults.random.randrange(7)]) + body[at + 1 :]
        return WebhookAttempt(headers, body, ignore_response=self._faults.draw("ignore"))

    def _other_key_if_forged(self) -> RSAPrivateKey | None:
        if not self._faults.draw("forge"):
            return None
        if self._other_key is None:
            self._other_key = rsa.generate_private_key(65537, KEY_BITS)
        return self._other_key

    def _signed_at(self, provider: str) -> datetime:
        return self._clock() - STALE_BY[provider] if self._faults.draw("stale") else self._clock()
