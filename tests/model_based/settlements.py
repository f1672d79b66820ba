"""Model of settlements: webhook events and gateway queries, and the payments that are booked for them."""

from dataclasses import replace
from functools import partial
from typing import Any

from sqlmodel import Session

from bot.adapters.payments.models import PaymentState
from bot.adapters.payments.webhook_events import WebhookEvent
from bot.services.payments import payments, settlement, webhook_events
from bot.services.payments.settlement import ReceivedPayment, SettlementOutcome
from storage.payments.payments import OrderCloseReason, PaymentProvider
from tests.model_based.model import REFUSED, Operation, action
from tests.model_based.orders import OrdersModel
from tests.model_based.payment_rows import OPEN, WRONG_CONTENT, ModelOrder, ModelPayment
from tests.model_based.violation_rows import ModelDecision


class SettlementsModel(OrdersModel):
    """Model of webhook events, queries and booked payments."""

    def __init__(self) -> None:
        super().__init__()
        self.noticed: set[str] = set()
        self.heard: list[tuple[ModelOrder, ModelPayment]] = []
        self.booked: dict[str, ModelOrder] = {}

    @action("received_payments", "yes_no", weight=6)
    def receive_event(self, what: tuple[ModelOrder, ModelPayment], again: bool) -> None:
        """Receive a payment's webhook event, perhaps a second one; before it, events with wrong content."""
        order, money = what
        event = WebhookEvent(
            provider=PaymentProvider(order.provider),
            event_id=f"{money.number}-{again}",
            order_number=order.number,
            transaction_id=money.number,
            amount_fen=money.amount,
            currency="CNY",
            state=PaymentState.PAID,
            paid_at=money.at,
        )

        def take(session: Session, **wrong: Any) -> Any:
            return webhook_events.receive(session, replace(event, **wrong), now=self.now) or REFUSED

        def then(_: Any) -> None:
            self.noticed.add(event.event_id)
            self.heard.append(what)

        for wrong in WRONG_CONTENT:
            self.must_refuse(partial(take, **wrong))
        self.attempt(take, then)

    def may_receive_event(self, what: tuple[ModelOrder, ModelPayment], again: bool) -> bool:
        return f"{what[1].number}-{again}" not in self.noticed

    @action("stored_events", weight=8)
    def handle_event(self, what: tuple[ModelOrder, ModelPayment]) -> None:
        """Handle a stored webhook event; the second time it changes nothing."""
        self._settle(*what)

    def may_handle_event(self, what: tuple[ModelOrder, ModelPayment]) -> bool:
        return what[1].number not in self.booked

    @action("paid_there", weight=4)
    def query_gateway(self, order: ModelOrder) -> None:
        """Query the gateway, which reports the payment."""
        self._settle(order, order.came[0])

    def may_query_gateway(self, order: ModelOrder) -> bool:
        return order.came[0].number not in self.booked

    @action("orders_known", "reasons", weight=2)
    def close(self, order: ModelOrder, why: OrderCloseReason) -> None:
        """Close an order at the gateway, unless it is paid there, and then in the database."""

        def do(session: Session) -> Any:
            return payments.close(session, self.row(session, order), why, now=self.now) or REFUSED

        def then(_: Any) -> None:
            order.state = "closed"

        if order.there != "paid":
            order.there = "closed"
            self.attempt(do, then)

    def may_close(self, order: ModelOrder, why: OrderCloseReason) -> bool:
        return order.state in OPEN and order.there != "paid"

    def _settle(self, order: ModelOrder, money: ModelPayment) -> None:
        self.attempt(self._settling(order, money), lambda outcome: self.settled(order, money, outcome))

    def _settling(self, order: ModelOrder, money: ModelPayment) -> Operation:
        provider = PaymentProvider(order.provider)
        received = ReceivedPayment(provider, order.number, money.number, money.amount, "CNY", money.at)

        def do(session: Session) -> Any:
            outcome = settlement.settle(session, order.id, received, now=self.now)
            return REFUSED if outcome is SettlementOutcome.REPEATED else outcome

        return do

    def settled(self, order: ModelOrder, money: ModelPayment, outcome: SettlementOutcome | None = None) -> None:
        """Record a booked payment: it settles its order, or else is refunded; a wrong amount closes its order."""
        self.booked[money.number] = order
        fits = order.state in OPEN and money.amount == order.amount
        assert outcome in (None, SettlementOutcome.SETTLED if fits else SettlementOutcome.UNMATCHED)
        if not fits:
            late = "double" if order.settled_by else "late"
            self.propose_refund(order, money, money.amount, "wrong_amount" if order.state in OPEN else late, None)
            order.state = "closed" if order.state in OPEN else order.state
            return
        order.state, order.settled_by = "paid", money
        for fined, fee in order.costs:
            assert fined.state == "unpaid"
            fined.state, fined.late_fee, fined.record.state = "paid", fee, "paid"

    def propose_refund(
        self, order: ModelOrder, money: ModelPayment, amount: int, why: str, about: ModelDecision | None
    ) -> None:
        """Record a proposed refund in the model that has refunds."""
        raise NotImplementedError

    def received_payments(self) -> list[tuple[ModelOrder, ModelPayment]]:
        return [(order, money) for order in self.orders for money in order.came]

    def stored_events(self) -> list[tuple[ModelOrder, ModelPayment]]:
        return self.heard

    def paid_there(self) -> list[ModelOrder]:
        return [order for order in self.orders if order.came]

    def reasons(self) -> list[OrderCloseReason]:
        return [OrderCloseReason.EXPIRED, OrderCloseReason.BY_PAYER, OrderCloseReason.NO_ANSWER]
