"""Refunds, and differences between the ledger and the bill of a provider."""

from typing import Any

from storage.audit import Action
from storage.payments.bill_differences import BillDifference
from storage.payments.payments import PaymentOrder
from storage.payments.refunds import Refund
from storage.violations.decisions import Decision
from tests.fault_injection.random_worlds.matter_definition import Subjects, matter
from tests.fault_injection.random_worlds.observations import Observation


@matter(Refund, Action.REFUND_APPROVED)
def refund(_: Observation, row: Any) -> Subjects:
    """Return the payer."""
    yield row.payer_person


@matter(Decision, Action.DECISION_DUE_AGAIN)
def decision(_: Observation, row: Any) -> Subjects:
    """Return the person fined."""
    yield row.person_id


@matter(BillDifference, Action.DIFFERENCE_SETTLED)
def difference(observation: Observation, row: Any) -> Subjects:
    """Return who has paid the order, or should have."""
    orders = observation.before.table(PaymentOrder).values()
    yield from (each.payer_id for each in orders if each.number == row.order_number)
