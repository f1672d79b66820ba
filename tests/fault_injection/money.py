"""What must hold of money: our books agree with the gateways', and what came in has paid something or goes back."""

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, select

from storage.payments.payments import OrderState, PaymentLine, PaymentOrder, PaymentTransaction
from storage.payments.refunds import Refund, RefundState
from storage.register.people import Person
from storage.violations.decisions import Decision, DecisionState
from storage.violations.violations import Violation, ViolationState
from tests.fault_injection.harness import Ground

SETTLED = (OrderState.PAID, OrderState.REFUNDING, OrderState.REFUNDED)
"""Where an order can stand once money has paid it."""
STANDS = {
    DecisionState.UNPAID: ViolationState.DECIDED,
    DecisionState.PAID: ViolationState.PAID,
}
"""Where a record stands by its decision."""

Booked = tuple[str, str, str, int]
"""A movement as both sides know it: provider, order or refund, transaction, fen."""


@dataclass(frozen=True)
class Books:
    """Everything of money that is in the store."""

    orders: dict[UUID, PaymentOrder]
    lines: list[PaymentLine]
    transactions: dict[UUID, PaymentTransaction]
    refunds: list[Refund]
    decisions: dict[UUID, Decision]

    @classmethod
    def read(cls, session: Session) -> "Books":
        """Read them."""
        return cls(
            {each.id: each for each in session.exec(select(PaymentOrder))},
            list(session.exec(select(PaymentLine))),
            {each.id: each for each in session.exec(select(PaymentTransaction))},
            list(session.exec(select(Refund))),
            {each.id: each for each in session.exec(select(Decision))},
        )

    def lines_of(self, order_id: UUID) -> list[PaymentLine]:
        """What an order is for."""
        return [line for line in self.lines if line.order_id == order_id]

    def going_back(self, transaction: PaymentTransaction) -> list[Refund]:
        """What of this money went back, or is proposed to."""
        return [refund for refund in self.refunds if refund.transaction_ref == transaction.id]


def adds_up(ground: Ground) -> None:
    """Fail unless all money is where it should be."""
    ground.look(agrees_with_itself)
    _the_books_agree(ground, ground.look(Books.read))


def agrees_with_itself(session: Session) -> None:
    """Fail unless what came in, what is paid by it, what goes back, and where records stand, agree in a store."""
    books = Books.read(session)
    for transaction in books.transactions.values():
        _each_fen_has_paid_something_or_goes_back(books, transaction)
    for order in books.orders.values():
        _an_order_is_settled_once(books, order)
    _a_decision_is_paid_once(books)
    _records_stand_as_their_decisions(session)
    _points_are_counted_once(session)


def _each_fen_has_paid_something_or_goes_back(books: Books, transaction: PaymentTransaction) -> None:
    """Of money that settles an order stays what its standing decisions cost; all other money goes back, and no more."""
    back = sum(refund.amount for refund in books.going_back(transaction))
    assert back <= transaction.amount, f"{back} of {transaction.amount} go back: {transaction}"
    lines = books.lines_of(transaction.order_id) if transaction.settles else []
    standing = [line for line in lines if books.decisions[line.decision_id].state is not DecisionState.REVOKED]
    kept = sum(line.fine + line.late_fee for line in standing)
    assert transaction.amount - back == kept, f"{transaction.amount} came, {back} go back, {kept} stay: {transaction}"


def _an_order_is_settled_once(books: Books, order: PaymentOrder) -> None:
    """By one transaction of its amount, which is the sum of its lines. What is all sent back was no more than came."""
    came = [each for each in books.transactions.values() if each.order_id == order.id]
    settling = [each.amount for each in came if each.settles]
    assert len(settling) <= 1, f"settled {len(settling)} times: {order}"
    assert order.amount == sum(line.fine + line.late_fee for line in books.lines_of(order.id)), f"{order}"
    assert settling in ([], [order.amount]), f"settled by {settling}: {order}"
    assert not settling or order.state in SETTLED, f"settled: {order}"
    assert settling or order.state is not OrderState.PAID, f"paid by nothing: {order}"
    if order.state is OrderState.REFUNDED:
        done = [each for money in came for each in books.going_back(money) if each.state is RefundState.DONE]
        assert sum(each.amount for each in done) >= order.amount, f"not all of it went back: {order}"


