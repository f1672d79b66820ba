"""Refunds: a cashier approves money that must go back, and the gateway is asked until the refund is final.

/refund ──► open refunds and differences ──► one refund ─ tap Approve ─► sent, or waits for a second cashier
                                         └─► differences, comparison (see reconciliation), export (see ledger_export)
/refund N ──► one refund
"""

from collections.abc import Iterator

from bot.cards.payments import refunds as cards
from bot.context import DeskContext
from bot.engine.listeners import Handler, on_command, on_result, on_tap, on_timer
from bot.services.payments import differences, refund_answers, refund_numbers, refunds
from bot.services.payments.missing_bills import NOT_SET_UP
from bot.services.staff import permissions
from bot.tasks import payments as payment_tasks
from storage.payments.refunds import Refund, RefundState
from storage.staff.members import StaffRole


def handlers() -> Iterator[Handler]:
    """Return what this module listens to."""
    yield on_command("refund", show_desk)
    yield on_tap(cards.PAGE, turn_page)
    yield on_tap(cards.REFUND, show_refund)
    yield on_tap(cards.APPROVE, approve)
    yield on_result(payment_tasks.send_refund, take_sent)
    yield on_result(payment_tasks.query_refund, take_state)
    yield on_timer(refunds.POLL, poll)


def show_desk(context: DeskContext) -> None:
    """Show everything that waits for a cashier, or the refund whose number is given."""
    permissions.require(context.session, context.account, StaffRole.CASHIER)
    if context.arguments:
        refund = refund_numbers.find_by_number(context.session, context.arguments[0], by=context.account)
        _show(context, refund)
        return
    _show_page(context, 1)


def turn_page(context: DeskContext) -> None:
    """Show another page of what waits for a cashier."""
    _show_page(context, context.tapped(cards.PAGE))


def show_refund(context: DeskContext) -> None:
    """Show one refund."""
    _show(context, refunds.find(context.session, context.tapped(cards.REFUND), by=context.account))


def approve(context: DeskContext) -> None:
    """Approve a refund, as the first or the second cashier."""
    refund_id = context.tapped(cards.APPROVE)
    is_sent = refunds.approve(context.session, refund_id, by=context.account, now=context.now)
    refund = refunds.find(context.session, refund_id, by=context.account)
    if is_sent:
        context.order_task(payment_tasks.send_refund, refund=refund.id)
    card = cards.refund_sent if is_sent else cards.refund_seconded
    context.show((cards.refund_done if refund.state is RefundState.DONE else card)(context.texts, refund))


def _show_page(context: DeskContext, number: int) -> None:
    waiting = refunds.waiting(context.session, by=context.account)
    found = differences.open_ones(context.session, by=context.account)
    context.show(cards.cashier_page(context.texts, waiting, found, number))


def _show(context: DeskContext, refund: Refund) -> None:
    may_approve = refunds.may_approve(context.session, refund, by=context.account)
    context.show(cards.refund(context.session, context.texts, refund, may_approve=may_approve))


def take_sent(context: DeskContext) -> None:
    """Take the gateway's answer to a refund that was sent: one that it declines has failed."""
    found = context.result_of(payment_tasks.send_refund)
    refund = _refund_of(context, found)
    if found is None or refund is None:
        return
    if found.refused == NOT_SET_UP:
        refund_answers.say_not_set_up(context.session, refund, now=context.now)
    _take(context, refund, found, refused=found.refused is not None)


def take_state(context: DeskContext) -> None:
    """Take what the gateway says of a refund. A declined question says nothing: the money may have gone back."""
    found = context.result_of(payment_tasks.query_refund)
    refund = _refund_of(context, found)
    if found is None or refund is None:
        return
    if found.refused == NOT_SET_UP:
        refund_answers.wait_for_settings(context.session, refund, lane=context.account.lane, now=context.now)
    else:
        _take(context, refund, found, refused=False)


def _refund_of(context: DeskContext, found: payment_tasks.QueriedRefund | None) -> Refund | None:
    """Return the refund of an answer. A task that failed for good does not say about which."""
    return context.session.get(Refund, found.refund) if found is not None else None


def _take(context: DeskContext, refund: Refund, found: payment_tasks.QueriedRefund, *, refused: bool) -> None:
    lane, now = context.account.lane, context.now
    refund_answers.take_result(
        context.session, refund, found.state, amount=found.amount, refused=refused, lane=lane, now=now
    )


def poll(context: DeskContext) -> None:
    """Ask the gateway again about a refund that is not final."""
    refund = refunds.awaiting_result(context.session, context.subject)
    if refund is not None:
        context.order_task(payment_tasks.query_refund, refund=refund.id)
