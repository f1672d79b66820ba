"""Stories of payments: drivers pay fines, with faults of the gateways or twice or late; refunds are made once.

All people of an episode have the same outcome, as they share a clock that some outcomes advance.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from sqlmodel import Session, select

from storage.audit import Action
from storage.payments.refunds import Refund, RefundState
from storage.register import people
from storage.staff.members import StaffRole
from storage.violations import decisions
from storage.violations.decisions import DecisionState
from tests.engine import sample_flow
from tests.fault_injection.environment import Environment
from tests.fault_injection.payment_invariants import refunds_of
from tests.fault_injection.scenario import Scenario
from tests.stories import cast, violation_steps
from tests.stories.actor import Actor
from tests.stories.cast import Citizen

WAYS = ("微信支付", "支付宝")
FINE = 20_000
POINTS = 3


@dataclass
class Payment:
    """A driver who owes 200 yuan, how they pay, and the cashier who approves refunds."""

    environment: Environment
    driver: Citizen
    cashier: Actor
    plate: str
    way: str

    def later(self, seconds: float) -> Iterator[None]:
        """Set the clock to so many seconds after the start."""
        self.environment.advance_to(self.environment.began + timedelta(seconds=seconds))
        yield


def begin(environment: Environment, random: Random, count: int) -> Scenario:
    """Create `count` drivers who pay, all with the same outcome."""
    drawn = outcome(random)
    stories = [_pay(_payment(environment, number, random.choice(WAYS)), drawn) for number in range(count)]
    state, refunded = OUTCOMES[drawn][1:]

    def check() -> None:
        found = environment.read(lambda session: list(session.exec(select(decisions.Decision))))
        assert [decision.state for decision in found] == [state] * count, f"{drawn}: {found}"
        made = environment.read(lambda session: sample_flow.entries(session, Action.DECISION_MADE))
        assert len(made) == count, f"{len(made)} decisions on record"
        everybody = environment.read(lambda session: list(session.exec(select(people.Person))))
        points = [person.points for person in everybody if person.points]
        assert sorted(points) == [POINTS] * count, f"points {points}"
        refunds = environment.read(lambda session: [refund.state for refund in session.exec(select(Refund))])
        assert refunds == [RefundState.DONE] * (count * refunded), f"refunds {refunds}"

    return Scenario(stories, check)


def outcome(random: Random) -> str:
    """Draw the outcome of an episode's payments."""
    return random.choice(list(OUTCOMES))


def _payment(environment: Environment, number: int, way: str) -> Payment:
    app, plate = environment.as_app, f"桂A{10000 + number}"
    driver = cast.citizen(app, "李建国", cast.id_number(number), f"+861380001{number:04}")
    violation_steps.violation(app, cast.car(app, driver, plate), f"45010000{number:08}", points=POINTS, fine=FINE)
    cashier = cast.reviewer(app, "出纳小吴", (StaffRole.CASHIER,))
    return Payment(environment, driver, cashier, f"{plate[:2]}·{plate[2:]}", way)


def _pay(payment: Payment, drawn: str) -> Iterator[None]:
    yield from _to_decision(payment)
    payment.driver.taps(payment.way)
    yield
    payment.driver.sees(f"{payment.way}扫码缴款：200 元")
    yield from OUTCOMES[drawn][0](payment)
    payment.environment.bank.gateways.faults.clear()


def _to_decision(payment: Payment) -> Iterator[None]:
    driver = payment.driver
    driver.says("/violations")
    yield
    for label in (payment.plate, "选择并处理", "事实无误"):
        driver.taps(label)
        yield
    driver.says(violation_steps.code_of(driver))
    yield
    driver.button(payment.way)


def _directly(payment: Payment) -> Iterator[None]:
    yield from _paid(payment)
    assert payment.driver.has_seen("缴款成功：200 元"), payment.driver.last()


def _paid(payment: Payment, how: str = "pay") -> Iterator[None]:
    """Pay, and let the gateway repeat its webhook events and the desk make its queries."""
    payment.environment.pays(payment.driver, how)
    yield
    for seconds in (20, 60, 300, 900):
        yield from payment.later(seconds)


