"""Webhook events of payment providers: an authentic event is matched with its order and stored once in the inbox.

Receiving is idempotent: providers repeat an event until it is confirmed, always with the same id. Provider and id are
the idempotency key, here and in the inbox.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlmodel import Session

from bot.adapters.payments.models import PaymentState
from bot.adapters.payments.webhook_events import MismatchedWebhook, RejectionReason, WebhookEvent, require_match
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
    """Store an authentic webhook event once, and put the payment into the inbox. Returns False for a repeated event.

    Raises MismatchedWebhook, with nothing stored, if the event does not match its order.
    """
    order = payments.by_number(session, event.order_number)
    if order is None or order.provider is not event.provider:
        raise MismatchedWebhook(RejectionReason.WRONG_ORDER)
    if _is_of_our_refund(session, order, event):
        return False
    require_match(event, order_number=order.number, amount_fen=order.amount)
    paid_at = event.paid_at or now
    row = PaymentWebhookEvent(
        provider=order.provider,
        notice_id=event.event_id,
        order_id=order.id,
        transaction_id=event.transaction_id,
        amount=event.amount_fen,
        paid_at=paid_at,
        received_at=now,
    )
    if not webhook_events.put(session, row):
        return False
    received = ReceivedForOrder(
        provider=order.provider,
        order_number=order.number,
        transaction_id=event.transaction_id,
        amount=event.amount_fen,
        currency=event.currency,
        paid_at=paid_at,
        order=order.id,
    )
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
