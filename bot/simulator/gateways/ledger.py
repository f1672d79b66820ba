"""What the local gateways know: orders, the transactions that paid them, and refunds. Money is fen."""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8), "CST")


def to_yuan(fen: int) -> str:
    """Write an amount as the gateways do: 12345 fen is "123.45"."""
    return f"{fen // 100}.{fen % 100:02d}"


def to_local_time(at: datetime) -> str:
    """Write an aware moment as the gateways do, in Chinese time without a zone: 2026-11-22 14:05:00."""
    return f"{at.astimezone(CHINA):%Y-%m-%d %H:%M:%S}"


class LedgerError(Exception):
    """Something that cannot be booked; `code` says why, for each gateway to put in its own words."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass
class LedgerRefund:
    """Money given back of one transaction; `settled` once a later look finds it done."""

    number: str
    id: str
    amount_fen: int
    reason: str
    at: datetime
    settled: bool = False


@dataclass
class LedgerTransaction:
    """Money that came in for an order. An order has more than one only when it was paid twice."""

    id: str
    amount_fen: int
    paid_at: datetime
    payer: int | None
    refunds: list[LedgerRefund] = field(default_factory=list)

    @property
    def refunded_fen(self) -> int:
        """How much has gone back."""
        return sum(refund.amount_fen for refund in self.refunds)


@dataclass
class Trade:
    """An order at a gateway. `code` is what its payment QR says."""

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
    late_payer: tuple[int | None] | None = None
    """Set when somebody pays so slowly that the money comes after the end of the order."""
    transactions: list[LedgerTransaction] = field(default_factory=list)

    def is_over(self, now: datetime) -> bool:
        """Whether it can no longer be paid in the ordinary way."""
        return self.closed_at is not None or now >= self.expires_at

    def state(self, now: datetime) -> str:
        """One of paid, refunded, closed, waiting."""
        if self.transactions:
            return "refunded" if any(each.refunds for each in self.transactions) else "paid"
        return "closed" if self.is_over(now) else "waiting"


class Ledger:
    """The books of one gateway. `booked` is called with each payment and each refund."""

    def __init__(
        self,
        provider: str,
        *,
        clock: Callable[[], datetime],
        new_code: Callable[[], str],
        booked: Callable[[Trade, LedgerTransaction, LedgerRefund | None], None],
    ) -> None:
        self.provider = provider
        self.trades: dict[str, Trade] = {}
        self._clock = clock
        self._new_code = new_code
        self._booked = booked

    def order(self, number: str, amount_fen: int, subject: str, notify_url: str, expires_at: datetime) -> Trade:
        """Register an order; the same one again changes nothing. LedgerError: used, paid, closed."""
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
        """Return the order of that number, or of that transaction. LedgerError: unknown."""
        for trade in self.trades.values():
            if trade.number == number or (transaction_id and transaction_id in {t.id for t in trade.transactions}):
                return trade
        raise LedgerError("unknown")

    def pay(self, trade: Trade, *, payer: int | None, amount_fen: int | None = None) -> LedgerTransaction:
        """Book a payment, whatever the state of the order: the wallet decides what it lets through."""
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
        self._booked(trade, paid, None)
        return paid

    def close(self, trade: Trade) -> None:
        """End an unpaid order; money already on its way comes all the same. LedgerError: paid."""
        if trade.transactions:
            raise LedgerError("paid")
        trade.closed_at = trade.closed_at or self._clock()
        self.settle_late(trade)

    def settle_late(self, trade: Trade) -> None:
        """Book the slow payer's money once the order is over."""
        if trade.late_payer is not None and trade.is_over(self._clock()):
            (payer,), trade.late_payer = trade.late_payer, None
            self.pay(trade, payer=payer)

    def refund(self, trade: Trade, transaction_id: str, number: str, amount_fen: int, reason: str) -> LedgerRefund:
        """Give money back. The same number again is the same refund. LedgerError: unpaid, used, too_much."""
        known = self.refund_of(number)
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
        self._booked(trade, paid, refund)
        return refund

    def refund_of(self, number: str) -> tuple[Trade, LedgerTransaction, LedgerRefund] | None:
        """Find a refund by the merchant's number."""
        for trade, paid, refund in self._refunds():
            if refund.number == number:
                return trade, paid, refund
        return None

    def _refunds(self) -> Iterator[tuple[Trade, LedgerTransaction, LedgerRefund]]:
        for trade in self.trades.values():
            for paid in trade.transactions:
                for refund in paid.refunds:
                    yield trade, paid, refund

    def of_day(self, day: date) -> list[tuple[Trade, LedgerTransaction, LedgerRefund | None]]:
        """Return every payment and refund booked on a day in China, in order of time."""
        found: list[tuple[datetime, Trade, LedgerTransaction, LedgerRefund | None]] = []
        for trade in self.trades.values():
            found += [(paid.paid_at, trade, paid, None) for paid in trade.transactions]
        found += [(refund.at, trade, paid, refund) for trade, paid, refund in self._refunds()]
        of_day = [row for row in found if row[0].astimezone(CHINA).date() == day]
        return [row[1:] for row in sorted(of_day, key=lambda row: row[0])]
