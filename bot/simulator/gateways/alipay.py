"""The local Alipay: one URL with methods by name, and RSA2 signatures in both directions."""

import json
import re
import secrets
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.simulator.gateways import alipay_bill
from bot.simulator.gateways.alipay_webhook import APP_ID, SELLER_ID, signed_text
from bot.simulator.gateways.faults import GatewayFaults
from bot.simulator.gateways.keys import GatewayKeys, is_signed, load, sign
from bot.simulator.gateways.ledger import Ledger, LedgerError, Trade, to_local_time, to_yuan

PATH = "/alipay/gateway.do"
BILL_PATH = "/alipay/bill/{token}"

Json = dict[str, Any]
_MINUTES = {"m": 1, "h": 60, "d": 1440}
_AMOUNT = re.compile(r"\d{1,9}(\.\d{1,2})?", re.ASCII)
_LEDGER_ERRORS = {
    "paid": ("ACQ.TRADE_HAS_SUCCESS", "交易已被支付"),
    "closed": ("ACQ.TRADE_HAS_CLOSE", "交易已经关闭"),
    "used": ("ACQ.CONTEXT_INCONSISTENT", "交易信息被篡改"),
    "unknown": ("ACQ.TRADE_NOT_EXIST", "交易不存在"),
    "unpaid": ("ACQ.TRADE_STATUS_ERROR", "交易状态不合法"),
    "too_much": ("ACQ.REFUND_AMT_NOT_EQUAL_TOTAL", "退款金额超限"),
    "no_bill": ("isp.bill_not_exist", "账单不存在"),
}


