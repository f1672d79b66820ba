"""Webhook events of payment providers: an authentic event is matched with its order and stored once in the inbox."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlmodel import Session

from bot.adapters.payments.models import PaymentState
from bot.adapters.payments.webhook_events import MismatchedWebhook, RejectionReason, WebhookEvent, require_match
from bot.services.payments.settlement import ReceivedPayment
from bot.task_definition import ResultDefinition
from storage.engine import inbox
from storage.engine.inbox import EventSource, NewEvent
from storage.payments import payments, refunds, webhook_events
from storage.payments.payments import PaymentOrder
from storage.payments.webhook_events import PaymentWebhookEvent

# The event that brings a webhook event to its payer's lane.
RECEIVED = ResultDefinition[dict[str, Any]]("payment.notice", dict[str, Any])


def receive(session: Session, notice: WebhookEvent, *, now: datetime) -> bool:
    """Store a notice and its event, once. True if it was new. Raises MismatchedNotice; nothing is stored then."""
    order = payments.by_number(session, notice.order_number)
    if order is None or order.provider is not notice.provider:
        raise MismatchedWebhook(RejectionReason.WRONG_ORDER)
    if _tells_of_our_refund(session, order, notice):
        return False
    require_match(notice, order_number=order.number, amount_fen=order.amount)
    paid_at = notice.paid_at or now
    row = PaymentWebhookEvent(
        provider=order.provider,
        notice_id=notice.notice_id,
        order_id=order.id,
        transaction_id=notice.transaction_id,
        amount=notice.amount_fen,
        paid_at=paid_at,
        received_at=now,
    )
    received = ReceivedPayment(
        order.provider, order.number, notice.transaction_id, notice.amount_fen, notice.currency, paid_at
    )
    if not webhook_events.put(session, row):
        return False
    content = {"task": RECEIVED.name, "reference": uuid4().hex, "result": {"order": order.id.hex, **received.to_dict()}}
    key = f"{order.provider.value}:{notice.notice_id}"
    inbox.put(session, [NewEvent(EventSource.NOTICE, key, order.lane, content)], at=now)
    return True


def _tells_of_our_refund(session: Session, order: PaymentOrder, notice: WebhookEvent) -> bool:
    """Say whether it only tells what we did ourselves: money of a booked transaction that we have sent back."""
    if notice.state is not PaymentState.REFUNDED:
        return False
    booked = payments.transaction_by_provider_id(session, order.provider, notice.transaction_id)
    return booked is not None and bool(refunds.of_transaction(session, booked.id))
