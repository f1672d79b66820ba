"""Payments: the payer chooses a provider, pays by QR code or link, and hears what became of the order.

tap WeChat, Alipay ─► order created at the gateway ─► code and link ── scanned and paid ──► paid, receipt
                  └── no answer ──► closed, pay again    │── tap Recheck ──► state of the order
                                                         └── tap Other way, expired ──► closed, pay again

Webhook events, answers to queries and timers arrive by themselves, whatever flow the payer is in.
"""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from bot.adapters.payments.models import PaymentState
from bot.card import Attachment
from bot.cards.payments import payments as cards
from bot.cards.violations import decisions as decision_cards
from bot.context import DeskContext
from bot.engine.listeners import Handler, on_result, on_tap, on_timer
from bot.errors import InvalidCallbackData
from bot.services.identity import consents
from bot.services.payments import payments, settlement, webhook_events
from bot.services.payments.missing_bills import NOT_SET_UP
from bot.services.payments.settlement import ReceivedPayment, SettlementOutcome
from bot.services.violations import decisions
from bot.tasks import decisions as decision_tasks, payments as payment_tasks
from storage import files
from storage.payments import payments as store
from storage.payments.payments import OrderCloseReason, OrderState, PaymentOrder

# The states at the gateway that end an unpaid order.
CLOSE_REASONS = {
    PaymentState.REFUNDED: OrderCloseReason.REFUNDED,
    PaymentState.CLOSED: OrderCloseReason.EXPIRED,
    PaymentState.FAILED: OrderCloseReason.EXPIRED,
}


def handlers() -> Iterator[Handler]:
    """Return what this module listens to."""
    yield on_tap(decision_cards.PAY, pay)
    yield on_tap(cards.RECHECK, recheck)
    yield on_tap(decision_cards.RECHECK_DECISION, recheck_decision)
    yield on_tap(cards.OTHER_PROVIDER, change_provider)
    yield on_result(payment_tasks.create_order, take_created)
    yield on_result(payment_tasks.query_order, take_state)
    yield on_result(payment_tasks.close_order, take_closed)
    yield on_result(webhook_events.RECEIVED, take_webhook_event)
    yield on_timer(payments.POLL, poll)
    yield on_timer(payments.EXPIRE, expire)
    yield on_timer(payments.AFTER, check_closed)


def pay(context: DeskContext) -> None:
    """Create an order with the chosen provider; an order that is open already is shown instead."""
    letter, subject = context.tapped_pair(decision_cards.PAY)
    if letter not in decision_cards.PROVIDER_LETTERS:
        raise InvalidCallbackData
    provider, person = decision_cards.PROVIDER_LETTERS[letter], context.person
    wanted = decisions.payable(context.session, subject, by=person)
    open_order = payments.open_order(context.session, wanted)
    if open_order is not None and open_order.payer_id == person.id:
        context.show(cards.status(context.session, context.texts, open_order, now=context.now))
        return
    consents.require(context.session, person)
    order = payments.start(context.session, subject, provider, by=person, lane=context.account.lane, now=context.now)
    reference = context.order_task(payment_tasks.create_order, order=order.id)
    context.await_result(cards.preparing(context.texts, order), reference, anew=True)


def take_created(context: DeskContext) -> None:
    """Show the payment code, or that the gateway refused the order or did not answer."""
    created = context.result_of(payment_tasks.create_order)
    if created is None:
        unanswered = context.ordered("order")
        order = context.session.get(PaymentOrder, unanswered) if unanswered is not None else None
        if order is not None:
            _close_unanswered(context, order)
        return
    order = context.session.get(PaymentOrder, created.order)
    if order is None:
        return
    refused = created.refused is not None
    if payments.take_order_result(context.session, order, code=created.code, refused=refused, now=context.now):
        context.say(cards.code(context.texts, order, _picture(context, created.picture)))
    elif refused:
        context.say(cards.closed(context.session, context.texts, order, now=context.now))


def recheck(context: DeskContext) -> None:
    """Query the gateway now, because the payer has paid and still sees the order as unpaid."""
    order = payments.find(context.session, context.tapped(cards.RECHECK), by=context.person)
    _query(context, order)


def recheck_decision(context: DeskContext) -> None:
    """Query the gateway about the payer's newest order for a decision."""
    decision = decisions.find(context.session, context.tapped(decision_cards.RECHECK_DECISION), by=context.person)
    orders = [order for order in store.of_decision(context.session, decision.id) if order.payer_id == context.person.id]
    if orders:
        _query(context, orders[0])
    else:
        context.show(decision_cards.one(context.session, context.texts, decision, now=context.now))


def take_state(context: DeskContext) -> None:
    """Settle or close an order by its state at the gateway, and show it to a payer who asked."""
    found = context.result_of(payment_tasks.query_order)
    order = context.session.get(PaymentOrder, found.order) if found else None
    if found is None or order is None:
        return  # The timers ask again.
    is_told = _take_paid(context, order, found) if found.received is not None else _end(context, order, found)
    if found.asked and not is_told:
        context.session.refresh(order)
        if found.state is None:
            context.say(cards.no_answer(context.texts, order))
        else:
            context.say(cards.status(context.session, context.texts, order, now=context.now))


