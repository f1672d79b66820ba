"""A plain model of payments: orders, the gateways' own books, and what is paid there (RULES 6)."""

from typing import Any

from sqlmodel import Session

from bot.services.payments import payments
from bot.services.violations import decisions
from storage.payments.payments import PaymentOrder, PaymentProvider
from tests.model_based.debts import Debts
from tests.model_based.model import REFUSED, deed
from tests.model_based.payment_actions import OPEN, Money, Ordered, Subject
from tests.model_based.records import Fined


class Orders(Debts):
    """Orders, and what the gateways do with them."""

    def __init__(self) -> None:
        super().__init__()
        self.orders: list[Ordered] = []
        self.numbers = 0

    @deed("motorists", "decided")
    def look_at_decision(self, who: int, fined: Fined) -> None:
        self.attempt(lambda session: decisions.find(session, fined.id, by=self.person(session, who)))

    def may_look_at_decision(self, who: int, fined: Fined) -> bool:
        return who in (fined.person, self.owner_of[fined.record.car])

    @deed("motorists", "subjects", "providers", often=8)
    def pay(self, who: int, subject: Subject, provider: str) -> None:
        def do(session: Session) -> PaymentOrder:
            by, way = self.person(session, who), PaymentProvider(provider)
            return payments.start(session, subject.id, way, by=by, lane=f"1:{1000 + who}", now=self.now)

        def then(row: PaymentOrder) -> None:
            order = Ordered(row.id, row.number, provider, who, costs)
            assert row.amount == order.amount
            self.orders.append(order)

        costs = [(fined, fined.fee(self.now)) for fined in subject.found if fined.state == "unpaid"]
        self.attempt(do, then)

    def may_pay(self, who: int, subject: Subject, provider: str) -> bool:
        unpaid = [fined for fined in subject.found if fined.state == "unpaid"]
        return (
            bool(unpaid)
            and subject.whose in (None, who)
            and all(self.may_look_at_decision(who, fined) for fined in subject.found)
            and not any(self.order_of(fined) for fined in unpaid)
        )

    @deed("orders_and_answers", often=6)
    def create(self, what: tuple[Ordered, str]) -> None:
        """The gateway is asked to make the order; it may do so and nobody hears of it."""

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

    def may_create(self, what: tuple[Ordered, str]) -> bool:
        order, answer = what
        return (answer == "code" and order.state == "created") or (answer == "refused" and order.state in OPEN)

    @deed("orders_there", "yes_no", often=8)
    def wallet(self, order: Ordered, twice: bool) -> None:
        """Somebody pays: in time, once more, or after the end. Only the gateway knows of it."""
        if self.may_wallet(order, twice):
            self.numbers += 1
            order.came.append(Money(f"T{self.numbers}", self.now))
            order.there = "paid"
            self.tally[("wallet", "granted")] += 1

    def may_wallet(self, order: Ordered, twice: bool) -> bool:
        return len(order.came) == twice

    @deed("orders_known", "yes_no")
    def watch(self, order: Ordered, is_over: bool) -> None:
        """The timers of an order: ask, or have it closed. One that is final is left alone."""
        look = payments.expire if is_over else payments.poll
        self.attempt(lambda session: look(session, order.id, now=self.now) or REFUSED)

    def may_watch(self, order: Ordered, is_over: bool) -> bool:
        return order.state in OPEN

    @deed("motorists", "orders_known")
    def look_at_order(self, who: int, order: Ordered) -> None:
        """Before another way of paying is taken the order must be his, and open."""
        self.attempt(lambda session: payments.find_open(session, order.id, by=self.person(session, who)))

    def may_look_at_order(self, who: int, order: Ordered) -> bool:
        return order.payer == who and order.state in OPEN

    def order_of(self, fined: Fined) -> Ordered | None:
        """The open order by which a decision is being paid."""
        return next((each for each in self.orders if each.state in OPEN and fined in dict(each.costs)), None)

    def row(self, session: Session, order: Ordered) -> PaymentOrder:
        return session.get_one(PaymentOrder, order.id)

    def decided(self) -> list[Fined]:
        return self.fined

    def subjects(self) -> list[Subject]:
        batches = {fined.batch: [each for each in self.fined if each.batch == fined.batch] for fined in self.fined}
        return [
            *(Subject(fined.id, [fined]) for fined in self.fined),
            *(Subject(batch, found) for batch, found in batches.items()),
            *(Subject(self.cast.people[who], self._of(who), who) for who in self.motorists()),
        ]

    def _of(self, who: int) -> list[Fined]:
        return [fined for fined in self.fined if fined.person == who]

    def providers(self) -> list[str]:
        return [each.value for each in PaymentProvider]

    def orders_known(self) -> list[Ordered]:
        return self.orders

    def orders_there(self) -> list[Ordered]:
        return [order for order in self.orders if order.there != "absent"]

    def orders_and_answers(self) -> list[tuple[Ordered, str]]:
        """What a gateway may answer; one that has made an order does not refuse it."""
        new, made = ("code", "refused", "silence", "made and silent"), ("code", "silence")
        return [(order, answer) for order in self.orders for answer in (new if order.there == "absent" else made)]
