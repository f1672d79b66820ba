"""The local WeChat Pay: APIv3 for Native payments, with real signatures in both directions."""

import gzip
import hashlib
import json
import secrets
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.simulator.gateways import wechat_bill
from bot.simulator.gateways.faults import GatewayFaults
from bot.simulator.gateways.keys import GatewayKeys
from bot.simulator.gateways.ledger import CHINA, Ledger, LedgerError, LedgerRefund, LedgerTransaction, Trade
from bot.simulator.gateways.wechat_signatures import (
    APP_ID,
    MERCHANT_ID,
    PREFIX,
    PROBE,
    KeyMode,
    WechatApiError,
    WechatSignatures,
    encrypt,
)

Json = dict[str, Any]
_LEDGER_ERRORS = {
    "paid": (400, "ORDERPAID", "The order has been paid"),
    "closed": (400, "ORDER_CLOSED", "The order is closed"),
    "used": (403, "OUT_TRADE_NO_USED", "The number stands for something else"),
    "unknown": (404, "ORDER_NOT_EXIST", "There is no such order"),
    "unpaid": (400, "INVALID_REQUEST", "The order has not been paid"),
    "too_much": (400, "INVALID_REQUEST", "More than what was paid"),
}


class WechatGateway:
    """WeChat Pay's API for merchants."""

    def __init__(
        self,
        keys: GatewayKeys,
        ledger: Ledger,
        faults: GatewayFaults,
        signatures: WechatSignatures,
        *,
        clock: Callable[[], datetime],
    ) -> None:
        self._keys = keys
        self._signatures = signatures
        self._ledger = ledger
        self._faults = faults
        self._clock = clock
        self._bills: dict[str, bytes] = {}

    def routes(self) -> list[BaseRoute]:
        """Return all routes, which are under /wechat-pay/v3."""
        table: list[tuple[str, str, Callable[[Request, Json], Json | None]]] = [
            ("GET", "/certificates", self._certificates),
            ("POST", "/pay/transactions/native", self._create),
            ("GET", "/pay/transactions/out-trade-no/{number}", self._query),
            ("GET", "/pay/transactions/id/{transaction}", self._query),
            ("POST", "/pay/transactions/out-trade-no/{number}/close", self._close),
            ("POST", "/refund/domestic/refunds", self._refund),
            ("GET", "/refund/domestic/refunds/{number}", self._query_refund),
            ("GET", "/bill/tradebill", self._bill),
        ]
        routes: list[BaseRoute] = [
            Route(f"{PREFIX}/v3{path}", self._endpoint(operation), methods=[method])
            for method, path, operation in table
        ]
        return [*routes, Route(f"{PREFIX}/v3/billdownload/file", self._download)]

    def _endpoint(self, operation: Callable[[Request, Json], Json | None]) -> Callable[[Request], Any]:
        async def answer(request: Request) -> Response:
            body = await request.body()

            return await self._faults.answer(
                lambda: self._answer(request, body, operation),
                lambda: self._signed(request, 500, b'{"code":"SYSTEM_ERROR"}'),
            )

        return answer

    def _answer(self, request: Request, body: bytes, operation: Callable[[Request, Json], Json | None]) -> Response:
        try:
            self._signatures.authenticate(request, body)
            content = operation(request, _content(body))
        except WechatApiError as error:
            return self._signed(request, error.status, _to_json({"code": error.code, "message": error.message}))
        except LedgerError as error:
            status, code, message = _LEDGER_ERRORS[error.code]
            return self._signed(request, status, _to_json({"code": code, "message": message}))
        except (KeyError, TypeError, ValueError):
            return self._signed(
                request, 400, _to_json({"code": "PARAM_ERROR", "message": "A parameter is missing or wrong"})
            )
        answer = _to_json(content) if content is not None else b""
        return self._signed(request, 200 if content is not None else 204, answer)

    def _signed(self, request: Request, status: int, body: bytes) -> Response:
        wanted = request.headers.get("wechatpay-serial", "")
        headers = self._signatures.sign(body, wanted=wanted)
        if self._faults.draw("bad_json"):
            body = body[:-1] if body else b"{"
            headers = self._signatures.sign(body, wanted=wanted)
        if self._faults.draw("bad_signature"):
            headers["Wechatpay-Signature"] = PROBE + headers["Wechatpay-Signature"][: -len(PROBE)]
        return Response(body, status, headers, media_type="application/json" if body else None)

    def _certificates(self, request: Request, content: Json) -> Json:
        if self._signatures.mode is KeyMode.PUBLIC_KEY:
            raise WechatApiError(404, "RESOURCE_NOT_EXISTS", "The merchant has no platform certificates")
        certificate = encrypt(
            self._keys.wechat_api_v3_key, self._keys.wechat_platform_certificate.encode(), "certificate"
        )
        validity = {"effective_time": "2024-01-01T00:00:00+08:00", "expire_time": "2044-01-01T00:00:00+08:00"}
        return {"data": [{"serial_no": self._signatures.serial, **validity, "encrypt_certificate": certificate}]}

    def _create(self, request: Request, content: Json) -> Json:
        _require(content["mchid"] == MERCHANT_ID and content["appid"] == APP_ID)
        amount = content["amount"]
        _require(isinstance(amount["total"], int) and amount["total"] > 0)
        _require(amount.get("currency", "CNY") == "CNY" and 6 <= len(content["out_trade_no"]) <= 32)
        expires_at = datetime.fromisoformat(content["time_expire"])
        _require(expires_at.tzinfo is not None and 0 < len(content["description"]) <= 127)
        trade = self._ledger.order(
            content["out_trade_no"], amount["total"], content["description"], content["notify_url"], expires_at
        )
        return {"code_url": trade.code}

    def _query(self, request: Request, content: Json) -> Json:
        _require(request.query_params["mchid"] == MERCHANT_ID)
        path = request.path_params
        return self.order_to_dict(self._ledger.find(path.get("number", ""), path.get("transaction", "")))

    def order_to_dict(
        self, trade: Trade, paid: LedgerTransaction | None = None, *, amount_fen: int | None = None
    ) -> Json:
        """Return an order as WeChat Pay does, with this transaction or its first one."""
        paid = paid or (trade.transactions[0] if trade.transactions else None)
        state = {"paid": "SUCCESS", "refunded": "REFUND", "closed": "CLOSED", "waiting": "NOTPAY"}
        order: Json = {
            "appid": APP_ID,
            "mchid": MERCHANT_ID,
            "out_trade_no": trade.number,
            "trade_state": state[trade.state(self._clock())],
            "trade_state_desc": "",
        }
        if paid is None:
            return order | {"amount": {"total": trade.amount_fen, "currency": "CNY"}}
        total = paid.amount_fen if amount_fen is None else amount_fen
        return order | {
            "transaction_id": paid.id,
            "trade_type": "NATIVE",
            "bank_type": "OTHERS",
            "success_time": _moment(paid.paid_at),
            "payer": {"openid": f"o{paid.payer or 0:027d}"},
            "amount": {"total": total, "payer_total": total, "currency": "CNY", "payer_currency": "CNY"},
        }

    def _close(self, request: Request, content: Json) -> None:
        _require(content["mchid"] == MERCHANT_ID)
        self._ledger.close(self._ledger.find(request.path_params["number"]))

    def _refund(self, request: Request, content: Json) -> Json:
        amount, transaction = content["amount"], content.get("transaction_id", "")
        _require(isinstance(amount["refund"], int) and isinstance(amount["total"], int))
        trade = self._ledger.find(content.get("out_trade_no", ""), transaction)
        refund = self._ledger.refund(
            trade, transaction, content["out_refund_no"], amount["refund"], content.get("reason", "")
        )
        return self.refund_to_dict(refund)

    def _query_refund(self, request: Request, content: Json) -> Json:
        found = self._ledger.find_refund(request.path_params["number"])
        if found is None:
            raise WechatApiError(404, "RESOURCE_NOT_EXISTS", "There is no such refund")
        found[2].settled = True
        return self.refund_to_dict(found[2])

    def refund_to_dict(self, refund: LedgerRefund) -> Json:
        """Return a refund as WeChat Pay does."""
        found = self._ledger.find_refund(refund.number)
        if found is None:
            raise LedgerError("unknown")
        trade, paid, _ = found
        return {
            "refund_id": refund.id,
            "out_refund_no": refund.number,
            "transaction_id": paid.id,
            "out_trade_no": trade.number,
            "channel": "ORIGINAL",
            "user_received_account": "Balance",
            "create_time": _moment(refund.at),
            "status": "SUCCESS" if refund.settled else "PROCESSING",
            "amount": {"total": paid.amount_fen, "refund": refund.amount_fen, "currency": "CNY"},
        } | ({"success_time": _moment(refund.at)} if refund.settled else {})

    def _bill(self, request: Request, content: Json) -> Json:
        rows = self._ledger.bookings_on(date.fromisoformat(request.query_params["bill_date"]))
        if not rows:
            raise WechatApiError(400, "NO_STATEMENT_EXIST", "There is no bill of that day")
        bill = wechat_bill.build(rows, app_id=APP_ID, merchant_id=MERCHANT_ID)
        token = secrets.token_urlsafe(24)
        self._bills[token] = gzip.compress(bill) if request.query_params.get("tar_type") == "GZIP" else bill
        address = str(request.base_url).rstrip("/") + f"{PREFIX}/v3/billdownload/file?token={token}"
        digest = hashlib.sha1(bill, usedforsecurity=False).hexdigest()
        return {"hash_type": "SHA1", "hash_value": digest, "download_url": address}

    async def _download(self, request: Request) -> Response:
        try:
            self._signatures.authenticate(request, b"")
        except WechatApiError as error:
            return self._signed(request, error.status, _to_json({"code": error.code, "message": error.message}))
        bill = self._bills.get(request.query_params.get("token", ""))
        return Response(bill, media_type="text/csv") if bill is not None else Response(status_code=404)


def _content(body: bytes) -> Json:
    content = json.loads(body) if body else {}
    _require(isinstance(content, dict))
    return dict(content)


def _require(condition: bool) -> None:
    if not condition:
        raise ValueError("a parameter is missing or wrong")


def _to_json(content: Json) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def _moment(at: datetime) -> str:
    return at.astimezone(CHINA).isoformat(timespec="seconds")
