"""Reconciliation: a cashier resolves what differs between the gateways' bills and the store, or compares a day again.

/refund ─► tap a difference ─► one difference ─ tap Settled ─► resolved
       │                                  └─ tap Due again ─► the decision is unpaid, its receipt void
       └─► tap Reconcile ─► yesterday compared with every gateway ──► what was found
/closing ─► tap Reconcile ─► the day to close compared
/reconcile, /reconcile DAY, /reconcile DAY DAY ─► the same for the days that are named
"""

from collections.abc import Iterator, Sequence

from bot.cards.payments import reconciliation as cards
from bot.context import DeskContext
from bot.engine.listeners import Handler, on_command, on_result, on_tap
from bot.errors import InvalidCallbackData
from bot.services.payments import bill_requests, differences, periods, refund_withdrawals, undone_payments
from bot.services.payments.bill_comparison import ReconciliationResult
from bot.services.payments.periods import Period
from bot.services.staff import permissions
from bot.tasks import payments as payment_tasks
from storage.payments import bill_differences
from storage.payments.payments import PaymentProvider
from storage.staff.members import StaffRole


def handlers() -> Iterator[Handler]:
    """Return what this module listens to."""
    yield on_tap(cards.DIFFERENCE, show_difference)
    yield on_tap(cards.SETTLED, resolve_difference)
    yield on_tap(cards.DUE_AGAIN, make_due_again)
    yield on_tap(cards.RECONCILE, reconcile)
    yield on_command("reconcile", reconcile_days)
    yield on_result(payment_tasks.reconcile, take_result)


def show_difference(context: DeskContext) -> None:
    """Show one difference."""
    found = differences.find(context.session, context.tapped(cards.DIFFERENCE), by=context.account)
    undone = undone_payments.concerned(context.session, found)
    withdrawn = refund_withdrawals.waiting(context.session, found)
    context.show(cards.difference(context.texts, found, undone, withdrawn))


def make_due_again(context: DeskContext) -> None:
    """Let a decision be due again whose money went back without the desk."""
    difference_id, ending = context.tapped_pair(cards.DUE_AGAIN)
    decision = undone_payments.make_due(context.session, difference_id, ending, by=context.account, now=context.now)
    found = differences.find(context.session, difference_id, by=context.account)
    context.show(cards.due_again(context.texts, found, decision))


def resolve_difference(context: DeskContext) -> None:
    """Mark a difference as resolved."""
    tapped = context.tapped(cards.SETTLED)
    found = differences.resolve(context.session, tapped, by=context.account, now=context.now)
    context.show(cards.difference_resolved(context.texts, found))


def reconcile(context: DeskContext) -> None:
    """Compare the button's day, or yesterday, with every gateway, whether or not that was done before."""
    permissions.require(context.session, context.account, StaffRole.CASHIER)
    day, yesterday = context.tapped(cards.RECONCILE), periods.yesterday(context.now)
    try:
        period = _parse([day] if day else [], most=1, yesterday=yesterday)
    except periods.PeriodUnreadable:
        raise InvalidCallbackData from None
    _order(context, period)


def reconcile_days(context: DeskContext) -> None:
    """Compare the days that are named with every gateway, yesterday by default."""
    permissions.require(context.session, context.account, StaffRole.CASHIER)
    yesterday = periods.yesterday(context.now)
    period = _parse(context.arguments, most=periods.MOST_DAYS_COMPARED, yesterday=yesterday)
    if context.arguments:
        bill_requests.require_bills(context.session, period, now=context.now)
    _order(context, period)


def take_result(context: DeskContext) -> None:
    """Show what a comparison found, or that there was no bill."""
    found = context.result_of(payment_tasks.reconcile)
    if found is not None and found.brief and not (found.refused or found.healed or found.differences):
        return
    if found is None:
        context.say(cards.no_bill(context.texts))
    elif found.refused is not None:
        bill_differences.refuse_reconciliation(
            context.session, found.provider, found.day, code=found.refused, at=context.now
        )
        context.say(cards.bill_refused(context.texts, found.provider, found.day))
    else:
        result = ReconciliationResult(found.lines, found.healed, found.differences, found.foreign)
        context.say(cards.reconciled(context.texts, found.provider, found.day, result))


def _parse(words: Sequence[str], *, most: int, yesterday: Period) -> Period:
    """Return the days that are typed. Raises PeriodUnreadable or PeriodTooLong."""
    return periods.parse(words, default=yesterday, most=most, until=yesterday.until, command="reconcile")


def _order(context: DeskContext, period: Period) -> None:
    """Order the comparisons. Of several days only those are reported that do not agree, and the last one."""
    ordered = [
        context.order_task(
            payment_tasks.reconcile, provider=provider, day=day, by=context.account.id, brief=day != period.until
        )
        for day in period.days()
        for provider in PaymentProvider
    ]
    context.await_result(cards.reconciling(context.texts, period), ordered[-1])