def _take_paid(context: DeskContext, order: PaymentOrder, found: payment_tasks.QueriedOrder) -> bool:
    """Book what was paid. Returns whether the payer is told here: that an order ends whose money cannot be booked.

    It ends for another way, and at its end: the gateway counts it as paid, so that nobody can pay it.
    """
    assert found.received is not None
    outcome = _settle(context, order, found.received)
    if outcome not in (SettlementOutcome.FOREIGN_CURRENCY, SettlementOutcome.NOTHING):
        return False
    is_over = found.given_up or context.now >= order.expires_at
    reason = OrderCloseReason.BY_PAYER if found.given_up else OrderCloseReason.EXPIRED
    if not is_over or not payments.close(context.session, order, reason, now=context.now):
        return False
    context.say(cards.not_bookable(context.session, context.texts, order))
    return True


def _end(context: DeskContext, order: PaymentOrder, found: payment_tasks.QueriedOrder) -> bool:
    """Close an unpaid order that has ended, here or at the gateway. Returns whether its payer is told."""
    reason = CLOSE_REASONS.get(found.state) if found.state else _why_unanswered(found, order, now=context.now)
    if reason and payments.close(context.session, order, reason, now=context.now):
        context.say(cards.closed(context.session, context.texts, order, now=context.now))
        return True
    if found.state is PaymentState.WAITING and order.state is OrderState.CLOSED:
        why = order.close_reason or OrderCloseReason.EXPIRED
        context.order_task(payment_tasks.close_order, order=order.id, why=why)
    return False


def change_provider(context: DeskContext) -> None:
    """Close the order at the gateway first, so that nothing is paid twice; without a payment code nobody can pay it."""
    order = payments.find_open(context.session, context.tapped(cards.OTHER_PROVIDER), by=context.person)
    if order.state is OrderState.CREATED:
        _close_unanswered(context, order)
        return
    reference = context.order_task(payment_tasks.close_order, order=order.id, why=OrderCloseReason.BY_PAYER)
    context.await_result(cards.changing(context.texts, order), reference, anew=True)


def take_closed(context: DeskContext) -> None:
    """Close an order that is closed at the gateway; a refusal may mean that it was just paid, so query it."""
    found = context.result_of(payment_tasks.close_order)
    order = context.session.get(PaymentOrder, found.order) if found else None
    if found is None or order is None or order.state not in store.OPEN_ORDERS:
        return
    if found.refused is not None:
        asked = found.why is OrderCloseReason.BY_PAYER
        context.order_task(payment_tasks.query_order, order=order.id, asked=asked, given_up=asked)
        return
    by_payer = found.why is OrderCloseReason.BY_PAYER
    if found.state is None and not (by_payer and context.now >= order.expires_at):
        if by_payer:
            context.say(cards.no_answer(context.texts, order))
        return  # The timer asks again.
    reason = OrderCloseReason.REFUNDED if found.state is PaymentState.REFUNDED else found.why
    payments.close(context.session, order, reason, now=context.now)
    context.say(cards.closed(context.session, context.texts, order, now=context.now))


def take_webhook_event(context: DeskContext) -> None:
    """Settle a payment that the provider has reported."""
    received = context.result_of(webhook_events.RECEIVED)
    order = context.session.get(PaymentOrder, received.order) if received else None
    if received is not None and order is not None:
        _settle(context, order, received)


def poll(context: DeskContext) -> None:
    """Query the gateway again about an open order."""
    order = payments.poll(context.session, context.subject, now=context.now)
    if order is not None:
        context.order_task(payment_tasks.query_order, order=order.id, asked=False)


def expire(context: DeskContext) -> None:
    """Close an expired order at the gateway."""
    order = payments.expire(context.session, context.subject, now=context.now)
    if order is not None:
        context.order_task(payment_tasks.close_order, order=order.id, why=OrderCloseReason.EXPIRED)


def check_closed(context: DeskContext) -> None:
    """Query the gateway about a closed order, for which money may have arrived late."""
    order = payments.check_closed(context.session, context.subject, now=context.now)
    if order is not None:
        context.order_task(payment_tasks.query_order, order=order.id, asked=False)


def _query(context: DeskContext, order: PaymentOrder) -> None:
    reference = context.order_task(payment_tasks.query_order, order=order.id, asked=True)
    context.await_result(cards.checking(context.texts), reference, anew=True)


def _why_unanswered(
    found: payment_tasks.QueriedOrder, order: PaymentOrder, *, now: datetime
) -> OrderCloseReason | None:
    """Return why an order is closed of which the gateway says nothing: after its end, if nothing else is to come.

    The payer gives it up, or the gateway is no longer set up. It is asked for afterwards, as every closed order.
    """
    if now < order.expires_at:
        return None
    if found.given_up:
        return OrderCloseReason.BY_PAYER
    return OrderCloseReason.EXPIRED if found.refused == NOT_SET_UP else None


def _settle(context: DeskContext, order: PaymentOrder, received: ReceivedPayment) -> SettlementOutcome:
    """Book the payment, which notifies the payer, and order the receipts of what it paid."""
    outcome = settlement.settle(context.session, order.id, received, now=context.now)
    if outcome is SettlementOutcome.SETTLED:
        for line in store.lines_of(context.session, order.id):
            context.order_task(decision_tasks.draw_receipt, decision=line.decision_id, reader=order.payer_id)
    return outcome


def _close_unanswered(context: DeskContext, order: PaymentOrder) -> None:
    """Close an order without a payment code, and offer both ways again."""
    if payments.give_up(context.session, order, now=context.now):
        context.say(cards.closed(context.session, context.texts, order, now=context.now))


def _picture(context: DeskContext, picture: UUID | None) -> Attachment | None:
    stored = picture is not None and files.read(context.session, picture) is not None
    return Attachment(picture) if picture is not None and stored else None
