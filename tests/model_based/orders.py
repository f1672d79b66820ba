"""Model of payment orders, in the database and at the gateways."""

from typing import Any

from sqlmodel import Session

from bot.services.payments import payments
from bot.services.violations import decisions
from storage.payments.payments import PaymentOrder, PaymentProvider
from tests.model_based.model import REFUSED, action
from tests.model_based.payment_rows import OPEN, ModelOrder, ModelPayment, PaymentSubject
from tests.model_based.violation_rows import ModelDecision
from tests.model_based.violations import ViolationsModel


class OrdersModel(ViolationsModel):
    """Model of orders, and of what the gateways do with them."""

    def __init__(self) -> None:
        super().__init__()
        self.orders: list[ModelOrder] = []
        self.numbers = 0

    @action("motorists", "decided")
    def view_decision(self, who: int, fined: ModelDecision) -> None:
        self.attempt(lambda session: decisions.find(session, fined.id, by=self.person(session, who)))

    def may_view_decision(self, who: int, fined: ModelDecision) -> bool:
        return who in (fined.person, self.owner_then(fined.record))

    @action("motorists", "subjects", "providers", weight=8)
    def pay(self, who: int, subject: PaymentSubject, provider: str) -> None:
        def do(session: Session) -> PaymentOrder:
            by, way = self.person(session, who), PaymentProvider(provider)
            return payments.start(session, subject.id, way, by=by, lane=f"1:{1000 + who}", now=self.now)

        def then(row: PaymentOrder) -> None:
            order = ModelOrder(row.id, row.number, provider, who, costs)
            assert row.amount == order.amount
            self.orders.append(order)

        costs = [(fined, fined.fee(self.now)) for fined in subject.found if fined.state == "unpaid"]
        self.attempt(do, then)

    def may_pay(self, who: int, subject: PaymentSubject, provider: str) -> bool:
        unpaid = [fined for fined in subject.found if fined.state == "unpaid"]
        return (
            bool(unpaid)
            and subject.whose in (None, who)
            and all(self.may_view_decision(who, fined) for fined in subject.found)
            and not any(self.order_of(fined) for fined in unpaid)
        )

    @action("orders_and_answers", weight=6)
    def create(self, what: tuple[ModelOrder, str]) -> None:
        """Create the order at the gateway, whose response may be lost."""

        def do(session: Session) -> Any:
            row = self.row(session, order)
            before = row.state
            payments.take_order_result(session, row, code=code, refused=answer == "refused", now=self.now)
            return REFUSED if row.state is before else True

        def then(_: Any) -> None:
            order.state = "ordered" if answer == "code" else "closed"

        order, answer = what
        code = "weixin://pay" if answer == "code" else None
        if order.state == "created" and order.there == "absent" and answer in ("code", "made and silent"):
            order.there = "waiting"
        self.attempt(do, then)

    def may_create(self, what: tuple[ModelOrder, str]) -> bool:
        order, answer = what
        return (answer == "code" and order.state == "created") or (answer == "refused" and order.state in OPEN)

    @action("orders_there", "yes_no", weight=8)
    def pay_at_gateway(self, order: ModelOrder, twice: bool) -> None:
        """Pay at the gateway: in time, twice, late, or another amount. The desk does not know of it yet."""
        if self.may_pay_at_gateway(order, twice):
            self.numbers += 1
            order.came.append(ModelPayment(f"T{self.numbers}", self.now, order.amount + (self.numbers % 5 == 4)))
            order.there = "paid"
            self.tally[("pay_at_gateway", "granted")] += 1

    def may_pay_at_gateway(self, order: ModelOrder, twice: bool) -> bool:
        return len(order.came) == twice

    @action("orders_known", "yes_no")
    def run_timer(self, order: ModelOrder, is_over: bool) -> None:
        """Run a timer of an order: query or close it. It does nothing for a final order."""
        run = payments.expire if is_over else payments.poll
        self.attempt(lambda session: run(session, order.id, now=self.now) or REFUSED)

    def may_run_timer(self, order: ModelOrder, is_over: bool) -> bool:
        return order.state in OPEN

    @action("motorists", "orders_known")
    def view_order(self, who: int, order: ModelOrder) -> None:
        """View an order before changing the provider: it must be the payer's own, and open."""
        self.attempt(lambda session: payments.find_open(session, order.id, by=self.person(session, who)))

    def may_view_order(self, who: int, order: ModelOrder) -> bool:
        return order.payer == who and order.state in OPEN

    def order_of(self, fined: ModelDecision) -> ModelOrder | None:
        """Return the open order of a decision."""
        return next((each for each in self.orders if each.state in OPEN and fined in dict(each.costs)), None)

    def row(self, session: Session, order: ModelOrder) -> PaymentOrder:
        return session.get_one(PaymentOrder, order.id)

    def decided(self) -> list[ModelDecision]:
        return self.fined

    def subjects(self) -> list[PaymentSubject]:
        batches = {fined.batch: [each for each in self.fined if each.batch == fined.batch] for fined in self.fined}
        return [
            *(PaymentSubject(fined.id, [fined]) for fined in self.fined),
            *(PaymentSubject(batch, found) for batch, found in batches.items()),
            *(PaymentSubject(self.cast.people[who], self._of(who), who) for who in self.motorists()),
        ]

    def _of(self, who: int) -> list[ModelDecision]:
        return [fined for fined in self.fined if fined.person == who]

    def providers(self) -> list[str]:
        return [each.value for each in PaymentProvider]

    def orders_known(self) -> list[ModelOrder]:
        return self.orders

    def orders_there(self) -> list[ModelOrder]:
        return [order for order in self.orders if order.there != "absent"]

    def orders_and_answers(self) -> list[tuple[ModelOrder, str]]:
        """Return orders with possible responses; a gateway that has created an order does not refuse it."""
        new, made = ("code", "refused", "silence", "made and silent"), ("code", "silence")
        return [(order, answer) for order in self.orders for answer in (new if order.there == "absent" else made)]
