"""A plain model of how we hear of money: notices of every kind, answers, and what is booked (RULES 6)."""

from dataclasses import replace
from functools import partial
from typing import Any

from sqlmodel import Session

from bot.adapters.payments.models import PaymentState
from bot.adapters.payments.webhook_events import WebhookEvent
from bot.services.payments import payments, settlement, webhook_events
from bot.services.payments.settlement import ReceivedPayment, SettlementOutcome
from storage.payments.payments import OrderCloseReason, PaymentProvider
from tests.model_based.model import REFUSED, Deed, deed
from tests.model_based.orders import Orders
from tests.model_based.payment_actions import OPEN, WRONG_WORDS, Money, Ordered
from tests.model_based.records import Fined


class News(Orders):
    """What the gateways tell us, and what we make of it."""

    def __init__(self) -> None:
        super().__init__()
        self.noticed: set[str] = set()
        self.heard: list[tuple[Ordered, Money]] = []
        self.booked: dict[str, Ordered] = {}

    @deed("came", "yes_no", often=6)
    def notice(self, what: tuple[Ordered, Money], again: bool) -> None:
        """The gateway's own word, perhaps told anew; before it, words with something wrong in them."""
        order, money = what
        told = WebhookEvent(
            provider=PaymentProvider(order.provider),
            notice_id=f"{money.number}-{again}",
            order_number=order.number,
            transaction_id=money.number,
            amount_fen=order.amount,
            currency="CNY",
            state=PaymentState.PAID,
            paid_at=money.at,
        )

        def take(session: Session, **wrong: Any) -> Any:
            return webhook_events.receive(session, replace(told, **wrong), now=self.now) or REFUSED

        def then(_: Any) -> None:
            self.noticed.add(told.notice_id)
            self.heard.append(what)

        for wrong in (
            *WRONG_WORDS,
            {"amount_fen": order.amount - 1},
            {"provider": PaymentProvider(_other(order.provider))},
        ):
            self.must_refuse(partial(take, **wrong))
        self.attempt(take, then)

    def may_notice(self, what: tuple[Ordered, Money], again: bool) -> bool:
        return f"{what[1].number}-{again}" not in self.noticed

    @deed("news", often=8)
    def hear(self, what: tuple[Ordered, Money]) -> None:
        """The turn of a notice that was stored; the second time it changes nothing."""
        self._settle(*what)

    def may_hear(self, what: tuple[Ordered, Money]) -> bool:
        return what[1].number not in self.booked

    @deed("paid_there", often=4)
    def ask(self, order: Ordered) -> None:
        """The gateway is asked, and says that it was paid; before, it spoke of something else."""
        for wrong in (
            {"amount": order.amount + 1},
            {"currency": "USD"},
            {"order_number": "X"},
            {"provider": PaymentProvider(_other(order.provider))},
        ):
            self.must_refuse(self._settling(order, order.came[0], wrong))
        self._settle(order, order.came[0])

    def may_ask(self, order: Ordered) -> bool:
        return order.came[0].number not in self.booked

    @deed("orders_known", "reasons", often=2)
    def close(self, order: Ordered, why: OrderCloseReason) -> None:
        """Closed at the gateway first, unless it was paid there a moment before; then in our books."""

        def do(session: Session) -> Any:
            return payments.close(session, self.row(session, order), why, now=self.now) or REFUSED

        def then(_: Any) -> None:
            order.state = "closed"

        if order.there != "paid":
            order.there = "closed"
            self.attempt(do, then)

    def may_close(self, order: Ordered, why: OrderCloseReason) -> bool:
        return order.state in OPEN and order.there != "paid"

    def _settle(self, order: Ordered, money: Money) -> None:
        self.attempt(self._settling(order, money, {}), lambda outcome: self.settled(order, money, outcome))

    def _settling(self, order: Ordered, money: Money, wrong: dict[str, Any]) -> Deed:
        provider = PaymentProvider(order.provider)
        received = replace(
            ReceivedPayment(provider, order.number, money.number, order.amount, "CNY", money.at), **wrong
        )

        def do(session: Session) -> Any:
            outcome = settlement.settle(session, order.id, received, now=self.now)
            return REFUSED if outcome in (SettlementOutcome.REPEATED, SettlementOutcome.MISMATCH) else outcome

        return do

    def settled(self, order: Ordered, money: Money, outcome: SettlementOutcome | None = None) -> None:
        """Remember that money was booked: it pays its order once, else it is to go back."""
        self.booked[money.number] = order
        assert outcome in (None, SettlementOutcome.SETTLED if order.state in OPEN else SettlementOutcome.EXTRA)
        if order.state not in OPEN:
            self.goes_back(order, money, order.amount, "double" if order.settled_by else "late", None)
            return
        order.state, order.settled_by = "paid", money
        for fined, fee in order.costs:
            assert fined.state == "unpaid"
            fined.state, fined.late_fee, fined.record.state = "paid", fee, "paid"

    def goes_back(self, order: Ordered, money: Money, amount: int, why: str, about: Fined | None) -> None:
        """Remember that a refund is proposed."""
        raise NotImplementedError

    def came(self) -> list[tuple[Ordered, Money]]:
        return [(order, money) for order in self.orders for money in order.came]

    def news(self) -> list[tuple[Ordered, Money]]:
        return self.heard

    def paid_there(self) -> list[Ordered]:
        return [order for order in self.orders if order.came]

    def reasons(self) -> list[OrderCloseReason]:
        return [OrderCloseReason.EXPIRED, OrderCloseReason.BY_PAYER, OrderCloseReason.NO_ANSWER]


def _other(provider: str) -> str:
    return "alipay" if provider == "wechat" else "wechat"
