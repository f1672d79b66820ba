"""A provider with its bills, and a desk that hears of them in any order, late, twice, wrongly and in earlier forms."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from sqlmodel import Session, select

from bot import local_time
from bot.adapters.payments.models import BillKind, BillRow, GatewayRefundState
from bot.adapters.payments.webhook_events import ProviderReport
from bot.errors import Refusal
from bot.services.payments import (
    closings,
    differences,
    provider_reports,
    reconciliation,
    refund_answers,
    refunds,
    settlement,
)
from bot.services.payments.settlement import ReceivedPayment
from storage.identity.accounts import Account
from storage.payments.bill_differences import BillDifference
from storage.payments.daily_closings import DailyClosing
from storage.payments.payments import PaymentProvider, PaymentTransaction
from storage.payments.provider_reports import ReportKind
from storage.payments.refunds import Refund, RefundState
from tests.services import payment_builders
from tests.services.payment_builders import FINE, NOW

WECHAT = PaymentProvider.WECHAT
DAYS = [date(2026, 11, 25) + timedelta(days=each) for each in range(4)]
NEXT, LATER = NOW + timedelta(days=1), NOW + timedelta(days=30)
ACTS = 24


@dataclass
class Books:
    """The rows of the provider's bills by day; `live` ends with every day closed, and compares the totals."""

    session: Session
    cashier: Account
    random: Random
    bills: dict[date, list[BillRow]] = field(default_factory=lambda: {day: [] for day in DAYS})
    number: int = 0
    drivers: int = 500  # After the vehicles of `DataBuilder`.

    def live(self) -> None:
        """Let things happen in any order, then compare every bill, close every day, and check the totals."""
        acts = (self.pay, self.pay, self.pay, self.go_back, self.report, self.fetch, self.fetch, self.close, self.send)
        self.pay(DAYS[0])
        for _ in range(ACTS):
            self.random.choice(acts)()
        self.end()
        self.check()

    def pay(self, day: date | None = None) -> None:
        """Let money come: reported rightly, wrongly, or by a bill alone, that of its day or of the next one."""
        self.number, self.drivers = self.number + 1, self.drivers + 1
        order = payment_builders.begun(self.session, payment_builders.debt(self.session, self.drivers)).order
        assert order is not None
        is_told, day = day is not None, day or self.random.choice(DAYS[:-1])
        at, name = local_time.at(day) + timedelta(hours=23, minutes=59), f"T{self.number}"
        amount = self.random.choice((FINE, FINE, FINE + 1, 1))
        billed = day + timedelta(days=self.random.choice((0, 0, 1)))
        self.bills[billed].append(BillRow(BillKind.PAYMENT, order.number, name, "", amount, at))
        if is_told or self.random.random() < 0.7:
            told = amount + self.random.choice((0, 0, 0, 7))
            received = ReceivedPayment(WECHAT, order.number, name, told, "CNY", at)
            settlement.settle(self.session, order.id, received, now=NEXT)

    def go_back(self) -> None:
        """Let some of what came go back from the provider's console, on the day of its bill or a later one."""
        day, money = self.random.choice(
            [(day, each) for day, rows in self.bills.items() for each in rows if each.kind is BillKind.PAYMENT]
        )
        rest = self._left(money.transaction_id)
        if rest < 1:
            return
        self.number += 1
        amount = self.random.choice((rest, max(1, rest // 2)))
        self._bill_refund(money.order_number, money.transaction_id, f"C{self.number}", amount, since=day)

    def report(self) -> None:
        """Let a refund from the console be reported, or one that never comes to be on any bill."""
        rows = [each for rows in self.bills.values() for each in rows if each.kind is BillKind.REFUND]
        if not rows:
            return
        each, kind = self.random.choice(rows), ReportKind.REFUND_DONE
        self.number += 1
        number = each.refund_number if self.random.random() < 0.8 else f"NEVER{self.number}"
        event, about = f"N{self.number}", (each.order_number, each.transaction_id, number, each.amount_fen)
        provider_reports.receive(self.session, ProviderReport(WECHAT, event, kind, "x", *about), now=NOW)

    def send(self) -> None:
        """Let a cashier send a refund: the provider does it if there is enough left, and refuses it otherwise."""
        states = (RefundState.PROPOSED, RefundState.FAILED)
        waiting = [each for each in self.session.exec(select(Refund)) if each.state in states]
        refund = self.random.choice(waiting) if waiting else None
        if refund is None or not refunds.approve(self.session, refund.id, by=self.cashier, now=NOW):
            return
        money = self.session.get_one(PaymentTransaction, refund.transaction_ref)
        answer = GatewayRefundState.FAILED
        if refund.amount <= self._left(money.transaction_id):
            self._bill_refund(money.order_number, money.transaction_id, refund.gateway_number, refund.amount)
            answer = self.random.choice(
                (GatewayRefundState.DONE, GatewayRefundState.ABSENT, GatewayRefundState.PROCESSING)
            )
        refund_answers.take_result(self.session, refund, answer, lane="1:1", now=NEXT)

    def fetch(self) -> None:
        """Let a bill be compared, as it is now, or in an earlier form that had less."""
        day = self.random.choice(DAYS)
        rows = self.bills[day]
        kept = rows if self.random.random() < 0.7 else self.random.sample(rows, self.random.randint(0, len(rows)))
        reconciliation.reconcile(self.session, WECHAT, day, kept, now=NEXT)

    def close(self) -> None:
        """Let a cashier resolve some differences, and close the next day if it can be closed."""
        self._resolve(0.7)
        with suppress(Refusal), self.session.begin_nested():
            day = closings.next_day(self.session, by=self.cashier, now=LATER)
            closings.close(self.session, day, by=self.cashier, now=LATER)

    def end(self) -> None:
        """Compare every bill as it is, resolve everything, and close every day and one more, for the corrections."""
        last = DAYS[-1] + timedelta(days=1)
        self.bills[last] = []
        for _ in range(2):
            for day in self.random.sample(list(self.bills), len(self.bills)):
                reconciliation.reconcile(self.session, WECHAT, day, self.bills[day], now=NEXT)
            self._resolve(1)
        while (day := closings.next_day(self.session, by=self.cashier, now=LATER)) <= last:
            closings.close(self.session, day, by=self.cashier, now=LATER)

    def check(self) -> None:
        """Check that the last balance is what the provider holds, and that all days together have all that moved."""
        query = select(DailyClosing).where(DailyClosing.provider == WECHAT).order_by(DailyClosing.day)  # type: ignore[arg-type]
        days = list(self.session.exec(query))
        came, gone = (self._sum(kind) for kind in (BillKind.PAYMENT, BillKind.REFUND))
        assert days[-1].balance == came - gone, f"{came} - {gone}: {days}"
        moved = sum(each.received - each.refunded + each.corrected for each in days)
        assert moved == came - gone, f"{came} - {gone}: {days}"

    def _resolve(self, share: float) -> None:
        for each in self.session.exec(select(BillDifference)).all():
            if each.settled_at is None and self.random.random() < share:
                differences.resolve(self.session, each.id, by=self.cashier, now=NEXT)

    def _left(self, transaction: str) -> int:
        """Return what the provider still has of a payment, in fen."""
        return self._sum(BillKind.PAYMENT, transaction) - self._sum(BillKind.REFUND, transaction)

    def _sum(self, kind: BillKind, transaction: str = "") -> int:
        found = [each for rows in self.bills.values() for each in rows if each.kind is kind]
        return sum(each.amount_fen for each in found if transaction in ("", each.transaction_id))

    def _bill_refund(self, order: str, transaction: str, number: str, amount: int, *, since: date = DAYS[0]) -> None:
        day = self.random.choice([each for each in self.bills if each >= since])
        self.bills[day].append(BillRow(BillKind.REFUND, order, transaction, number, amount, NOW))