def _with(fault: str, chance: float = 1) -> Callable[[Payment], Iterator[None]]:
    def act(payment: Payment) -> Iterator[None]:
        setattr(payment.environment.bank.gateways.faults, fault, chance)
        yield from _directly(payment)

    return act


def _after_cancelling(payment: Payment) -> Iterator[None]:
    payment.environment.pays(payment.driver, "cancel")
    yield
    payment.driver.taps("我已付款，核对一下")
    yield
    yield from _directly(payment)


def _another_way(payment: Payment) -> Iterator[None]:
    payment.driver.taps("换一种方式")
    yield
    assert payment.driver.has_seen("订单已关闭")
    payment.driver.taps(WAYS[1 - WAYS.index(payment.way)])
    yield
    yield from _directly(payment)


def _asked_for(payment: Payment) -> Iterator[None]:
    """Pay while all webhook events are lost, and tap twice that it is paid."""
    payment.environment.bank.gateways.faults.lose = 1
    payment.environment.pays(payment.driver)
    payment.driver.taps("我已付款，核对一下")
    payment.driver.taps("我已付款，核对一下")
    yield
    assert payment.driver.has_seen("缴款成功：200 元"), payment.driver.last()
    yield from payment.later(900)


def _found_in_the_bill(payment: Payment) -> Iterator[None]:
    """Pay while webhook events are lost and queries fail: the daily reconciliation finds the payment."""
    faults = payment.environment.bank.gateways.faults
    faults.lose = faults.server_error = 1
    payment.environment.pays(payment.driver)
    for seconds in (20, 60, 300):
        yield from payment.later(seconds)
    faults.clear()
    payment.environment.housekeeping_is_due = True
    yield from payment.later(25 * 3600)
    for hours in (26, 27, 28):
        yield from payment.later(hours * 3600)
    assert payment.driver.has_seen("缴款成功"), payment.driver.last()


def _twice(payment: Payment) -> Iterator[None]:
    yield from _paid(payment, "pay twice")
    assert payment.driver.has_seen("重复付款")
    yield from _back(payment)


def _late(payment: Payment) -> Iterator[None]:
    payment.environment.pays(payment.driver, "late")
    yield
    for minutes in (31, 32, 40, 50):
        yield from payment.later(minutes * 60)
    assert payment.driver.has_seen("订单关闭后才到账"), payment.driver.last()
    yield from _back(payment)


def _wrong_amount(payment: Payment) -> Iterator[None]:
    yield from _paid(payment, "wrong amount")
    assert payment.driver.has_seen("应缴 200 元，到账 200.01 元"), payment.driver.last()
    yield from _back(payment, "200.01")


def _back(payment: Payment, amount: str = "200") -> Iterator[None]:
    """Let the cashier approve the refund, by two taps at the same time."""
    number = payment.environment.read(lambda session: _refund_of(session, payment.driver))
    payment.cashier.says(f"/refund {number}")
    yield
    payment.cashier.taps("同意退款")
    payment.cashier.taps("同意退款")
    yield
    for hours in (1, 2):
        yield from payment.later(hours * 3600)
    assert payment.driver.has_seen(f"已退款 {amount} 元"), payment.driver.last()


def _refund_of(session: Session, driver: Citizen) -> int:
    (refund,) = refunds_of(session, driver.person_id)
    return refund.number


OUTCOMES: dict[str, tuple[Callable[[Payment], Iterator[None]], DecisionState, int]] = {
    "plainly": (_directly, DecisionState.PAID, 0),
    "duplicate": (_with("duplicate"), DecisionState.PAID, 0),
    "reorder": (_with("reorder"), DecisionState.PAID, 0),
    "lose": (_with("lose"), DecisionState.PAID, 0),
    "ignore": (_with("ignore", 0.6), DecisionState.PAID, 0),
    "forge": (_with("forge", 0.6), DecisionState.PAID, 0),
    "asked": (_asked_for, DecisionState.PAID, 0),
    "cancelled": (_after_cancelling, DecisionState.PAID, 0),
    "another way": (_another_way, DecisionState.PAID, 0),
    "bill": (_found_in_the_bill, DecisionState.PAID, 0),
    "twice": (_twice, DecisionState.PAID, 1),
    "late": (_late, DecisionState.UNPAID, 1),
    "wrong amount": (_wrong_amount, DecisionState.UNPAID, 1),
}
