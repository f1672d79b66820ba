"""The news of violations and money: made when it leaves, of what is true then."""

from uuid import UUID

from sqlmodel import Session

from bot import money
from bot.card import Card, Link, Press, column
from bot.cards.navigation import go
from bot.cards.notification import Notification, Reader
from bot.cards.payments.payments import paid_for
from bot.cards.violations import decisions as decision_cards
from bot.cards.violations.decisions import DECISION, facts
from bot.cards.violations.violations import NOTIFICATION_SETTINGS, SHOW, fine, line
from bot.services.payments import refunds
from bot.services.values import plates
from bot.services.violations import amounts_due, violations
from storage import objections
from storage.objections import ObjectionState
from storage.payments import payments
from storage.payments import refunds as refund_store
from storage.payments.payments import OrderState
from storage.violations import decisions, notifications
from storage.violations import violations as records
from storage.violations.decisions import DecisionState
from storage.violations.notifications import NotificationKind
from storage.violations.violations import Violation, ViolationState

MOST_LINES = 10


def recorded(session: Session, subject: UUID, reader: Reader) -> Card | None:
    """To the owner and to who has filed the car: new records that nobody has handled."""
    texts = reader.texts
    if reader.person_id is None or NotificationKind.VIOLATION in notifications.muted(session, reader.person_id):
        return None
    found = _unhandled(session, subject)
    if not found:
        return None
    lines = [texts("violation-news", count=len(found))]
    for violation in found[:MOST_LINES]:
        plate = plates.display(violations.plate_of(session, violation))
        lines.append(f"{plate} · {line(texts, violation)}")
    shown = found[: 1 if reader.by_sms else MOST_LINES]
    presses: list[Press | Link] = [
        SHOW.on(texts.plain("violation-news-button", at=each.occurred_at, fine=fine(texts, each.fine)), each.id)
        for each in shown
    ]
    return Card("\n".join(lines), column(*presses, NOTIFICATION_SETTINGS.on(texts.plain("violations-news"), "")))


def due(session: Session, subject: UUID, reader: Reader) -> Card | None:
    """To who was fined: the last day without a fee comes near."""
    decision, texts = decisions.get(session, subject), reader.texts
    if decision is None or decision.state is not DecisionState.UNPAID:
        return None
    about = facts(session, texts, decision)
    shown = {name: about[name] for name in ("number", "plate", "fine", "percent")}
    text = texts("decision-due", **shown, until=amounts_due.pay_by(decision))
    return Card(text, decision_cards.payment_buttons(texts, decision.id))


def paid(session: Session, subject: UUID, reader: Reader) -> Card | None:
    """To the payer: it is paid."""
    order, texts = payments.get(session, subject), reader.texts
    if order is None or order.state not in (OrderState.PAID, OrderState.REFUNDING, OrderState.REFUNDED):
        return None
    text = texts("payment-paid", number=order.number, amount=money.yuan(order.amount), at=order.paid_at)
    lines = [text, *paid_for(session, texts, order)]
    presses = [
        DECISION.on(texts.plain("payment-to-receipt", number=decision.number), decision.id)
        for entry in payments.lines_of(session, order.id)
        if (decision := decisions.get(session, entry.decision_id)) is not None
    ]
    return Card("\n".join(lines), column(*presses, go("violations", texts)))


def paid_for_you(session: Session, subject: UUID, reader: Reader) -> Card | None:
    """To who was fined: somebody else has paid."""
    decision, texts = decisions.get(session, subject), reader.texts
    if decision is None or decision.state is not DecisionState.PAID:
        return None
    about = facts(session, texts, decision)
    text = texts("decision-paid-for-you", **{name: about[name] for name in ("number", "plate", "fine")})
    return Card(text, ((DECISION.on(texts.plain("decision-button", number=decision.number), decision.id),),))


def refund_coming(session: Session, subject: UUID, reader: Reader) -> Card | None:
    """To the payer: money goes back, and why."""
    return _about_refund(session, subject, reader, "refund-coming")


def refund_done(session: Session, subject: UUID, reader: Reader) -> Card | None:
    """To the payer: the money has gone back."""
    return _about_refund(session, subject, reader, "refund-done")


def answered(session: Session, subject: UUID, reader: Reader) -> Card | None:
    """To who objected: the answer."""
    objection, texts = objections.get(session, subject), reader.texts
    if objection is None or objection.state not in (ObjectionState.UPHELD, ObjectionState.REJECTED):
        return None
    text = texts(f"objection-{objection.state.value}-notice", number=str(objection.number), answer=objection.answer)
    return Card(text, ((SHOW.on(texts.plain("objection-to-violation"), objection.violation_id),),))


NOTIFICATIONS: dict[str, Notification] = {
    "violation.recorded": recorded,
    "decision.due": due,
    "decision.paid": paid_for_you,
    "payment.paid": paid,
    "refund.coming": refund_coming,
    "refund.done": refund_done,
    "objection.answered": answered,
}


def _unhandled(session: Session, batch: UUID) -> list[Violation]:
    found = [records.get(session, violation_id) for violation_id in notifications.of_batch(session, batch)]
    open_ones = [each for each in found if each is not None and each.state is ViolationState.UNHANDLED]
    return sorted(open_ones, key=lambda each: (each.occurred_at, each.number))


def _about_refund(session: Session, subject: UUID, reader: Reader, key: str) -> Card | None:
    refund, texts = refund_store.get(session, subject), reader.texts
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
