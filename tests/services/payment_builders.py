"""Builders of drivers, decisions, orders, webhook events and bills for tests of payments without a chat."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import uuid4

from sqlmodel import Session, col, select

from bot.adapters.payments.models import BillKind, BillRow, PaymentState
from bot.adapters.payments.webhook_events import WebhookEvent
from bot.services.payments import payments
from storage.database import Database, add
from storage.identity import accounts
from storage.identity.accounts import Account
from storage.payments import refunds
from storage.payments.payments import OrderState, PaymentOrder, PaymentProvider, PaymentTransaction
from storage.payments.refunds import Refund
from storage.register import people, vehicles
from storage.register.people import LicenceStatus, Person
from storage.register.vehicles import Vehicle
from storage.violations.decisions import Decision
from storage.violations.violations import Violation, ViolationState

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
FINE = 20_000
NOBODYS = "CZ00000000000000000000"  # The number of no order.


@dataclass(frozen=True)
class Debt:
    """A driver with an account, a decision of 200 yuan, and perhaps an open order for it."""

    person: Person
    account: Account
    decision: Decision
    order: PaymentOrder | None = None


def driver(session: Session, at: int) -> tuple[Person, Account]:
    """Create a registered driver with a normal licence."""
    person = people.new(id_number=f"driver {at}", name=f"driver {at}", phone=f"+86138{at:08}")
    person.licence_class, person.licence_status = "C1", LicenceStatus.NORMAL
    add(session, person)
    account = accounts.get_or_create(session, 1, 1000 + at, language="en", at=NOW)
    account.person_id, account.registered_at = person.id, NOW
    session.add(account)
    session.flush()
    return person, account


def car(session: Session, owner: Person, at: int) -> Vehicle:
    """Create a small car of this person."""
    vehicle = Vehicle(plate_type="02", plate=f"桂A{at:05}", owner_person_id=owner.id, engine_index="")
    vehicle.engine_index, vehicle.engine_number, vehicle.vin = vehicles.engine_index("123456"), "A123456", "V"
    return add(session, vehicle)


def record(session: Session, vehicle: Vehicle, number: str, **fields: Any) -> Violation:
    """Create a violation: 200 yuan and 3 points by default."""
    described: dict[str, Any] = {"fine": FINE, "points": 3, "state": ViolationState.UNHANDLED, **fields}
    row = Violation(
        number=number,
        vehicle_id=vehicle.id,
        occurred_at=NOW - timedelta(days=3),
        place="here",
        act_code="1625",
        act="red light",
        provision="38",
        basis="90",
        authority_code="450100",
        recorded_at=NOW,
        **described,
    )
    return add(session, row)


def debt(session: Session, at: int) -> Debt:
    """Create a driver who owes 200 yuan."""
    person, account = driver(session, at)
    violation = record(session, car(session, person, at), f"V{at:06}", state=ViolationState.DECIDED)
    decision = Decision(
        number=f"{at:016}",
        batch_id=uuid4(),
        violation_id=violation.id,
        person_id=person.id,
        vehicle_id=violation.vehicle_id,
        fine=FINE,
        points=3,
        decided_at=NOW,
        pay_within_days=15,
        late_permille=30,
        reconsideration_days=60,
        terms_version="2026-11",
    )
    return Debt(person, account, add(session, decision))


def begun(session: Session, owed: Debt, provider: PaymentProvider = PaymentProvider.WECHAT) -> Debt:
    """Open an order for a debt."""
    order = payments.start(session, owed.decision.id, provider, by=owed.person, lane=owed.account.lane, now=NOW)
    return replace(owed, order=order)


def many_debts(database: Database, count: int) -> list[Debt]:
    """Create debts with open orders, alternating between the providers."""
    ways = list(PaymentProvider)
    with database.transaction() as session:
        return [begun(session, debt(session, at), ways[at % len(ways)]) for at in range(count)]


def webhook_event(order: PaymentOrder, transaction: str = "", **changes: object) -> WebhookEvent:
    """Return a webhook event that reports this order as paid, with the given changes."""
    event = WebhookEvent(
        provider=order.provider,
        event_id=uuid4().hex,
        order_number=order.number,
        transaction_id=transaction or f"T{order.number}",
        amount_fen=order.amount,
        currency="CNY",
        state=PaymentState.PAID,
        paid_at=NOW,
    )
    return replace(event, **changes)  # type: ignore[arg-type]


def storm(orders: list[PaymentOrder], random: Random) -> list[WebhookEvent]:
    """Return webhook events of every kind for these orders, many repeated, in random order.

    By index modulo ten: 0–5 are paid once, 6 and 7 twice, 8 and 9 not. All have events that report no payment of
    theirs; 9 have payments of wrong amounts.
    """
    events: list[WebhookEvent] = []
    for at, order in enumerate(orders):
        kind, other = at % 10, orders[(at + 1) % len(orders)]
        if kind < 8:
            genuine = webhook_event(order)
            events += [genuine] * 8 + [replace(genuine, event_id=uuid4().hex) for _ in range(4)]
        if kind in (6, 7):
            events += [webhook_event(order, f"SECOND{order.number}")] * 4
        if kind == 9:
            events += [webhook_event(order, f"CHEAP{at}", amount_fen=order.amount - 1)] * 3
            events += [webhook_event(order, f"DEAR{at}", amount_fen=order.amount + 1)] * 3
        events += [
            webhook_event(order, f"DOLLAR{at}", currency="USD"),
            webhook_event(order, f"OPEN{at}", state=PaymentState.WAITING),
            webhook_event(order, f"CLOSED{at}", state=PaymentState.CLOSED),
            webhook_event(order, f"BACK{at}", state=PaymentState.REFUNDED),
            webhook_event(order, f"NOBODY{at}", order_number=NOBODYS),
            webhook_event(other, f"STRANGER{at}", provider=_not(other)),
        ]
    random.shuffle(events)
    return events


def bill(orders: list[PaymentOrder], provider: PaymentProvider) -> list[BillRow]:
    """Return the bill of the day after `storm`: every payment that it reports in yuan."""
    rows = []
    for at, order in enumerate(orders):
        other = orders[(at + 1) % len(orders)]
        if order.provider is provider:
            rows += [_row(order, f"T{order.number}")] if at % 10 < 8 else []
            rows += [_row(order, f"SECOND{order.number}")] if at % 10 in (6, 7) else []
            rows += [_row(order, f"CHEAP{at}", -1), _row(order, f"DEAR{at}", 1)] if at % 10 == 9 else []
            rows.append(replace(_row(order, f"NOBODY{at}"), order_number=NOBODYS))
        if _not(other) is provider:
            rows.append(_row(other, f"STRANGER{at}"))
    return rows


def storm_problems(session: Session, orders: list[PaymentOrder]) -> list[str]:
    """Describe orders that are not as `storm` paid them, and payments of no order that do not go back in full."""
    problems = []
    for at, order in enumerate(orders):
        booked = session.exec(select(PaymentTransaction).where(PaymentTransaction.order_id == order.id)).all()
        going = [refund for each in booked for refund in refunds.of_transaction(session, each.id)]
        stands = session.get_one(PaymentOrder, order.id).state
        amounts = sorted(each.amount - order.amount for each in booked)
        seen = (amounts, sum(each.settles for each in booked), len(going), stands)
        problems += [f"{at}: {seen} instead of {_expected(at % 10)}"] if seen != _expected(at % 10) else []
        problems += [f"{at}: {each}" for each in going if each.amount != _amount(booked, each)]
    astray = session.exec(select(PaymentTransaction).where(col(PaymentTransaction.order_id).is_(None))).all()
    found = {each.transaction_id for each in astray if len(refunds.of_transaction(session, each.id)) == 1}
    wanted = {f"{kind}{at}" for kind in ("NOBODY", "STRANGER") for at in range(len(orders))}
    return problems + [f"astray: {each}" for each in found ^ wanted]


def _expected(kind: int) -> tuple[list[int], int, int, OrderState]:
    """Return what is booked (differences from the order's amount), what settles, what goes back, and the state."""
    if kind == 9:
        return [-1, 1], 0, 2, OrderState.CLOSED
    genuine = 1 if kind < 6 else 2 if kind < 8 else 0
    return [0] * genuine, min(1, genuine), max(0, genuine - 1), OrderState.PAID if genuine else OrderState.CREATED


def _amount(booked: Sequence[PaymentTransaction], refund: Refund) -> int:
    return next(each.amount for each in booked if each.id == refund.transaction_ref)


def _row(order: PaymentOrder, transaction: str, more: int = 0) -> BillRow:
    return BillRow(BillKind.PAYMENT, order.number, transaction, "", order.amount + more, NOW)


def _not(order: PaymentOrder) -> PaymentProvider:
    return PaymentProvider.ALIPAY if order.provider is PaymentProvider.WECHAT else PaymentProvider.WECHAT
