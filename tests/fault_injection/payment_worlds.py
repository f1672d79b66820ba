"""Random worlds of payments: drivers pay too much, twice, late, through gateways that die, and cashiers clean up.

After each world all bills are compared, everything that pays no order is returned, and every day is closed: then the
books agree with the gateways' ledgers to the fen, receipts have no gap, and nobody's money is in between.

    python -m tests.fault_injection --only payments --payments 300 --seed 7
"""

import itertools
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache, partial
from random import Random
from typing import Any
from uuid import uuid4

from bot.simulator.gateways import GatewayKeys
from bot.simulator.gateways.ledger import Ledger
from bot.simulator.gateways.wallet import OUTCOMES, WalletError
from bot.tasks import payments as payment_tasks
from storage.database import add
from storage.payments.payments import PaymentProvider
from storage.payments.refunds import Refund, RefundState
from storage.staff.members import StaffRole
from storage.violations.decisions import Decision
from storage.violations.violations import ViolationState
from tests.fault_injection import payment_books
from tests.fault_injection.long_run import OnProgress, Result
from tests.stories import cast, violation_steps
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen
from tests.stories.payment_driver import Bank

DRIVERS = 3
FINES = (5_000, 20_000, 60_000)  # In fen; the refund of the last needs two cashiers.
STEPS = 24
WAYS = ("微信支付", "支付宝")
FAULTS = ("server_error", "lose", "duplicate", "reorder", "ignore", "forge", "stale", "garble", "bad_signature")
APPROVALS = ("同意退款", "复核，退款", "再退一次")
MOST_ROUNDS = 40


@dataclass
class PaymentWorld:
    """One desk with its gateways, three drivers who owe fines, and two cashiers."""

    app: AppDriver
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
        act = self.random.choice((*often, self.tap, self.fail, self.wait, self.cash))
        if self.random.random() < 0.05:
            act = self.app.restart
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
        """Pay by some code that was ever shown: rightly, twice, late, too much, or not after all."""
        codes = [order.code for order in self.bank.orders() if order.code]
        with suppress(WalletError, IndexError):
            outcome = self.random.choice((*OUTCOMES, "pay"))
            self.bank.gateways.wallet.pay(
                self.random.choice(codes), outcome, person=self.random.choice(self.drivers).id
            )
            self.acts[outcome] += 1
        self.bank.settle()

    def tap(self) -> None:
        """Ask whether it is paid, or choose another way."""
        _tap(self.random.choice(self.drivers), self.random.choice(("我已付款，核对一下", "换一种方式", *WAYS)))
        self.bank.settle()

    def fail(self) -> None:
        """Let a gateway fail in some way, or work again."""
        faults = self.bank.gateways.faults
        if self.random.random() < 0.5:
            faults.clear()
        else:
            setattr(faults, self.random.choice(FAULTS), self.random.choice((0.3, 1)))

    def wait(self) -> None:
        """Let seconds, minutes or hours pass."""
        self.bank.later(seconds=self.random.choice((5, 20, 60, 60, 600, 1_900, 7_200)))

    def cash(self) -> None:
        """Let a cashier approve some refund."""
        self.approve(self.random.choice(self.cashiers))
        self.bank.settle()

    def approve(self, cashier: Actor) -> None:
        """Let a cashier open the first refund, and approve it if they can."""
        cashier.says("/refund")
        if _tap(cashier, "CZR"):
            for label in APPROVALS:
                _tap(cashier, label)

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
        days = (self.app.now - timedelta(days=1)).date()
        self.cashiers[0].says(f"/reconcile 2026-11-25 {days}")
        self.bank.settle()
        while True:
            self.cashiers[0].says("/closing")
            self.bank.settle()
            if not _tap(self.cashiers[0], "结账"):
                break

    def _approve_all(self, cashier: Actor) -> None:
        for refund in self._unreturned():
            cashier.says(f"/refund {refund.number}")
            for label in APPROVALS:
                _tap(cashier, label)

    def _unreturned(self) -> list[Refund]:
        return [each for each in payment_books.rows(self.app, Refund) if each.state is not RefundState.DONE]

    def _to_morning(self) -> None:
        """Go on to eleven o'clock of the next day, and compare its bills."""
        self.app.now = self.app.now.replace(hour=3, minute=0) + timedelta(days=1)
        self.bank.settle()
        self.app.write(partial(payment_tasks.order_due_reconciliations, providers=PaymentProvider, now=self.app.now))
        self.bank.settle()

    def ledgers(self) -> list[Ledger]:
        """Return the ledgers of both gateways."""
        return [self.bank.gateways.wechat_ledger, self.bank.gateways.alipay_ledger]


@contextmanager
def lived(url: str, *, seed: int, steps: int = STEPS) -> Iterator[PaymentWorld]:
    """Let one world live up to the closing of its days."""
    random = Random(f"payments|{seed}")
    with closing(AppDriver(url)) as app, closing(Bank(app, keys())) as bank:
        bank.gateways.faults.random = random
        world = PaymentWorld(app, bank, random)
        world.begin()
        for _ in range(steps):
            world.step()
        world.clean_up()
        yield world


def run(url: str, *, seed: int, steps: int = STEPS) -> Counter[str]:
    """Let one world live, and check its books. Returns what happened in it. Raises AssertionError."""
    with lived(url, seed=seed, steps=steps) as world:
        return world.acts + payment_books.check(world.app, world.ledgers())


def worlds(new_url: Callable[[], str], *, count: int, seed: int, on_progress: OnProgress, kind: str = "") -> Result:
    """Let `count` worlds live on databases of one kind, with the seeds from `seed` on."""
    acts, wrong = Counter[str](), list[str]()
    for number in itertools.count(seed):
        if number - seed >= count or len(wrong) >= 3:
            break
        try:
            acts += run(new_url(), seed=number)
        except AssertionError as problem:
            wrong.append(f"--only 'payments, {kind}' --payments 1 --seed {number}: {str(problem)[:600]}")
        on_progress(number - seed + 1)
    summary = f"{number - seed:,} worlds, {acts['settled']:,} payments settled, {acts['unmatched']:,} returned"
    return Result(f"payments, {kind}", summary, 0, tuple(wrong))


@cache
def keys() -> GatewayKeys:
    """Return the keys of all gateways of this process."""
    return GatewayKeys.generate()


def _tap(actor: Actor, label: str) -> bool:
    """Tap a button of the newest message, if it has one with this label."""
    if not actor.messages() or not any(label in each for each in actor.labels()):
        return False
    actor.taps(label)
    return True