class AlipayGateway:
    """Alipay's API for merchants."""

    def __init__(
        self, keys: GatewayKeys, ledger: Ledger, faults: GatewayFaults, *, clock: Callable[[], datetime]
    ) -> None:
        self._ledger = ledger
        self._faults = faults
        self._clock = clock
        self._app_key = load(keys.alipay_app_key).public_key()
        self._platform_key = load(keys.alipay_platform_key)
        self._bills: dict[str, bytes] = {}
        self._methods: dict[str, Callable[[Request, Json, str], Json]] = {
            "alipay.trade.precreate": self._precreate,
            "alipay.trade.query": self._query,
            "alipay.trade.close": self._close,
            "alipay.trade.cancel": self._cancel,
            "alipay.trade.refund": self._refund,
            "alipay.trade.fastpay.refund.query": self._query_refund,
            "alipay.data.dataservice.bill.downloadurl.query": self._bill,
        }

    def routes(self) -> list[BaseRoute]:
        """Return the routes of the API and of the bills."""
        return [Route(PATH, self._gateway, methods=["GET", "POST"]), Route(BILL_PATH, self._download)]

    async def _gateway(self, request: Request) -> Response:
        parameters = {name: str(value) for name, value in request.query_params.items()}
        parameters |= {name: str(value) for name, value in (await request.form()).items()}
        unavailable = {"code": "20000", "msg": "Service Currently Unavailable", "sub_code": "isp.unknow-error"}
        return await self._faults.answer(
            lambda: self._answer(request, parameters), lambda: self._signed("error", unavailable)
        )

    def _answer(self, request: Request, parameters: dict[str, str]) -> Response:
        name = parameters.get("method", "")
        error_code = self._authentication_error(parameters)
        if error_code:
            return self._signed("error", {"code": "40002", "msg": "Invalid Arguments", "sub_code": error_code})
        try:
            content = json.loads(parameters.get("biz_content", "{}"))
            answer = self._methods[name](request, content, parameters.get("notify_url", ""))
            answer = {"code": "10000", "msg": "Success"} | answer
        except LedgerError as error:
            code, message = _LEDGER_ERRORS[error.code]
            answer = {"code": "40004", "msg": "Business Failed", "sub_code": code, "sub_msg": message}
        except (KeyError, TypeError, ValueError):
            answer = {"code": "40004", "msg": "Business Failed", "sub_code": "ACQ.INVALID_PARAMETER"}
        return self._signed(name.replace(".", "_"), answer)

    def _authentication_error(self, parameters: dict[str, str]) -> str:
        """Return the error code of a request that the merchant has not correctly signed, else an empty text."""
        signed = {name: value for name, value in parameters.items() if name != "sign" and value}
        if parameters.get("app_id") != APP_ID:
            return "isv.invalid-app-id"
        if parameters.get("method") not in self._methods:
            return "isv.invalid-method"
        if parameters.get("sign_type") != "RSA2" or not is_signed(
            self._app_key, signed_text(signed), parameters.get("sign", "")
        ):
            return "isv.invalid-signature"
        return ""

    def _signed(self, name: str, content: Json) -> Response:
        # Alipay escapes slashes: only the raw text matches the signature, not parsed and encoded JSON.
        raw = json.dumps(content, ensure_ascii=False, separators=(",", ":")).replace("/", "\\/")
        signature = sign(self._platform_key, raw.encode())
        if self._faults.draw("bad_signature"):
            signature = sign(self._platform_key, raw.encode() + b" ")
        body = f'{{"{name}_response":{raw},"sign":"{signature}"}}'
        if self._faults.draw("bad_json"):
            body = body[:-1]
        return Response(body.encode(), media_type="text/html;charset=utf-8")

    def _precreate(self, request: Request, content: Json, notify_url: str) -> Json:
        amount = str(content["total_amount"])
        number, subject = content["out_trade_no"], content["subject"]
        if not 1 <= len(number) <= 64 or not 1 <= len(subject) <= 256:
            raise ValueError("too long or empty")
        wait = str(content.get("timeout_express", "2h"))
        expires_at = self._clock() + timedelta(minutes=int(wait[:-1]) * _MINUTES[wait[-1]])
        trade = self._ledger.order(number, _fen(amount), subject, notify_url, expires_at)
        return {"out_trade_no": number, "qr_code": trade.code}

    def _scanned(self, content: Json) -> Trade:
        trade = self._ledger.find(content.get("out_trade_no", ""), content.get("trade_no", ""))
        if not trade.scanned:
            raise LedgerError("unknown")  # Alipay creates a trade only when somebody scans the code.
        return trade

    def _query(self, request: Request, content: Json, notify_url: str) -> Json:
        trade = self._scanned(content)
        paid = next((each for each in trade.transactions if each.id == content.get("trade_no")), None)
        paid = paid or (trade.transactions[0] if trade.transactions else None)
        over = "TRADE_CLOSED" if trade.is_over(self._clock()) else "WAIT_BUYER_PAY"
        answer = {"out_trade_no": trade.number, "trade_no": "", "trade_status": over, "point_amount": "0.00"}
        if paid is None:
            return answer | {"total_amount": to_yuan(trade.amount_fen)}
        back = paid.refunded_fen == paid.amount_fen
        answer |= {"trade_no": paid.id, "trade_status": "TRADE_CLOSED" if back else "TRADE_SUCCESS"}
        return answer | {"total_amount": to_yuan(paid.amount_fen), "send_pay_date": to_local_time(paid.paid_at)}

    def _close(self, request: Request, content: Json, notify_url: str) -> Json:
        trade = self._scanned(content)
        if trade.transactions:
            raise LedgerError("unpaid")  # Alipay reports a wrong status.
        self._ledger.close(trade)
        return {"out_trade_no": trade.number, "trade_no": ""}

    def _cancel(self, request: Request, content: Json, notify_url: str) -> Json:
        answer = {"out_trade_no": content["out_trade_no"], "retry_flag": "N"}
        trade = self._ledger.trades.get(content["out_trade_no"])
        if trade is None:
            return answer
        if not trade.transactions:
            self._ledger.close(trade)
            return answer | {"action": "close"}
        for paid in trade.transactions:
            if paid.refunded_fen < paid.amount_fen:
                self._ledger.refund(trade, paid.id, f"C{paid.id}", paid.amount_fen - paid.refunded_fen, "cancel")
        return answer | {"action": "refund", "trade_no": trade.transactions[0].id}

    def _refund(self, request: Request, content: Json, notify_url: str) -> Json:
        trade = self._scanned(content)
        number = content.get("out_request_no") or trade.number
        known = self._ledger.find_refund(number) is not None
        amount_fen = _fen(str(content["refund_amount"]))
        self._ledger.refund(trade, content.get("trade_no", ""), number, amount_fen, content.get("refund_reason", ""))
        _, paid, _ = self._ledger.find_refund(number) or (None, trade.transactions[0], None)
        return {
            "out_trade_no": trade.number,
            "trade_no": paid.id,
            "fund_change": "N" if known else "Y",
            "refund_fee": to_yuan(paid.refunded_fen),
        }

    def _query_refund(self, request: Request, content: Json, notify_url: str) -> Json:
        self._scanned(content)
        found = self._ledger.find_refund(content["out_request_no"])
        if found is None:
            return {}
        trade, paid, refund = found
        return {
            "out_trade_no": trade.number,
            "trade_no": paid.id,
            "out_request_no": refund.number,
            "total_amount": to_yuan(paid.amount_fen),
            "refund_amount": to_yuan(refund.amount_fen),
            "refund_status": "REFUND_SUCCESS",
        }

    def _bill(self, request: Request, content: Json, notify_url: str) -> Json:
        day = date.fromisoformat(content["bill_date"])
        rows = self._ledger.bookings_on(day)
        if not rows:
            raise LedgerError("no_bill")
        token = secrets.token_urlsafe(24)
        self._bills[token] = alipay_bill.build(rows, day, seller_id=SELLER_ID)
        return {"bill_download_url": str(request.base_url).rstrip("/") + BILL_PATH.format(token=token)}

    async def _download(self, request: Request) -> Response:
        bill = self._bills.get(request.path_params["token"])
        return Response(bill, media_type="application/zip") if bill is not None else Response(status_code=404)


def _fen(yuan: str) -> int:
    if not _AMOUNT.fullmatch(yuan) or Decimal(yuan) == 0:
        raise ValueError("not an amount")
    return int(Decimal(yuan) * 100)
