"""Notifications about payments and refunds to payers."""

from uuid import UUID

from sqlmodel import Session

from bot import money
from bot.card import Card, column
from bot.cards.navigation import go
from bot.cards.notification import Notification, Reader
from bot.cards.payments.payments import paid_for
from bot.cards.violations.decisions import DECISION
from bot.services.payments import refunds
from storage.payments import payments
from storage.payments.payments import OrderState, PaymentOrder
from storage.payments.refunds import Refund
from storage.violations.decisions import Decision


def paid(session: Session, subject: UUID, reader: Reader) -> Card | None:
    """To the payer: the payment has arrived."""
    order, texts = session.get(PaymentOrder, subject), reader.texts
    if order is None or order.state not in (OrderState.PAID, OrderState.REFUNDING, OrderState.REFUNDED):
        return None
    text = texts("payment-paid", number=order.number, amount=money.yuan(order.amount), at=order.paid_at)
    lines = [text, *paid_for(session, texts, order)]
    presses = [
        DECISION.on(texts.plain("payment-to-receipt", number=decision.number), decision.id)
        for entry in payments.lines_of(session, order.id)
        if (decision := session.get(Decision, entry.decision_id)) is not None
    ]
    return Card("\n".join(lines), column(*presses, go("violations", texts)))


def refund_coming(session: Session, subject: UUID, reader: Reader) -> Card | None:
    """To the payer: a refund is coming, and why."""
    return _about_refund(session, subject, reader, "refund-coming")


def refund_done(session: Session, subject: UUID, reader: Reader) -> Card | None:
    """To the payer: the refund is done."""
    return _about_refund(session, subject, reader, "refund-done")


NOTIFICATIONS: dict[str, Notification] = {
    "payment.paid": paid,
    "refund.coming": refund_coming,
    "refund.done": refund_done,
}


def _about_refund(session: Session, subject: UUID, reader: Reader, key: str) -> Card | None:
    refund, texts = session.get(Refund, subject), reader.texts
    if refund is None:
        return None
    order = refunds.order_of(session, refund)
    text = texts(
        key,
        number=refund.gateway_number,
        order=order.number,
        amount=money.yuan(refund.amount),
        why=texts.plain(f"refund-reason-{refund.reason.value}"),
    )
    return Card(text, ((go("violations", texts),),))
