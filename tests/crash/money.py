"""What must hold of money: our books agree with the gateways', and everybody has paid what is settled for him."""

from collections import Counter
from uuid import UUID

from sqlmodel import Session, select

from storage.decisions import Decision, DecisionState
from storage.payments import OrderState, PaymentLine, PaymentOrder, Transaction
from storage.people import Person
from storage.refunds import Refund, RefundState
from tests.crash.ground import Ground


def adds_up(ground: Ground) -> None:
    """Fail unless all money is where it should be."""
    ground.look(_each_person_paid_what_is_settled)
    ground.look(_an_order_is_settled_once)
    ground.look(_points_are_counted_once)
    _the_books_agree(ground)


def _each_person_paid_what_is_settled(session: Session) -> None:
    """Paid less returned, or proposed to be, is what settled orders cost."""
    orders = {order.id: order for order in session.exec(select(PaymentOrder))}
    came, went, settled = Counter[UUID](), Counter[UUID](), Counter[UUID]()
    payer_of: dict[UUID, UUID] = {}
    for each in session.exec(select(Transaction)):
        payer = payer_of[each.id] = orders[each.order_id].payer_id
        came[payer] += each.amount
        assert not each.settles or orders[each.order_id].state is OrderState.PAID, f"{orders[each.order_id]} settled"
    for refund in session.exec(select(Refund)):
        went[payer_of[refund.transaction_ref]] += refund.amount
    for order in orders.values():
        settled[order.payer_id] += order.amount if order.state is OrderState.PAID else 0
    assert came - went == settled, f"paid {came}, back {went}, settled {settled}"


def _an_order_is_settled_once(session: Session) -> None:
    """A paid order has one settling transaction of its amount; its decisions are paid, and by no other order."""
    paid = Counter[UUID]()
    for order in session.exec(select(PaymentOrder).where(PaymentOrder.state == OrderState.PAID)):
        (settling,) = session.exec(
            select(Transaction).where(Transaction.order_id == order.id, Transaction.settles == True)  # noqa: E712
        )
        lines = session.exec(select(PaymentLine).where(PaymentLine.order_id == order.id)).all()
        assert settling.amount == order.amount == sum(line.fine + line.late_fee for line in lines), f"{order}"
        paid.update(line.decision_id for line in lines)
    decided = {decision.id for decision in session.exec(select(Decision)) if decision.state is DecisionState.PAID}
    assert paid == Counter(decided), f"paid for {paid}, decisions paid {decided}"


def _points_are_counted_once(session: Session) -> None:
    given = Counter[UUID]()
    for decision in session.exec(select(Decision)):
        given[decision.person_id] += decision.points if decision.state is not DecisionState.REVOKED else 0
    found = Counter({person.id: person.points for person in session.exec(select(Person)) if person.points})
    assert +given == found, f"decided {given}, on licences {found}"


def _the_books_agree(ground: Ground) -> None:
    """Each payment and each refund stands once in our books and once in the gateway's, over the same amount."""
    theirs, their_refunds = Counter[tuple[str, str, int]](), Counter[tuple[str, int]]()
    for ledger in ground.ledgers:
        for trade in ledger.trades.values():
            for paid in trade.transactions:
                theirs[(trade.number, paid.id, paid.amount_fen)] += paid.amount_fen == trade.amount_fen
                their_refunds.update((refund.number, refund.amount_fen) for refund in paid.refunds)
    ours, our_refunds = ground.look(_our_books)
    assert +theirs == ours, f"theirs {theirs - ours}, ours {ours - theirs}"
    assert their_refunds == our_refunds, f"refunds: theirs {their_refunds}, ours {our_refunds}"


def _our_books(session: Session) -> tuple[Counter[tuple[str, str, int]], Counter[tuple[str, int]]]:
    numbers = {order.id: order.number for order in session.exec(select(PaymentOrder))}
    ours = Counter(
        (numbers[each.order_id], each.transaction_id, each.amount) for each in session.exec(select(Transaction))
    )
    done = select(Refund).where(Refund.state == RefundState.DONE)
    return ours, Counter((refund.gateway_number, refund.amount) for refund in session.exec(done))


def refunds_of(session: Session, person_id: UUID) -> list[Refund]:
    """Return what goes back to this payer."""
    question = select(Refund).join(Transaction, Refund.transaction_ref == Transaction.id)  # type: ignore[arg-type]
    paid = question.join(PaymentOrder, Transaction.order_id == PaymentOrder.id)  # type: ignore[arg-type]
    return list(session.exec(paid.where(PaymentOrder.payer_id == person_id)))
