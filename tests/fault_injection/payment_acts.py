"""What happens in a random world of payments: drivers pay rightly and wrongly, gateways die, cashiers clean up."""

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from random import Random
from typing import Any
from uuid import uuid4

from bot import local_time
from bot.simulator.gateways.ledger import Ledger, Trade
from bot.simulator.gateways.wallet import OUTCOMES, WalletError
from bot.tasks import payments as payment_tasks
from storage.database import add
from storage.payments.bill_differences import BillDifference
from storage.payments.payments import PaymentProvider, is_order_number
from storage.payments.refunds import Refund
from storage.staff.members import StaffRole
from storage.violations.decisions import Decision
from storage.violations.violations import ViolationState
from tests.fault_injection import payment_books
from tests.fault_injection.inline_desk import InlineDesk
from tests.stories import cast, violation_steps
from tests.stories.actor import Actor
from tests.stories.app_driver import MORNING
from tests.stories.cast import Citizen
from tests.stories.payment_driver import Bank

DRIVERS = 4
FINES = (5_000, 20_000, 60_000)  # In fen; the refund of the last needs two cashiers.
WAYS = ("微信支付", "支付宝")
FAULTS = ("server_error", "lose", "duplicate", "reorder", "ignore", "forge", "stale", "garble", "bad_signature")
APPROVALS = ("同意退款", "复核，退款", "再退一次")
FORMS = ("CZ20261124", "SHOP-", "CZ")  # How numbers of unknown orders begin; only the first is as the desk's.
NEWEST = 6  # Orders that are paid most.
MOST_ROUNDS = 40


