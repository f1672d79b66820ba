"""The model of violations, payments and refunds, with the invariants that are checked after every action."""

from collections import Counter

from hypothesis.stateful import invariant

from tests.model_based.payment_rows import OPEN
from tests.model_based.refunds import RefundsModel
from tests.model_based.violation_rows import MOTORISTS


class PaymentsModel(RefundsModel):
    """The model from a violation record to a refund."""

    opening = (
        *("record", "record", "decide", "record", "decide", "pay", "create", "pay_at_gateway", "make_objection"),
        *("receive_event", "handle_event", "pay_at_gateway", "record", "make_objection", "receive_event"),
        *("handle_event", "answer_objection", "pay", "approve_refund"),
    )

    @invariant()
    def records_and_decisions_agree(self) -> None:
        table = self.store.table
        assert table("SELECT id, state FROM violations") == {one.id.hex: (one.state,) for one in self.records}
        decided = {one.id.hex: (one.state, one.late_fee, one.record.points) for one in self.fined}
        assert table("SELECT id, state, late_fee, points FROM decisions") == decided
        assert table("SELECT id, state FROM objections") == {one.id.hex: (one.state,) for one in self.objected}
        rows = table("SELECT id, points, points_reset_on FROM people")
        for who in range(MOTORISTS):
            assert rows[self.cast.people[who].hex] == (self.points[who], self.reset[who].isoformat())

    @invariant()
    def orders_agree_and_a_decision_is_paid_once(self) -> None:
        orders = self.store.table("SELECT id, state, amount, provider FROM payment_orders")
        assert orders == {one.id.hex: (one.state, one.amount, one.provider) for one in self.orders}
        held = Counter(row[0] for row in self.store.rows("SELECT decision_id FROM payment_lines WHERE holds"))
        keeps = [one for one in self.orders if one.state in OPEN or one.settled_by]
        assert held == Counter(fined.id.hex for one in keeps for fined, _ in one.costs)
        assert all(count == 1 for count in held.values()), "a decision is in two orders"

    @invariant()
    def only_payments_at_a_gateway_are_booked(self) -> None:
        columns = "SELECT transaction_id, order_id, amount, settles FROM payment_transactions"
        booked = self.store.table(f"{columns} WHERE order_id IS NOT NULL")
        true = {
            money.number: (one.id.hex, money.amount, one.settled_by is money)
            for one, money in self.received_payments()
            if money.number in self.booked
        }
        assert booked == true, "booked payments differ from the gateways'"
        astray = self.store.rows("SELECT transaction_id FROM payment_transactions WHERE order_id IS NULL")
        assert {row[0] for row in astray} == set(self.astray)
        assert {row[0] for row in self.store.rows("SELECT notice_id FROM payment_notices")} == self.noticed
        (events,) = self.store.rows("SELECT count(*) FROM inbox WHERE source = 'notice'")
        assert events == (len(self.noticed),)

    @invariant()
    def refunds_agree_and_every_payment_is_used_or_refunded(self) -> None:
        self.learn_refunds()
        of_nobody = self.store.table("SELECT id, state, amount FROM refunds WHERE payer_person IS NULL")
        assert sorted(of_nobody.values()) == [("proposed", 100)] * len(self.astray)
        rows = self.store.table("SELECT id, state, amount, reason FROM refunds WHERE payer_person IS NOT NULL")
        assert rows == {one.id.hex: (one.state, one.amount, one.why) for one in self.refunds_made}
        assert set(self.store.rows("SELECT provider, kind, reference FROM differences")) == self.differences
        for order, money in [
            (order, money) for order, money in self.received_payments() if money.number in self.booked
        ]:
            kept = money.amount - sum(one.amount for one in self.refunds_made if one.money is money)
            paid = order.costs if order.settled_by is money else []
            assert kept == sum(fined.record.fine + fee for fined, fee in paid if fined.state == "paid")
