"""Paying: the way chosen, the code to scan, and whatever the gateway says afterwards.

tap WeChat, Alipay ─► the gateway is asked ─► code and link ── scanned and paid ──► paid, receipt
                                                │── tap Recheck ──► where it stands
                                                └── tap Other way, time over ──► closed, pay anew

A notice, an answer to our question and the end of the time come by themselves, wherever the person is.
"""

from collections.abc import Iterator
from uuid import UUID

from bot.card import Attachment
from bot.cards.payments import payments as cards
from bot.cards.violations import decisions as decision_cards
from bot.context import DeskContext
from bot.engine.listeners import Handler, on_result, on_tap, on_timer
from bot.errors import Forged
from bot.services.payments import payments, settlement, webhook_events
from bot.services.payments.settlement import ReceivedPayment, SettlementOutcome
from bot.services.violations import decisions
from bot.tasks import decisions as decision_tasks
from bot.tasks import payments as payment_tasks
from storage import files
from storage.payments import payments as store
from storage.payments.payments import OrderCloseReason, OrderState, PaymentOrder

ENDS = {"refunded": OrderCloseReason.SENT_BACK, "closed": OrderCloseReason.EXPIRED, "failed": OrderCloseReason.EXPIRED}
"""What an answer of the gateway's that ends an order means to us."""


def handlers() -> Iterator[Handler]:
    """Everything this file listens to."""
    yield on_tap(decision_cards.PAY, pay)
    yield on_tap(cards.RECHECK, recheck)
    yield on_tap(decision_cards.RECHECK_DECISION, recheck_decision)
    yield on_tap(cards.OTHER_PROVIDER, change_way)
    yield on_result(payment_tasks.create_order, take_order)
    yield on_result(payment_tasks.query_order, take_answer)
    yield on_result(payment_tasks.close_order, take_close)
    yield on_result(webhook_events.RECEIVED, take_notice)
    yield on_timer(payments.POLL, poll)
    yield on_timer(payments.EXPIRE, expire)


def pay(context: DeskContext) -> None:
    """The way is chosen: order at the gateway. What is being paid already is shown as it stands."""
    letter, _, subject = context.tapped(decision_cards.PAY).partition("-")
    if letter not in decision_cards.PROVIDER_LETTERS:
        raise Forged
    provider, person = decision_cards.PROVIDER_LETTERS[letter], context.person
    wanted = decisions.payable(context.session, UUID(hex=subject), by=person)
    standing = payments.open_order(context.session, wanted)
    if standing is not None and standing.payer_id == person.id:
        context.show(cards.status(context.session, context.texts, standing, now=context.now))
        return
    order = payments.start(
        context.session, UUID(hex=subject), provider, by=person, lane=context.account.lane, now=context.now
    )
    context.order_task(payment_tasks.create_order, order=order.id)
    context.say(cards.preparing(context.texts, order))


def take_order(context: DeskContext) -> None:
    """What the gateway made of the order: a code to pay by, a no, or nothing."""
    if context.result.get("failed"):
        _give_up_orders(context)
        return
    order = _order(context)
    if order is None:
        return
    if payments.take_order_result(context.session, order, context.result, now=context.now):
        context.say(cards.code(context.texts, order, _picture(context)))
    elif "refused" in context.result:
        context.say(cards.closed(context.session, context.texts, order, now=context.now))


def recheck(context: DeskContext) -> None:
    """Paid, but still shown unpaid? Ask the gateway now."""
    order = payments.find(context.session, context.tapped(cards.RECHECK), by=context.person)
    _ask(context, order)


def recheck_decision(context: DeskContext) -> None:
    """The same for a decision: ask about the newest order there was for it."""
    decision = decisions.find(context.session, context.tapped(decision_cards.RECHECK_DECISION), by=context.person)
    orders = [order for order in store.of_decision(context.session, decision.id) if order.payer_id == context.person.id]
    if orders:
        _ask(context, orders[0])
    else:
        context.show(decision_cards.one(context.session, context.texts, decision, now=context.now))


