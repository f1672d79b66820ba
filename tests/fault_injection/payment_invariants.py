"""Invariants of payments: the desk's records agree with the gateways' ledgers, and all money is used or refunded."""

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, select

from storage.payments.payments import (
    OPEN_ORDERS,
    OrderState,
    PaymentLine,
    PaymentOrder,
    PaymentTransaction,
)
from storage.payments.refunds import Refund, RefundState
from storage.register.people import Person
from storage.violations.decisions import Decision, DecisionState
from storage.violations.violations import Violation, ViolationState
from tests.fault_injection.environment import Environment

# The states that an order can have after a payment has settled it.
SETTLED = (OrderState.PAID, OrderState.REFUNDING, OrderState.REFUNDED)
# The state of a violation record by the state of its decision.
VIOLATION_STATES = {
    DecisionState.UNPAID: ViolationState.DECIDED,
    DecisionState.PAID: ViolationState.PAID,
}

# A movement of money as both sides know it: provider, number of the order or refund, transaction, fen.
Booked = tuple[str, str, str, int]


@dataclass(frozen=True)
class PaymentRecords:
    """All orders, transactions, refunds and decisions in the database."""

    orders: dict[UUID, PaymentOrder]
    lines: list[PaymentLine]
    transactions: dict[UUID, PaymentTransaction]
    refunds: list[Refund]
    decisions: dict[UUID, Decision]

    @classmethod
    def load(cls, session: Session) -> "PaymentRecords":
        """Load them."""
        return cls(
            {each.id: each for each in session.exec(select(PaymentOrder))},
            list(session.exec(select(PaymentLine))),
            {each.id: each for each in session.exec(select(PaymentTransaction))},
            list(session.exec(select(Refund))),
            {each.id: each for each in session.exec(select(Decision))},
        )

    def lines_of(self, order_id: UUID) -> list[PaymentLine]:
        """Return the lines of an order."""
        return [line for line in self.lines if line.order_id == order_id]

    def going_back(self, transaction: PaymentTransaction) -> list[Refund]:
        """Return the refunds of this transaction, proposed or done."""
        return [refund for refund in self.refunds if refund.transaction_ref == transaction.id]


def check(environment: Environment) -> None:
    """Check the database by itself and against the gateways' ledgers. Raises AssertionError."""
    environment.read(check_database)
    _the_ledgers_agree(environment, environment.read(PaymentRecords.load))


def check_database(session: Session) -> None:
    """Check that payments, refunds, decisions and violation records in a database agree. Raises AssertionError."""
    records = PaymentRecords.load(session)
    for transaction in records.transactions.values():
        _every_payment_is_used_or_refunded(records, transaction)
    for order in records.orders.values():
        _an_order_is_settled_once(records, order)
    _a_decision_is_paid_once(records)
    _violations_agree_with_their_decisions(session)
    _points_are_counted_once(session)


def _every_payment_is_used_or_refunded(records: PaymentRecords, transaction: PaymentTransaction) -> None:
    """A payment that settles an order pays its decisions that are not revoked; exactly the rest is refunded."""
    back = sum(refund.amount for refund in records.going_back(transaction))
    assert back <= transaction.amount, f"{back} of {transaction.amount} go back: {transaction}"
    lines = records.lines_of(transaction.order_id) if transaction.settles and transaction.order_id else []
    void = [line for line in lines if line.voided_at is not None]  # What is void went back by no refund of the desk.
    unrevoked = [line for line in lines if records.decisions[line.decision_id].state is not DecisionState.REVOKED]
    kept = sum(line.fine + line.late_fee for line in lines if line in unrevoked or line in void)
    assert transaction.amount - back == kept, f"{transaction.amount} came, {back} go back, {kept} stay: {transaction}"


def _an_order_is_settled_once(records: PaymentRecords, order: PaymentOrder) -> None:
    """One transaction settles an order, over its amount, which is the sum of its lines."""
    came = [each for each in records.transactions.values() if each.order_id == order.id]
    settling = [each.amount for each in came if each.settles]
    assert len(settling) <= 1, f"settled {len(settling)} times: {order}"
    assert order.amount == sum(line.fine + line.late_fee for line in records.lines_of(order.id)), f"{order}"
    assert settling in ([], [order.amount]), f"settled by {settling}: {order}"
    assert settling or order.state not in OPEN_ORDERS or not came, f"open after a payment: {order}"
    assert not settling or order.state in SETTLED, f"settled: {order}"
    assert settling or order.state is not OrderState.PAID, f"paid by nothing: {order}"
    if order.state is OrderState.REFUNDED:
        done = [each for money in came for each in records.going_back(money) if each.state is RefundState.DONE]
        void = sum(line.fine + line.late_fee for line in records.lines_of(order.id) if line.voided_at is not None)
        due = order.amount - void if settling else sum(each.amount for each in came)
        assert sum(each.amount for each in done) >= due, f"not all of it went back: {order}"


