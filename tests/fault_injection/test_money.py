"""The invariants of money would see what they look for."""

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
from tests.fault_injection import money
from tests.services.payment_builders import FINE, NOW, begun, debt


@pytest.fixture
def settled(template: Path, tmp_path: Path) -> Database:
    """A store in which one decision of 200 yuan was paid."""
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
    """Let so much of what came go back."""

    def deed(session: Session) -> object:
        about: dict[str, Any] = {"reason": RefundReason.DOUBLE, "about": uuid4(), "proposed_at": NOW}
        return add(
            session, Refund(number=1, transaction_ref=of(session, PaymentTransaction).id, amount=amount, **about)
        )

    return deed


def paid_again(session: Session) -> object:
    """Money that settles nothing, and that nobody sends back."""
    first = of(session, PaymentTransaction)
    about: dict[str, Any] = {"order_id": first.order_id, "provider": first.provider, "settles": False}
    return add(session, PaymentTransaction(transaction_id="T2", amount=FINE, paid_at=NOW, booked_at=NOW, **about))


def ordered_again(session: Session) -> object:
    """Another order that is said to be paid, by nothing."""
    first = of(session, PaymentOrder)
    told: dict[str, Any] = {
        name: getattr(first, name) for name in ("provider", "payer_id", "lane", "amount", "created_at")
    }
    late = NOW + timedelta(minutes=30)
    return add(session, PaymentOrder(number="CZ2", state=OrderState.PAID, expires_at=late, **told))


PLANTED: dict[str, Callable[[Session], object]] = {
    "more goes back than came": refunded(FINE + 1),
    "what has paid goes back": refunded(FINE),
    "money is left over": paid_again,
    "an order is paid by nothing": ordered_again,
    "another amount has paid": lambda session: setattr(of(session, PaymentTransaction), "amount", FINE - 1),
    "a settled decision is unpaid": lambda session: setattr(of(session, Decision), "state", DecisionState.UNPAID),
    "a paid record is unhandled": lambda session: setattr(of(session, Violation), "state", ViolationState.UNHANDLED),
    "a settled order is closed": lambda session: setattr(of(session, PaymentOrder), "state", OrderState.CLOSED),
    "points are counted twice": lambda session: setattr(of(session, Person), "points", 6),
}


@pytest.mark.parametrize("what", PLANTED)
def test_a_fault_in_the_books_is_seen(settled: Database, what: str) -> None:
    with settled.reading() as session:
        money.agrees_with_itself(session)
    with settled.transaction() as session:
        PLANTED[what](session)
    with settled.reading() as session, pytest.raises(AssertionError):
        money.agrees_with_itself(session)
    settled.close()
