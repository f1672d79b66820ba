"""The whole model of money, and what must hold of it after every deed."""

from collections import Counter

from hypothesis.stateful import invariant

from tests.model_based.payment_actions import OPEN
from tests.model_based.records import MOTORISTS
from tests.model_based.refunds import Refunds


class Money(Refunds):
    """Everything from the camera's record to money that went back."""

    opening = (
        *("record", "record", "decide", "record", "decide", "pay", "create", "wallet", "object", "notice", "hear"),
        *("wallet", "record", "object", "notice", "hear", "judge", "pay", "let_go"),
    )

    @invariant()
    def records_and_decisions_agree(self) -> None:
        table = self.ground.table
        assert table("SELECT id, state FROM violations") == {one.id.hex: (one.state,) for one in self.records}
        told = {one.id.hex: (one.state, one.late_fee, one.record.points) for one in self.fined}
        assert table("SELECT id, state, late_fee, points FROM decisions") == told
        assert table("SELECT id, state FROM objections") == {one.id.hex: (one.state,) for one in self.objected}
        rows = table("SELECT id, points, points_reset_on FROM people")
        for who in range(MOTORISTS):
            assert rows[self.cast.people[who].hex] == (self.points[who], self.reset[who].isoformat())

    @invariant()
    def orders_agree_and_a_decision_is_paid_once(self) -> None:
        orders = self.ground.table("SELECT id, state, amount, provider FROM payment_orders")
        assert orders == {one.id.hex: (one.state, one.amount, one.provider) for one in self.orders}
        held = Counter(row[0] for row in self.ground.rows("SELECT decision_id FROM payment_lines WHERE holds"))
        keeps = [one for one in self.orders if one.state in OPEN or one.settled_by]
        assert held == Counter(fined.id.hex for one in keeps for fined, _ in one.costs)
        assert all(count == 1 for count in held.values()), "a decision hangs on two orders"

    @invariant()
    def no_money_is_booked_that_no_gateway_has(self) -> None:
        booked = self.ground.table("SELECT transaction_id, order_id, amount, settles FROM payment_transactions")
        true = {
            money.number: (one.id.hex, one.amount, one.settled_by is money)
            for one, money in self.came()
            if money.number in self.booked
        }
        assert booked == true, "money that no gateway has, or that was not heard of"
        assert {row[0] for row in self.ground.rows("SELECT notice_id FROM payment_notices")} == self.noticed
        (told,) = self.ground.rows("SELECT count(*) FROM inbox WHERE source = 'notice'")
        assert told == (len(self.noticed),)

    @invariant()
    def refunds_agree_and_nothing_is_kept_that_pays_nothing(self) -> None:
        self.learn_refunds()
        rows = self.ground.table("SELECT id, state, amount, reason FROM refunds")
        assert rows == {one.id.hex: (one.state, one.amount, one.why) for one in self.backs}
        assert set(self.ground.rows("SELECT provider, kind, reference FROM differences")) == self.differences
        for order, money in [(order, money) for order, money in self.came() if money.number in self.booked]:
            kept = order.amount - sum(one.amount for one in self.backs if one.money is money)
            paid = order.costs if order.settled_by is money else []
            assert kept == sum(fined.record.fine + fee for fined, fee in paid if fined.state == "paid")