def _a_decision_is_paid_once(records: PaymentRecords) -> None:
    """Each paid decision with a fine has one settled order, and no other decision has one."""
    settled = {each.order_id for each in records.transactions.values() if each.settles}
    valid = [line for line in records.lines if line.voided_at is None]
    paid = Counter(line.decision_id for line in valid if line.order_id in settled)
    revoked = {key for key, each in records.decisions.items() if each.state is DecisionState.REVOKED}
    dear = {key for key, each in records.decisions.items() if each.state is DecisionState.PAID and each.fine}
    assert {key: many for key, many in paid.items() if key not in revoked} == dict.fromkeys(dear, 1), (
        f"paid for {paid}, decisions paid {dear}"
    )


def _violations_agree_with_their_decisions(session: Session) -> None:
    """A violation has at most one decision that is not revoked, and its state; without one it is open or cancelled."""
    standing: dict[UUID, DecisionState] = {}
    for decision in session.exec(select(Decision).where(Decision.state != DecisionState.REVOKED)):
        assert decision.violation_id not in standing, f"decided twice: {decision}"
        standing[decision.violation_id] = decision.state
    for violation in session.exec(select(Violation)):
        decided = standing.get(violation.id)
        may_be = (VIOLATION_STATES[decided],) if decided else (ViolationState.UNHANDLED, ViolationState.CANCELLED)
        assert violation.state in may_be, f"{violation} with a decision that is {decided}"


def _points_are_counted_once(session: Session) -> None:
    given = Counter[UUID]()
    for decision in session.exec(select(Decision)):
        given[decision.person_id] += decision.points if decision.state is not DecisionState.REVOKED else 0
    found = Counter({person.id: person.points for person in session.exec(select(Person)) if person.points})
    assert +given == found, f"decided {given}, on licences {found}"


def _the_ledgers_agree(environment: Environment, records: PaymentRecords) -> None:
    """Each payment and each refund is recorded once by the desk and once by its gateway, with the same amount."""
    ours, theirs = _desk_movements(records), _gateway_movements(environment)
    assert theirs == ours, f"only the gateways {theirs - ours}, only the desk {ours - theirs}"
    held, due = _sums(theirs), _sums(ours)
    assert held == due, f"balance of the gateways {held}, of the desk {due}"


def _gateway_movements(environment: Environment) -> Counter[Booked]:
    """Return what the gateways booked."""
    found = Counter[Booked]()
    for ledger in environment.ledgers:
        for trade in ledger.trades.values():
            for paid in trade.transactions:
                found[(ledger.provider, trade.number, paid.id, paid.amount_fen)] += 1
            for paid in trade.transactions:
                found.update((ledger.provider, back.number, paid.id, -back.amount_fen) for back in paid.refunds)
    return found


def _desk_movements(records: PaymentRecords) -> Counter[Booked]:
    found = Counter[Booked]()
    for each in records.transactions.values():
        order = records.orders[each.order_id] if each.order_id else None
        assert order is None or each.provider is order.provider, f"paid elsewhere: {order}, {each}"
        assert order is None or each.order_number == order.number, f"another order: {order}, {each}"
        found[(each.provider.value, each.order_number, each.transaction_id, each.amount)] += 1
        back = [refund for refund in records.going_back(each) if refund.elsewhere is None]
        done = [refund for refund in back if refund.state is RefundState.DONE]
        found.update((each.provider.value, back.gateway_number, each.transaction_id, -back.amount) for back in done)
    return found


def _sums(booked: Counter[Booked]) -> dict[str, int]:
    """Return the balance at each provider, in fen."""
    held = Counter[str]()
    for (provider, _, _, amount), many in booked.items():
        held[provider] += amount * many
    return dict(held)


def refunds_of(session: Session, person_id: UUID) -> list[Refund]:
    """Return the refunds of this payer."""
    question = select(Refund).join(PaymentTransaction, Refund.transaction_ref == PaymentTransaction.id)  # type: ignore[arg-type]
    paid = question.join(PaymentOrder, PaymentTransaction.order_id == PaymentOrder.id)  # type: ignore[arg-type]
    return list(session.exec(paid.where(PaymentOrder.payer_id == person_id)))
