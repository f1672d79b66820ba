"""The ledger of a local gateway: orders, the transactions that paid them, and refunds. Amounts are in fen."""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from typing import TypeAlias

CHINA = timezone(timedelta(hours=8), "CST")


def to_yuan(fen: int) -> str:
    """Return an amount in yuan as the gateways write it: 12345 fen is "123.45"."""
    return f"{fen // 100}.{fen % 100:02d}"


def to_local_time(at: datetime) -> str:
    """Return a time in China as Alipay and the bills write it: 2026-11-22 14:05:00."""
    return f"{at.astimezone(CHINA):%Y-%m-%d %H:%M:%S}"


class LedgerError(Exception):
    """A booking that is not possible; each gateway maps `code` to its own error."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass
class LedgerRefund:
    """A refund of a transaction; `settled` after the first query."""

    number: str
    id: str
    amount_fen: int
    reason: str
    at: datetime
    settled: bool = False


@dataclass
class LedgerTransaction:
    """A payment of an order. An order has more than one only if it was paid twice."""

    id: str
    amount_fen: int
    paid_at: datetime
    payer: int | None
    refunds: list[LedgerRefund] = field(default_factory=list)

    @property
    def refunded_fen(self) -> int:
        """The sum of all refunds."""
        return sum(refund.amount_fen for refund in self.refunds)


@dataclass
class Trade:
    """An order at a gateway. `code` is the content of its payment QR code."""

    provider: str
    number: str
    amount_fen: int
    subject: str
    notify_url: str
    expires_at: datetime
    created_at: datetime
    code: str
    scanned: bool = False
    closed_at: datetime | None = None
    late_payer: tuple[int | None] | None = None  # (person,) whose payment arrives after the order has ended
    transactions: list[LedgerTransaction] = field(default_factory=list)

    def is_over(self, now: datetime) -> bool:
        """Whether the order is closed or has expired."""
        return self.closed_at is not None or now >= self.expires_at

    def state(self, now: datetime) -> str:
        """Return paid, refunded, closed or waiting."""
        if self.transactions:
            return "refunded" if any(each.refunds for each in self.transactions) else "paid"
        return "closed" if self.is_over(now) else "waiting"


Booking: TypeAlias = tuple[Trade, LedgerTransaction, LedgerRefund | None]  # a payment, or one of its refunds


class Ledger:
    """The ledger of one gateway. `on_booked` is called with each payment and each refund."""

    def __init__(
        self,
        provider: str,
        *,
        clock: Callable[[], datetime],
        new_code: Callable[[], str],
        on_booked: Callable[[Trade, LedgerTransaction, LedgerRefund | None], None],
    ) -> None:
        self.provider = provider
        self.trades: dict[str, Trade] = {}
        self._clock = clock
        self._new_code = new_code
        self._on_booked = on_booked

    def order(self, number: str, amount_fen: int, subject: str, notify_url: str, expires_at: datetime) -> Trade:
        """Create an order, or return the same open one. Raises LedgerError: used, paid, closed."""
        trade = self.trades.get(number)
        now = self._clock()
        if trade is None:
            trade = Trade(
                self.provider, number, amount_fen, subject, notify_url, expires_at, now, code=self._new_code()
            )
            self.trades[number] = trade
        elif trade.transactions:
            raise LedgerError("paid")
        elif trade.is_over(now):
            raise LedgerError("closed")
        elif trade.amount_fen != amount_fen:
            raise LedgerError("used")
        return trade

    def find(self, number: str, transaction_id: str = "") -> Trade:
        """Return the order with this number or this transaction. Raises LedgerError: unknown."""
        for trade in self.trades.values():
            if trade.number == number or (transaction_id and transaction_id in {t.id for t in trade.transactions}):
                return trade
        raise LedgerError("unknown")

    def pay(self, trade: Trade, *, payer: int | None, amount_fen: int | None = None) -> LedgerTransaction:
        """Book a payment. The wallet has checked whether the order can be paid."""
        now = self._clock()
        stamp = f"{now.astimezone(CHINA):%Y%m%d}{secrets.randbelow(10**18):018d}"
        paid = LedgerTransaction(
            id=("4200" if self.provider == "wechat" else "") + stamp,
            amount_fen=trade.amount_fen if amount_fen is None else amount_fen,
            paid_at=now.replace(microsecond=0),
            payer=payer,
        )
        trade.scanned = True
        trade.transactions.append(paid)
        self._on_booked(trade, paid, None)
        return paid

    def close(self, trade: Trade) -> None:
        """Close an unpaid order; a late payment is booked all the same. Raises LedgerError: paid."""
        if trade.transactions:
            raise LedgerError("paid")
        trade.closed_at = trade.closed_at or self._clock()
        self.settle_late(trade)

    def settle_late(self, trade: Trade) -> None:
        """Book the late payment of an order that has ended."""
        if trade.late_payer is not None and trade.is_over(self._clock()):
            (payer,), trade.late_payer = trade.late_payer, None
            self.pay(trade, payer=payer)

    def refund(self, trade: Trade, transaction_id: str, number: str, amount_fen: int, reason: str) -> LedgerRefund:
        """Book a refund, or return the one with this number. Raises LedgerError: unpaid, used, too_much."""
        known = self.find_refund(number)
        if known is not None:
            if known[2].amount_fen != amount_fen:
                raise LedgerError("used")
            return known[2]
        paid = next((t for t in trade.transactions if transaction_id in ("", t.id)), None)
        if paid is None:
            raise LedgerError("unpaid")
        if amount_fen < 1 or paid.refunded_fen + amount_fen > paid.amount_fen:
            raise LedgerError("too_much")
        refund = LedgerRefund(number, f"5030{secrets.randbelow(10**20):020d}", amount_fen, reason, self._clock())
        paid.refunds.append(refund)
        self._on_booked(trade, paid, refund)
        return refund

    def find_refund(self, number: str) -> tuple[Trade, LedgerTransaction, LedgerRefund] | None:
        """Return a refund by the merchant's number."""
        for trade, paid, refund in self._refunds():
            if refund.number == number:
                return trade, paid, refund
        return None

    def _refunds(self) -> Iterator[tuple[Trade, LedgerTransaction, LedgerRefund]]:
        for trade in self.trades.values():
            for paid in trade.transactions:
                for refund in paid.refunds:
                    yield trade, paid, refund

    def bookings_on(self, day: date) -> list[Booking]:
        """Return all payments and refunds of a day in China, the oldest first."""
        found: list[tuple[datetime, Trade, LedgerTransaction, LedgerRefund | None]] = []
        for trade in self.trades.values():
            found += [(paid.paid_at, trade, paid, None) for paid in trade.transactions]
        found += [(refund.at, trade, paid, refund) for trade, paid, refund in self._refunds()]
        on_day = [row for row in found if row[0].astimezone(CHINA).date() == day]
        return [row[1:] for row in sorted(on_day, key=lambda row: row[0])]
