"""Notifications about payments and refunds to payers."""

from sqlmodel import Session

from bot import money
from bot.card import Card, column
from bot.cards.navigation import go
from bot.cards.notification import Reader, notification_about
from bot.cards.payments.payments import decisions_of, paid_for
from bot.cards.payments.refunds import reason_key
from bot.cards.violations.decisions import DECISION
from bot.services.payments import refund_amounts, refund_withdrawals, refunds, refunds_elsewhere
from bot.texts import Texts
from storage.payments.payments import OrderState, PaymentOrder
from storage.payments.refunds import Refund, RefundReason


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
    """To the payer: a refund is coming, and why. After a wrong amount the fines are still to be paid.

    What has gone back without the desk, by the bill that has the payment, is not coming: they are told once it is
    closed.
    """
    order = refunds.order_of(session, refund)
    if order is None or refund.reason is not RefundReason.WRONG_AMOUNT:
        is_gone = refund.state in refunds.OPEN_STATES and not refund_amounts.left(session, refund)
        return None if is_gone else _about_refund(session, refund, reader.texts, "refund-coming")
    card = _about_refund(session, refund, reader.texts, "refund-coming-wrong-amount", due=money.yuan(order.amount))
    buttons = [
        DECISION.on(reader.texts.plain("decision-button", number=decision.number), decision.id)
        for decision in decisions_of(session, order)
    ]
    return Card(card.text, (*column(*buttons), *card.rows))


@notification_about("refund.done", Refund)
def refund_done(session: Session, refund: Refund, reader: Reader) -> Card | None:
    """To the payer: the refund is done."""
    if refund.elsewhere is not None:
        return _about_refund(session, refund, reader.texts, "refund-done-elsewhere", reference=refund.reference or "—")
    return _about_refund(session, refund, reader.texts, "refund-done")


@notification_about(refunds_elsewhere.NOT_ON_BILL, Refund)
def refund_not_on_bill(session: Session, refund: Refund, reader: Reader) -> Card | None:
    """To the payer: what they were told was paid back is on no bill, and is seen to again."""
    return _about_refund(session, refund, reader.texts, "refund-not-on-bill", reference=refund.reference or "—")


@notification_about(refund_withdrawals.WITHDRAWN, Refund)
def refund_withdrawn(session: Session, refund: Refund, reader: Reader) -> Card | None:
    """To the payer: what was reported as paid never came, so nothing goes back."""
    return _about_refund(session, refund, reader.texts, "refund-withdrawn")


@notification_about(refund_withdrawals.CAME, Refund)
def refund_came(session: Session, refund: Refund, reader: Reader) -> Card | None:
    """To the payer: the payment has come after all, and goes back."""
    return _about_refund(session, refund, reader.texts, "refund-came")


def _about_refund(session: Session, refund: Refund, texts: Texts, key: str, **values: object) -> Card:
    text = texts(
        key,
        number=refund.gateway_number,
        order=refunds.transaction_of(session, refund).order_number,
        amount=money.yuan(refund.amount),
        why=texts.plain(reason_key(refund)),
        **values,
    )
    return Card(text, ((go("violations", texts),),))
