"""Cards about payments: the payment code, the state of a payment, the receipt."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot import money
from bot.card import Attachment, Button, Card, CardButton, LinkButton, Row, Whose, column
from bot.cards.navigation import go, sentence
from bot.cards.violations.decisions import DECISION, facts, payment_buttons
from bot.services.payments.payments import topic
from bot.texts import Texts
from storage.payments import payments
from storage.payments.payments import OPEN_ORDERS, OrderCloseReason, OrderState, PaymentOrder
from storage.violations.decisions import Decision, DecisionState

RECHECK = Button("recheck", UUID, whose=Whose.PAYMENT)
OTHER_PROVIDER = Button("pay-other", UUID, whose=Whose.PAYMENT)

checking = sentence("payment-checking")


def preparing(texts: Texts, order: PaymentOrder) -> Card:
    """The order is being created at the gateway."""
    return Card(texts("payment-preparing", **_facts(texts, order)))


def code(texts: Texts, order: PaymentOrder, attachment: Attachment | None) -> Card:
    """The payment code as a picture, and the link."""
    text = texts("payment-code", **_facts(texts, order), until=order.expires_at)
    rows: list[CardButton | LinkButton] = []
    if order.code.startswith("https://"):
        rows.append(LinkButton(texts.plain("payment-open"), order.code))
    else:
        text += "\n" + texts("payment-link", link=order.code)
    rows += _open_actions(texts, order)
    return Card(text, column(*rows), (attachment,) if attachment else (), about=topic(order))


def status(session: Session, texts: Texts, order: PaymentOrder, *, now: datetime) -> Card:
    """The state of an order, its decisions, and what can be done: what was closed unpaid can be paid again."""
    lines = [texts("payment-status", **_facts(texts, order))]
    lines += paid_for(session, texts, order)
    is_over = order.state is OrderState.ORDERED and now >= order.expires_at
    key = "payment-is-overdue" if is_over else f"payment-is-{order.state.value}"
    lines.append(texts(key, at=order.paid_at or order.closed_at or now, **_facts(texts, order)))
    found = decisions_of(session, order)
    choices = [DECISION.on(texts.plain("decision-button", number=each.number), each.id) for each in found]
    rows = column(*choices, go("violations", texts))
    if order.state in OPEN_ORDERS:
        return Card("\n".join(lines), (*column(*_open_actions(texts, order)), *rows), about=topic(order))
    if order.close_reason is None or all(each.state is not DecisionState.UNPAID for each in found):
        return Card("\n".join(lines), rows)
    lines.append(texts(_why_closed(order, order.close_reason)))
    return Card("\n".join(lines), (*_pay_again(texts, order, found), *rows))


def closed(session: Session, texts: Texts, order: PaymentOrder, *, now: datetime) -> Card:
    """The order was closed unpaid: why, and buttons to pay again. Without a payment code one sentence says it all."""
    if order.close_reason is not OrderCloseReason.NO_ANSWER:
        return status(session, texts, order, now=now)
    return _ended(session, texts, order, "payment-unanswered")


def not_bookable(session: Session, texts: Texts, order: PaymentOrder) -> Card:
    """The order was closed although something was paid: in another currency, or nothing. Buttons to pay again."""
    return _ended(session, texts, order, "payment-not-bookable")


def changing(texts: Texts, order: PaymentOrder) -> Card:
    """The order is being closed at the gateway, so that nothing is paid twice."""
    return Card(texts("payment-closing", **_facts(texts, order)))


def no_answer(texts: Texts, order: PaymentOrder) -> Card:
    """The gateway does not answer about an order whose payment code was shown."""
    text = texts("payment-no-answer", **_facts(texts, order), until=order.expires_at)
    return Card(text, column(*_open_actions(texts, order), go("violations", texts)), about=topic(order))


def receipt(texts: Texts, number: str, attachment: Attachment) -> Card:
    """The receipt of a paid decision, as a document."""
    return Card(texts("payment-receipt", number=number), attachments=(attachment,))


def decisions_of(session: Session, order: PaymentOrder) -> list[Decision]:
    """Return the decisions that the order pays."""
    return [session.get_one(Decision, line.decision_id) for line in payments.lines_of(session, order.id)]


def paid_for(session: Session, texts: Texts, order: PaymentOrder) -> list[str]:
    """Return a line for each decision of the order."""
    lines = []
    for line in payments.lines_of(session, order.id):
        decision = session.get_one(Decision, line.decision_id)
        about = facts(session, texts, decision)
        shown = {name: about[name] for name in ("number", "plate")}
        sums = {"fine": money.yuan(line.fine), "fee": money.yuan(line.late_fee)}
        lines.append(texts("payment-for", **shown, **sums, late="yes" if line.late_fee else "no"))
    return lines


def _why_closed(order: PaymentOrder, reason: OrderCloseReason) -> str:
    """Return the key of the reason; a provider may also close an order before its time is over."""
    if reason is OrderCloseReason.EXPIRED and order.closed_at is not None and order.closed_at < order.expires_at:
        return "payment-closed-early"
    return f"payment-closed-{reason.value.replace('_', '-')}"


def _pay_again(texts: Texts, order: PaymentOrder, found: list[Decision]) -> tuple[Row, ...]:
    """Return the buttons that pay the decisions of a closed order anew, together if they were made together."""
    batches = {decision.batch_id for decision in found}
    subject = batches.pop() if len(batches) == 1 else order.payer_id
    return payment_buttons(texts, found[0].id if len(found) == 1 else subject)


def _open_actions(texts: Texts, order: PaymentOrder) -> list[CardButton]:
    """Return the buttons of an open order; nobody can have paid before there is a payment code."""
    paid = [RECHECK.on(texts.plain("payment-recheck"), order.id)] if order.state is OrderState.ORDERED else []
    return [*paid, OTHER_PROVIDER.on(texts.plain("payment-other-way"), order.id)]


def _facts(texts: Texts, order: PaymentOrder) -> dict[str, object]:
    return {
        "number": order.number,
        "amount": money.yuan(order.amount),
        "provider": texts.plain(f"provider-{order.provider.value}"),
    }


def _ended(session: Session, texts: Texts, order: PaymentOrder, key: str) -> Card:
    again = _pay_again(texts, order, decisions_of(session, order))
    return Card(texts(key, **_facts(texts, order)), (*again, (go("violations", texts),)))
