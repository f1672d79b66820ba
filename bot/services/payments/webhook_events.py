"""Webhook events of payment providers: an authentic report of a payment is stored once, and booked whatever it says.

Receiving is idempotent: providers repeat an event until it is confirmed, always with the same id. Provider and id are
the idempotency key, here and in the inbox. A payment that fits no order of ours has no payer's lane: it is booked as
unmatched at once.
"""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlmodel import Session

from bot.adapters.payments.models import PaymentState
from bot.adapters.payments.webhook_events import MismatchedWebhook, RejectionReason, WebhookEvent
from bot.services.payments import settlement
from bot.services.payments.settlement import ReceivedPayment
from bot.stored_json import to_json
from bot.task_definition import ResultDefinition
from storage.engine import inbox
from storage.engine.inbox import EventSource, NewEvent
from storage.payments import payments, refunds, webhook_events
from storage.payments.payments import PaymentOrder
from storage.payments.webhook_events import PaymentWebhookEvent


@dataclass(frozen=True)
class ReceivedForOrder(ReceivedPayment):
    """A received payment with the id of its order."""

    order: UUID


# The event that brings a received payment to its payer's lane.
RECEIVED = ResultDefinition[ReceivedForOrder]("payment.notice", ReceivedForOrder)


def receive(session: Session, event: WebhookEvent, *, now: datetime) -> bool:
    """Store an authentic report of a payment once. Returns False for a repeated one.

    A payment for an order of ours, of whatever amount, goes into the payer's lane; any other is booked as unmatched.
    Raises MismatchedWebhook, with nothing stored, if the event reports no payment.
    """
    order = payments.of_provider(session, event.provider, event.order_number)
    if order is not None and _is_of_our_refund(session, order, event):
        return False
    if event.state is not PaymentState.PAID:
        raise MismatchedWebhook(RejectionReason.WRONG_STATE)
    received = ReceivedPayment(
        provider=event.provider,
        order_number=event.order_number,
        transaction_id=event.transaction_id,
        amount=event.amount_fen,
        currency=event.currency,
        paid_at=event.paid_at or now,
    )
    if order is None:
        return settlement.settle(session, None, received, now=now) is not settlement.SettlementOutcome.REPEATED
    return _put(session, order, event, ReceivedForOrder(**asdict(received), order=order.id), now=now)


def _put(
    session: Session, order: PaymentOrder, event: WebhookEvent, received: ReceivedForOrder, *, now: datetime
) -> bool:
    """Store the event, and put the payment into the payer's lane. Returns False for a repeated one."""
    row = PaymentWebhookEvent(
        provider=order.provider,
        notice_id=event.event_id,
        order_id=order.id,
        transaction_id=event.transaction_id,
        amount=event.amount_fen,
        paid_at=received.paid_at,
        received_at=now,
    )
    if not webhook_events.put(session, row):
        return False
    content = {"task": RECEIVED.name, "reference": uuid4().hex, "result": to_json(received)}
    key = f"{order.provider.value}:{event.event_id}"
    inbox.put(session, [NewEvent(EventSource.WEBHOOK, key, order.lane, content)], at=now)
    return True


def _is_of_our_refund(session: Session, order: PaymentOrder, event: WebhookEvent) -> bool:
    """Return whether the event only reports our own refund of a booked transaction."""
    if event.state is not PaymentState.REFUNDED:
        return False
    booked = payments.transaction_by_provider_id(session, order.provider, event.transaction_id)
    return booked is not None and bool(refunds.of_transaction(session, booked.id))