def _a_decision_is_paid_once(books: Books) -> None:
    """One settled order stands behind each paid decision that costs something, and behind no other."""
    settled = {each.order_id for each in books.transactions.values() if each.settles}
    paid = Counter(line.decision_id for line in books.lines if line.order_id in settled)
    revoked = {key for key, each in books.decisions.items() if each.state is DecisionState.REVOKED}
    dear = {key for key, each in books.decisions.items() if each.state is DecisionState.PAID and each.fine}
    assert {key: many for key, many in paid.items() if key not in revoked} == dict.fromkeys(dear, 1), (
        f"paid for {paid}, decisions paid {dear}"
    )


def _records_stand_as_their_decisions(session: Session) -> None:
    """A record has one standing decision and stands where that stands; one without a decision is unhandled or gone."""
    standing: dict[UUID, DecisionState] = {}
    for decision in session.exec(select(Decision).where(Decision.state != DecisionState.REVOKED)):
        assert decision.violation_id not in standing, f"decided twice: {decision}"
        standing[decision.violation_id] = decision.state
    for violation in session.exec(select(Violation)):
        decided = standing.get(violation.id)
        may_be = (STANDS[decided],) if decided else (ViolationState.UNHANDLED, ViolationState.CANCELLED)
        assert violation.state in may_be, f"{violation} with a decision that is {decided}"


def _points_are_counted_once(session: Session) -> None:
    given = Counter[UUID]()
    for decision in session.exec(select(Decision)):
        given[decision.person_id] += decision.points if decision.state is not DecisionState.REVOKED else 0
    found = Counter({person.id: person.points for person in session.exec(select(Person)) if person.points})
    assert +given == found, f"decided {given}, on licences {found}"


def _the_books_agree(ground: Ground, books: Books) -> None:
    """Each payment and each refund stands once in our books and once in its gateway's, over the same amount."""
    ours, theirs = _ours(books), _theirs(ground)
    assert theirs == ours, f"theirs {theirs - ours}, ours {ours - theirs}"
    held, due = _sums(theirs), _sums(ours)
    assert held == due, f"the gateways hold {held}, we {due}"


def _theirs(ground: Ground) -> Counter[Booked]:
    """What the gateways booked. Money of another amount than the order's is a difference for a cashier: not ours."""
    found = Counter[Booked]()
    for ledger in ground.ledgers:
        for trade in ledger.trades.values():
            for paid in (each for each in trade.transactions if each.amount_fen == trade.amount_fen):
                found[(ledger.provider, trade.number, paid.id, paid.amount_fen)] += 1
            for paid in trade.transactions:
                found.update((ledger.provider, back.number, paid.id, -back.amount_fen) for back in paid.refunds)
    return found


def _ours(books: Books) -> Counter[Booked]:
    found = Counter[Booked]()
    for each in books.transactions.values():
        order = books.orders[each.order_id]
        assert each.provider is order.provider, f"paid elsewhere: {order}, {each}"
        found[(each.provider.value, order.number, each.transaction_id, each.amount)] += 1
        done = [refund for refund in books.going_back(each) if refund.state is RefundState.DONE]
        found.update((each.provider.value, back.gateway_number, each.transaction_id, -back.amount) for back in done)
    return found


def _sums(booked: Counter[Booked]) -> dict[str, int]:
    """Fen that stay at each provider."""
    held = Counter[str]()
    for (provider, _, _, amount), many in booked.items():
        held[provider] += amount * many
    return dict(held)


def refunds_of(session: Session, person_id: UUID) -> list[Refund]:
    """Return what goes back to this payer."""
    question = select(Refund).join(PaymentTransaction, Refund.transaction_ref == PaymentTransaction.id)  # type: ignore[arg-type]
    paid = question.join(PaymentOrder, PaymentTransaction.order_id == PaymentOrder.id)  # type: ignore[arg-type]
    return list(session.exec(paid.where(PaymentOrder.payer_id == person_id)))
