"""Reconciliation: a cashier resolves what differs between the gateways' bills and the store, or compares a day again.

/refund ─► tap a difference ─► one difference ─ tap Settled ─► resolved
       └─► tap Reconcile ─► yesterday compared with every gateway ──► what was found
"""

from collections.abc import Iterator
from datetime import timedelta

from bot import local_time
from bot.cards.payments import reconciliation as cards
from bot.context import DeskContext
from bot.engine.listeners import Handler, on_result, on_tap
from bot.services.payments import differences
from bot.services.payments.reconciliation import ReconciliationResult
from bot.services.staff import permissions
from bot.tasks import payments as payment_tasks
from storage.payments.payments import PaymentProvider
from storage.staff.members import StaffRole


def handlers() -> Iterator[Handler]:
    """Return what this module listens to."""
    yield on_tap(cards.DIFFERENCE, show_difference)
    yield on_tap(cards.SETTLED, resolve_difference)
    yield on_tap(cards.RECONCILE, reconcile)
    yield on_result(payment_tasks.reconcile, take_result)


def show_difference(context: DeskContext) -> None:
    """Show one difference."""
    found = differences.find(context.session, context.tapped(cards.DIFFERENCE), by=context.account)
    context.show(cards.difference(context.texts, found))


def resolve_difference(context: DeskContext) -> None:
    """Mark a difference as resolved."""
    tapped = context.tapped(cards.SETTLED)
    found = differences.resolve(context.session, tapped, by=context.account, now=context.now)
    context.show(cards.difference_resolved(context.texts, found))


def reconcile(context: DeskContext) -> None:
    """Compare yesterday with every gateway, whether or not that was done before."""
    permissions.require(context.session, context.account, StaffRole.CASHIER)
    day = local_time.date_of(context.now) - timedelta(days=1)
    for provider in PaymentProvider:
        context.order_task(payment_tasks.reconcile, provider=provider, day=day)
    context.show(cards.reconciling(context.texts, day))


def take_result(context: DeskContext) -> None:
    """Show what a comparison found, or that there was no bill."""
    found = context.result_of(payment_tasks.reconcile)
    if found is None:
        context.say(cards.no_bill(context.texts))
    elif found.refused is not None:
        context.say(cards.bill_refused(context.texts, found.provider, found.day))
    else:
        result = ReconciliationResult(found.lines, found.healed, found.differences, found.foreign)
        context.say(cards.reconciled(context.texts, found.provider, found.day, result))
