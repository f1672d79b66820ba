"""A plain model of how we hear of money: notices of every kind, answers, and what is booked (RULES 6)."""

from dataclasses import replace
from typing import Any

from sqlmodel import Session

from bot.adapters.payments import Notice, PaymentState, Provider
from bot.services import payment_notices, payments, settlement
from bot.services.settlement import Outcome, Received
from storage.payments import CloseReason, PaymentProvider
from tests.models.model import REFUSED, deed
from tests.models.orders import Orders
from tests.models.records import Fined
from tests.models.trades import OPEN, TWISTS, Money, Ordered


class News(Orders):
    """What the gateways tell us, and what we make of it."""

    def __init__(self) -> None:
        super().__init__()
        self.noticed: set[str] = set()
        self.heard: list[tuple[Ordered, Money]] = []
        self.booked: dict[str, Ordered] = {}

    @deed("came", "twists", "yes_no", often=6)
    def notice(self, what: tuple[Ordered, Money], twist: str, again: bool) -> None:
        """The gateway's own word, perhaps for another order, told anew or with something wrong."""
        order, money = what
        told = Notice(
            provider=Provider(order.provider),
            notice_id=self._notice_id(money, again),
            order_number=order.number,
            transaction_id=money.number,
            amount_fen=order.amount,
            currency="CNY",
            state=PaymentState.PAID,
            paid_at=money.at,
        )
        if twist == "provider":
            told = replace(told, provider=Provider(_other(order.provider)))
        changes = {**TWISTS.get(twist, {}), **({"amount_fen": order.amount - 1} if twist == "amount" else {})}

        def do(session: Session) -> Any:
            return payment_notices.take(session, replace(told, **changes), now=self.now) or REFUSED

        def then(_: Any) -> None:
            self.noticed.add(told.notice_id)
            self.heard.append(what)

        self.attempt(do, then)

    def may_notice(self, what: tuple[Ordered, Money], twist: str, again: bool) -> bool:
        return twist == "right" and self._notice_id(what[1], again) not in self.noticed

    @deed("news", often=8)
    def hear(self, what: tuple[Ordered, Money]) -> None:
        """The turn of a notice that was stored; the second time it changes nothing."""
        self._settle(*what, {})

    def may_hear(self, what: tuple[Ordered, Money]) -> bool:
        return what[1].number not in self.booked

    @deed("paid_there", "wrong_answers", often=4)
    def ask(self, order: Ordered, twist: str) -> None:
        """The gateway is asked, and says that it was paid; perhaps for something else."""
        wrong: dict[str, dict[str, Any]] = {
            "amount": {"amount": order.amount + 1},
            "currency": {"currency": "USD"},
            "order": {"order_number": "X"},
        }
        wrong["provider"] = {"provider": PaymentProvider(_other(order.provider))}
        self._settle(order, order.came[0], wrong.get(twist, {}))

    def may_ask(self, order: Ordered, twist: str) -> bool:
        return twist == "right" and order.came[0].number not in self.booked

    @deed("orders_known", "reasons", often=2)
    def close(self, order: Ordered, why: CloseReason) -> None:
        """Closed at the gateway first, unless it was paid there a moment before; then in our books."""

        def do(session: Session) -> Any:
            return payments.close(session, self.row(session, order), why, now=self.now) or REFUSED

        def then(_: Any) -> None:
            order.state = "closed"

        if order.there != "paid":
            order.there = "closed"
            self.attempt(do, then)

    def may_close(self, order: Ordered, why: CloseReason) -> bool:
        return order.state in OPEN and order.there != "paid"

    def _settle(self, order: Ordered, money: Money, wrong: dict[str, Any]) -> None:
        provider = PaymentProvider(order.provider)
        received = Received(provider, order.number, money.number, order.amount, "CNY", money.at)

        def do(session: Session) -> Any:
            outcome = settlement.settle(session, order.id, replace(received, **wrong), now=self.now)
            return REFUSED if outcome in (Outcome.REPEATED, Outcome.MISMATCH) else outcome

        self.attempt(do, lambda outcome: self.settled(order, money, outcome))

    def settled(self, order: Ordered, money: Money, outcome: Outcome | None = None) -> None:
        """Remember that money was booked: it pays its order once, else it is to go back."""
        self.booked[money.number] = order
        assert outcome in (None, Outcome.SETTLED if order.state in OPEN else Outcome.EXTRA)
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

    def _notice_id(self, money: Money, again: bool) -> str:
        return f"{money.number}-{again}"

    def came(self) -> list[tuple[Ordered, Money]]:
        return [(order, money) for order in self.orders for money in order.came]

    def news(self) -> list[tuple[Ordered, Money]]:
        return self.heard

    def paid_there(self) -> list[Ordered]:
        return [order for order in self.orders if order.came]

    def twists(self) -> list[str]:
        return [*TWISTS, "provider"]

    def wrong_answers(self) -> list[str]:
        return ["right", "amount", "currency", "order", "provider"]

    def reasons(self) -> list[CloseReason]:
        return [CloseReason.EXPIRED, CloseReason.BY_PAYER, CloseReason.NO_ANSWER]


def _other(provider: str) -> str:
    return "alipay" if provider == "wechat" else "wechat"
