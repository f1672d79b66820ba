"""The simulated wallet app of all people: scans payment codes, pays them correctly or not, and keeps a history."""

import io
import warnings
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.simulator.gateways.faults import GatewayFaults
from bot.simulator.gateways.ledger import Ledger, LedgerTransaction, Trade

OUTCOMES = ("pay", "cancel", "pay twice", "late", "wrong amount")
MAX_PICTURE_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 40_000_000

Json = dict[str, Any]


class WalletError(Exception):
    """A refused payment, with a sentence for the person."""

    def __init__(self, sentence: str, status: int = 409) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.status = status


class Wallet:
    """The wallet app of all people. `on_payment` is called with each payment."""

    def __init__(
        self,
        ledgers: list[Ledger],
        faults: GatewayFaults,
        *,
        clock: Callable[[], datetime],
        on_payment: Callable[[Json], None],
    ) -> None:
        self._ledgers = ledgers
        self._faults = faults
        self._clock = clock
        self._on_payment = on_payment
        self._history: list[Json] = []

    def routes(self) -> list[BaseRoute]:
        """Return all routes, which are under /world/wallet."""
        return [
            Route("/world/wallet", _endpoint(self._get), methods=["GET"]),
            Route("/world/wallet/pay", _endpoint(self._post_pay), methods=["POST"]),
            Route("/world/wallet/read", _endpoint(self._post_read), methods=["POST"]),
            Route("/world/wallet/faults", _endpoint(self._get_faults), methods=["GET"]),
            Route("/world/wallet/faults", _endpoint(self._post_faults), methods=["POST"]),
        ]

    def pay(self, code: str, outcome: str, *, person: int | None) -> Json:
        """Scan a code and pay it as the outcome says; raises WalletError if it is unknown or can no longer be paid."""
        if outcome not in OUTCOMES:
            raise WalletError(f"The outcome is one of {', '.join(OUTCOMES)}.", 400)
        ledger, trade = self.find(code)
        trade.scanned = True
        if outcome != "cancel":
            self._require_payable(trade, late=outcome == "late")
        ids = [paid.id for paid in self._carry_out(ledger, trade, outcome, person)]
        payment = _to_dict(trade) | {"outcome": outcome, "person": person, "transactions": ids}
        self._history.append(payment | {"at": self._clock().isoformat(timespec="seconds")})
        self._on_payment(payment)
        return {name: payment[name] for name in ("outcome", "amount_fen", "subject", "provider", "transactions")}

    def _carry_out(self, ledger: Ledger, trade: Trade, outcome: str, person: int | None) -> list[LedgerTransaction]:
        if outcome == "cancel":
            return []
        if outcome == "late":
            trade.late_payer = (person,)
            ledger.settle_late(trade)
            return []
        paid_fen = trade.amount_fen + 1 if outcome == "wrong amount" else trade.amount_fen
        times = 2 if outcome == "pay twice" else 1
        return [ledger.pay(trade, payer=person, amount_fen=paid_fen) for _ in range(times)]

    def _require_payable(self, trade: Trade, *, late: bool) -> None:
        if trade.transactions:
            raise WalletError("This order has been paid.")
        if trade.is_over(self._clock()) and not late:
            raise WalletError("This order is closed; the code no longer works.")

    def find(self, code: str) -> tuple[Ledger, Trade]:
        """Return the order of a payment code, with its ledger."""
        for ledger in self._ledgers:
            for trade in ledger.trades.values():
                if trade.code == code:
                    return ledger, trade
        raise WalletError("This is not a payment code that we know.", 404)

    async def _get(self, request: Request) -> Json:
        person = request.query_params.get("person")
        return {"payments": [each for each in self._history if person is None or str(each["person"]) == person]}

    async def _post_pay(self, request: Request) -> Json:
        wanted = await _json(request)
        person, code = wanted.get("person"), wanted.get("code")
        if not isinstance(code, str) or not isinstance(person, int | None):
            raise WalletError("A code is needed, and a person's number at most.", 400)
        return self.pay(code, str(wanted.get("outcome", "pay")), person=person)

    async def _post_read(self, request: Request) -> Json:
        async with request.form(max_files=1, max_part_size=MAX_PICTURE_BYTES) as form:
            picture = form.get("picture")
            if picture is None or isinstance(picture, str):
                raise WalletError("Send the picture as a file in the field picture.", 400)
            codes, any_kind = read_qr_codes(await picture.read(MAX_PICTURE_BYTES)), bool(form.get("any"))
        for code in codes:
            with suppress(WalletError):
                return {"code": code, **_to_dict(self.find(code)[1])}
        if codes and any_kind:
            return {"code": codes[0]}
        raise WalletError("There is no payment code in this picture that we know.", 404)

    async def _get_faults(self, request: Request) -> Json:
        return self._faults.to_dict()

    async def _post_faults(self, request: Request) -> Json:
        try:
            self._faults.set(await _json(request))
        except ValueError as error:
            raise WalletError(str(error), 400) from None
        return self._faults.to_dict()


def _endpoint(answer: Callable[[Request], Awaitable[Json]]) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        try:
            return JSONResponse(await answer(request))
        except WalletError as error:
            return JSONResponse({"error": error.sentence}, error.status)

    return endpoint


def read_qr_codes(picture: bytes) -> list[str]:
    """Return the content of all codes in a picture; raises WalletError if it is not a picture or too large."""
    import zxingcpp  # slow to import, and rarely needed
    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(picture))
            if image.width * image.height > MAX_PIXELS:
                raise WalletError("The picture is too large.", 413)
            upright = ImageOps.exif_transpose(image).convert("L")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise WalletError("This is not a picture.", 400) from None
    return [found.text for found in zxingcpp.read_barcodes(upright)]


def _to_dict(trade: Trade) -> Json:
    return {"amount_fen": trade.amount_fen, "subject": trade.subject, "provider": trade.provider}


async def _json(request: Request) -> Json:
    try:
        wanted = await request.json()
    except ValueError:
        wanted = None
    if not isinstance(wanted, dict):
        raise WalletError("Send an object in JSON.", 400)
    return wanted