@dataclass
class PaymentWorld:
    """One desk with its gateways, drivers who owe fines, and two cashiers."""

    app: InlineDesk
    bank: Bank
    random: Random
    drivers: list[Citizen] = field(default_factory=list)
    cashiers: list[Actor] = field(default_factory=list)
    acts: Counter[str] = field(default_factory=Counter)

    def begin(self) -> None:
        """Create the people, and what they owe."""
        for number in range(DRIVERS):
            driver = cast.citizen(self.app, "李建国", cast.id_number(number), f"+861380001{number:04}")
            car = cast.car(self.app, driver, f"桂A{10_000 + number}")
            for at in range(self.random.choice((1, 2))):
                self._owe(driver, car, 10 * number + at, self.random.choice(FINES))
            self.drivers.append(driver)
        self.cashiers = [cast.reviewer(self.app, name, (StaffRole.CASHIER,)) for name in ("出纳小吴", "出纳小郑")]

    def _owe(self, driver: Citizen, car: Any, number: int, fine: int) -> None:
        state = ViolationState.DECIDED
        row = violation_steps.violation(self.app, car, f"45010000{number:08}", points=0, fine=fine, state=state)
        decision = Decision(
            number=f"{number:016}",
            batch_id=uuid4(),
            violation_id=row.id,
            person_id=driver.person_id,
            vehicle_id=car.id,
            fine=fine,
            points=0,
            decided_at=self.app.now,
            pay_within_days=15,
            late_permille=30,
            reconsideration_days=60,
            terms_version="2026-11",
        )
        self.app.write(lambda session: add(session, decision))

    def step(self) -> None:
        """Let somebody do something, or something fail, or time pass."""
        often = (self.order, self.order, self.order, self.pay, self.pay)
        acts = (*often, self.pay_otherwise, self.tap, self.fail, self.wait, self.cash)
        act = self.random.choice(acts)
        rare = self.random.random()
        if rare < 0.1:
            act = self.app.restart if rare < 0.04 else self.night
        act()
        self.acts[act.__name__] += 1

    def order(self) -> None:
        """Choose a way to pay everything, or what is chosen on the screen."""
        driver = self.random.choice(self.drivers)
        driver.says("/violations")
        _tap(driver, "我的待缴罚款")
        _tap(driver, self.random.choice(WAYS))
        self.bank.settle()

    def pay(self) -> None:
        """Pay by some code that was ever shown, mostly a new one: rightly, twice, late, too much, or not after all."""
        codes = [order.code for order in self.bank.orders() if order.code]
        with suppress(WalletError, IndexError):
            code = self.random.choice(self.random.choice((codes, codes[-NEWEST:], codes[-1:])))
            outcome = self.random.choice((*OUTCOMES, "pay", "pay"))
            self.bank.gateways.wallet.pay(code, outcome, person=self.random.choice(self.drivers).id)
            self.acts[outcome] += 1
        self.bank.settle()

    def pay_otherwise(self) -> None:
        """Let money come that no wallet would send: of any amount, for any order, also a closed or an unknown one."""
        ledger = self.random.choice(self.ledgers())
        trades = [trade for trade in ledger.trades.values() if len(trade.transactions) < 3]
        if self._may_lose_reports():
            trades = [trade for trade in trades if is_order_number(trade.number)]
        if self.random.random() < 0.2 or not trades:
            trades = [self._order_of_nobody(ledger)]
        trade = self.random.choice(trades)
        amounts = (1, trade.amount_fen - 1, trade.amount_fen, trade.amount_fen + 1, 2 * trade.amount_fen)
        ledger.pay(trade, payer=self.random.choice(self.drivers).id, amount_fen=self.random.choice(amounts))
        self.bank.settle()

    def _may_lose_reports(self) -> bool:
        return any(getattr(self.bank.gateways.faults, fault) for fault in FAULTS)

    def _order_of_nobody(self, ledger: Ledger) -> Trade:
        """Return an order at a gateway that the desk does not know: one of its form, or another business's.

        Another business's money is nobody's unless it is reported: then no report may get lost.
        """
        path = "wechat" if ledger.provider == "wechat" else "alipay"
        form = FORMS[0] if self._may_lose_reports() else self.random.choice(FORMS)
        number = f"{form}{self.random.randrange(10**12):012}"
        address = f"{self.bank.origin}/notices/{path}"
        return ledger.order(number, 20_000, "罚款", address, self.app.now + timedelta(minutes=30))

    def tap(self) -> None:
        """Ask whether it is paid, or choose another way."""
        _tap(self.random.choice(self.drivers), self.random.choice(("我已付款，核对一下", "换一种方式", *WAYS)))
        self.bank.settle()

    def fail(self) -> None:
        """Let the gateways fail in some ways, or work again."""
        faults = self.bank.gateways.faults
        if self.random.random() < 0.5:
            faults.clear()
        for fault in self.random.sample(FAULTS, self.random.choice((0, 1, 1, 2))):
            setattr(faults, fault, self.random.choice((0.3, 1)))

    def wait(self) -> None:
        """Let seconds, minutes or hours pass."""
        self.bank.later(seconds=self.random.choice((5, 20, 60, 60, 600, 1_900, 7_200)))

    def night(self) -> None:
        """Let the next day come; sometimes a cashier closes what can be closed, and money for it comes later."""
        self._to_morning()
        if self.random.random() < 0.5:
            self.close_days()

    def cash(self) -> None:
        """Let a cashier approve some refund."""
        cashier = self.random.choice(self.cashiers)
        cashier.says("/refund")
        if _tap(cashier, "CZR"):
            _tap_all(cashier, APPROVALS)
        self.bank.settle()

    def clean_up(self) -> None:
        """End all orders with working gateways, return what pays none, compare all bills, and close every day."""
        self.bank.gateways.faults.clear()
        for minutes in (40, 5, 30, 120):
            self.bank.later(minutes=minutes)
        self._to_morning()
        for _ in range(MOST_ROUNDS):
            if not self._unreturned():
                break
            for cashier in self.cashiers:
                self._approve_all(cashier)
            self.bank.later(minutes=2)
        self._to_morning()
        first, last = local_time.date_of(MORNING), local_time.date_of(self.app.now) - timedelta(days=1)
        self.cashiers[0].says(f"/reconcile {first} {last}")
        self.bank.settle()
        self._resolve_differences()
        self.close_days()

    def close_days(self) -> None:
        """Close all days that can be closed."""
        cashier = self.cashiers[0]
        while True:
            cashier.says("/closing")
            self.bank.settle()
            if not _tap(cashier, "结账"):
                break
            self.acts["day closed"] += 1

    def _resolve_differences(self) -> None:
        cashier = self.cashiers[0]
        for each in payment_books.rows(self.app, BillDifference):
            cashier.says("/refund")
            if _tap(cashier, f"差异 #{each.number}"):
                _tap(cashier, "已处理")

    def _approve_all(self, cashier: Actor) -> None:
        for refund in self._unreturned():
            cashier.says(f"/refund {refund.number}")
            _tap_all(cashier, APPROVALS)

    def _unreturned(self) -> list[Refund]:
        return [each for each in payment_books.rows(self.app, Refund) if each.is_unfinished]

    def _to_morning(self) -> None:
        """Go on to eleven o'clock of the next day, and compare its bills."""
        self.app.now = self.app.now.replace(hour=3, minute=0) + timedelta(days=1)
        self.bank.settle()
        self.app.write(partial(payment_tasks.order_due_reconciliations, providers=PaymentProvider, now=self.app.now))
        self.bank.settle()

    def ledgers(self) -> list[Ledger]:
        """Return the ledgers of both gateways."""
        return [self.bank.gateways.wechat_ledger, self.bank.gateways.alipay_ledger]


def _tap(actor: Actor, label: str) -> bool:
    """Tap a button of the newest message, if it has one with this label."""
    if not actor.messages() or not any(label in each for each in actor.labels()):
        return False
    actor.taps(label)
    return True


def _tap_all(actor: Actor, labels: tuple[str, ...]) -> None:
    for label in labels:
        _tap(actor, label)