def take_answer(context: DeskContext) -> None:
    """What the gateway says of an order."""
    order = _order(context)
    if order is None:
        return
    state = context.result.get("state")
    if state == "paid":
        _settle(context, order, ReceivedPayment.from_dict(context.result["received"]))
    elif state in ENDS and payments.close(context.session, order, ENDS[state], now=context.now):
        context.say(cards.closed(context.session, context.texts, order, now=context.now))
        return
    if context.result.get("asked"):
        context.session.refresh(order)
        if state is None:
            context.say(cards.no_answer(context.texts, order))
        else:
            context.say(cards.status(context.session, context.texts, order, now=context.now))


def change_way(context: DeskContext) -> None:
    """Another way of paying: this order is closed at the gateway first, so that nothing is paid twice."""
    order = payments.find_open(context.session, context.tapped(cards.OTHER_PROVIDER), by=context.person)
    context.order_task(payment_tasks.close_order, order=order.id, why=OrderCloseReason.BY_PAYER)
    context.say(cards.changing(context.texts, order))


def take_close(context: DeskContext) -> None:
    """Closed at the gateway; or refused, because it was paid a moment before: then ask."""
    order = _order(context)
    if order is None or order.state not in store.OPEN_ORDERS:
        return
    why = OrderCloseReason(context.result.get("why", OrderCloseReason.EXPIRED.value))
    if "refused" in context.result:
        context.order_task(payment_tasks.query_order, order=order.id, asked=why is OrderCloseReason.BY_PAYER)
        return
    if "state" not in context.result:
        context.say(cards.no_answer(context.texts, order))
        return
    sent_back = context.result["state"] == "refunded"
    payments.close(context.session, order, OrderCloseReason.SENT_BACK if sent_back else why, now=context.now)
    context.say(cards.closed(context.session, context.texts, order, now=context.now))


def take_notice(context: DeskContext) -> None:
    """The provider's own word that money has come."""
    order = _order(context)
    if order is not None:
        _settle(context, order, ReceivedPayment.from_dict(context.result))


def poll(context: DeskContext) -> None:
    """Time to ask the gateway again."""
    order = payments.poll(context.session, context.subject, now=context.now)
    if order is not None:
        context.order_task(payment_tasks.query_order, order=order.id, asked=False)


def expire(context: DeskContext) -> None:
    """The time to pay is over: have the order closed at the gateway."""
    order = payments.expire(context.session, context.subject, now=context.now)
    if order is not None:
        context.order_task(payment_tasks.close_order, order=order.id, why=OrderCloseReason.EXPIRED)


def _ask(context: DeskContext, order: PaymentOrder) -> None:
    context.order_task(payment_tasks.query_order, order=order.id, asked=True)
    context.say(cards.checking(context.texts))


def _settle(context: DeskContext, order: PaymentOrder, received: ReceivedPayment) -> None:
    """Book the money. The news of it is in the outbox then; the receipts of what it paid are drawn."""
    outcome = settlement.settle(context.session, order.id, received, now=context.now)
    if outcome is SettlementOutcome.SETTLED:
        for line in store.lines_of(context.session, order.id):
            context.order_task(decision_tasks.draw_receipt, decision=line.decision_id)


def _give_up_orders(context: DeskContext) -> None:
    """No gateway answered. The order may have been made all the same: it is closed there before anything else."""
    for order in store.open_of_payer(context.session, context.person.id):
        if order.state is OrderState.CREATED:
            context.order_task(payment_tasks.close_order, order=order.id, why=OrderCloseReason.NO_ANSWER)
            context.say(cards.no_answer(context.texts, order))


def _order(context: DeskContext) -> PaymentOrder | None:
    """Return the order a result is about; a task that broke does not say which, and the timers ask again."""
    key = context.result.get("order")
    return context.session.get(PaymentOrder, UUID(hex=key)) if key else None


def _picture(context: DeskContext) -> Attachment | None:
    picture = UUID(hex=context.result["picture"])
    return Attachment(picture) if files.read(context.session, picture) is not None else None
