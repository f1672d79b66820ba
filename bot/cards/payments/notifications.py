"""Notifications about payments and refunds to payers."""

from sqlmodel import Session

from bot import money
from bot.card import Card, column
from bot.cards.navigation import go
from bot.cards.notification import Reader, notification_about
from bot.cards.payments.payments import decisions_of, paid_for
from bot.cards.violations.decisions import DECISION
from bot.services.payments import refunds
from bot.texts import Texts
from storage.payments.payments import OrderState, PaymentOrder
from storage.payments.refunds import Refund


@notification_about("payment.paid", PaymentOrder)
def paid(session: Session, order: PaymentOrder, reader: Reader) -> Card | None:
    """To the payer: the payment has arrived."""
    texts = reader.texts
    if order.state not in (OrderState.PAID, OrderState.REFUNDING, OrderState.REFUNDED):
        return None
    text = texts("payment-paid", number=order.number, amount=money.yuan(order.amount), at=order.paid_at)
    lines = [text, *paid_for(session, texts, order)]
    buttons = [
        DECISION.on(texts.plain("payment-to-receipt", number=decision.number), decision.id)
        for decision in decisions_of(session, order)
    ]
    return Card("\n".join(lines), column(*buttons, go("violations", texts)))


@notification_about("refund.coming", Refund)
def refund_coming(session: Session, refund: Refund, reader: Reader) -> Card | None:
    """To the payer: a refund is coming, and why."""
    return _about_refund(session, refund, reader.texts, "refund-coming")


@notification_about("refund.done", Refund)
def refund_done(session: Session, refund: Refund, reader: Reader) -> Card | None:
    """To the payer: the refund is done."""
    return _about_refund(session, refund, reader.texts, "refund-done")


def _about_refund(session: Session, refund: Refund, texts: Texts, key: str) -> Card:
    text = texts(
        key,
        number=refund.gateway_number,
        order=refunds.order_of(session, refund).number,
        amount=money.yuan(refund.amount),
        why=texts.plain(f"refund-reason-{refund.reason.value}"),
    )
    return Card(text, ((go("violations", texts),),))
