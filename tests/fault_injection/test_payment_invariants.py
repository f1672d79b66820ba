"""The invariants of payments detect each kind of fault."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlmodel import Session, select

from bot.services.payments.settlement import ReceivedPayment, SettlementOutcome, settle
from storage.database import Database, add
from storage.payments.payments import OrderState, PaymentOrder, PaymentTransaction
from storage.payments.refunds import Refund, RefundReason
from storage.register.people import Person
from storage.violations.decisions import Decision, DecisionState
from storage.violations.violations import Violation, ViolationState
from tests import databases
from tests.fault_injection import payment_invariants
from tests.services.payment_builders import FINE, NOW, begun, debt


@pytest.fixture
def settled(template: Path, tmp_path: Path) -> Database:
    """Return a database in which one decision of 200 yuan is paid."""
    database = Database(databases.sqlite_copy(template, tmp_path))
    with database.transaction() as session:
        owed = begun(session, debt(session, 1))
        owed.person.points = owed.decision.points
        order = owed.order
        assert order is not None
        received = ReceivedPayment(order.provider, order.number, "T1", order.amount, "CNY", NOW)
        assert settle(session, order.id, received, now=NOW) is SettlementOutcome.SETTLED
    return database


def of(session: Session, model: Any) -> Any:
    return session.exec(select(model)).one()


def refunded(amount: int) -> Callable[[Session], object]:
    """Create a refund of this amount."""

    def action(session: Session) -> object:
        about: dict[str, Any] = {"reason": RefundReason.DOUBLE, "about": uuid4(), "proposed_at": NOW}
        return add(
            session, Refund(number=1, transaction_ref=of(session, PaymentTransaction).id, amount=amount, **about)
        )

    return action


def paid_again(session: Session) -> object:
    """Create a payment that settles nothing and is not refunded."""
    first = of(session, PaymentTransaction)
    about: dict[str, Any] = {"order_id": first.order_id, "provider": first.provider, "settles": False}
    return add(session, PaymentTransaction(transaction_id="T2", amount=FINE, paid_at=NOW, booked_at=NOW, **about))


def ordered_again(session: Session) -> object:
    """Create a paid order without a payment."""
    first = of(session, PaymentOrder)
    fields: dict[str, Any] = {
        name: getattr(first, name) for name in ("provider", "payer_id", "lane", "amount", "created_at")
    }
    late = NOW + timedelta(minutes=30)
    return add(session, PaymentOrder(number="CZ2", state=OrderState.PAID, expires_at=late, **fields))


FAULTS: dict[str, Callable[[Session], object]] = {
    "a refund exceeds its payment": refunded(FINE + 1),
    "a payment that settles an order is refunded": refunded(FINE),
    "a payment is neither used nor refunded": paid_again,
    "a paid order has no payment": ordered_again,
    "a payment has another amount than its order": lambda session: setattr(
        of(session, PaymentTransaction), "amount", FINE - 1
    ),
    "a settled decision is unpaid": lambda session: setattr(of(session, Decision), "state", DecisionState.UNPAID),
    "a paid record is unhandled": lambda session: setattr(of(session, Violation), "state", ViolationState.UNHANDLED),
    "a settled order is closed": lambda session: setattr(of(session, PaymentOrder), "state", OrderState.CLOSED),
    "points are counted twice": lambda session: setattr(of(session, Person), "points", 6),
}


@pytest.mark.parametrize("what", FAULTS)
def test_the_payment_invariants_detect_each_fault(settled: Database, what: str) -> None:
    with settled.reading() as session:
        payment_invariants.check_database(session)
    with settled.transaction() as session:
        FAULTS[what](session)
    with settled.reading() as session, pytest.raises(AssertionError):
        payment_invariants.check_database(session)
    settled.close()
