"""The cashier's desk: refunds let go, differences seen to, a day reconciled, the table for the books.

/refund ──► what waits ──► one refund ─ tap Let go ─► sent, or waits for a second cashier
                       ├─► one difference ─ tap Seen to ─► settled
                       ├─► tap Reconcile ─► yesterday compared again        /refund N ──► one refund
                       └─► tap Export ─► this month's figures and table
"""

import io
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from bot import local_time
from bot.card import Attachment
from bot.cards.payments import cashier as cards
from bot.context import DeskContext
from bot.engine.listeners import Handler, on_command, on_result, on_tap, on_timer
from bot.errors import NotYours, Refusal
from bot.services.payments import ledger_export, reconciliation, refunds
from bot.services.staff import permissions
from storage import audit, files
from storage.payments import bill_differences
from storage.payments import refunds as store
from storage.payments.payments import PaymentProvider
from storage.payments.refunds import Refund
from storage.staff.members import StaffRole

KEPT = timedelta(days=1)


class NoSuchRefund(Refusal):
    """There is no refund under this number."""

    key = "refused-no-such-refund"
    offers = ("refund",)


def handlers() -> Iterator[Handler]:
    """Everything this file listens to."""
    yield on_command("refund", show_desk)
    yield on_tap(cards.REFUND, show_refund)
    yield on_tap(cards.APPROVE, approve)
    yield on_tap(cards.DIFFERENCE, show_difference)
    yield on_tap(cards.SETTLED, settle_difference)
    yield on_tap(cards.RECONCILE, reconcile)
    yield on_tap(cards.EXPORT, export)
    yield on_result("payments.refund", take_refund)
    yield on_result("payments.query_refund", take_refund)
    yield on_result("payments.reconcile", take_comparison)
    yield on_timer(refunds.POLL, poll)


def show_desk(context: DeskContext) -> None:
    """Everything that waits for a cashier, or the refund whose number is given."""
    permissions.require(context.session, context.account, StaffRole.CASHIER)
    if context.arguments:
        context.show(cards.refund(context.session, context.texts, _numbered(context)))
        return
    waiting, open_ones = store.unfinished(context.session), bill_differences.open_ones(context.session)
    context.show(cards.desk(context.texts, waiting, open_ones))


def show_refund(context: DeskContext) -> None:
    """One refund."""
    refund = refunds.find(context.session, context.tapped(cards.REFUND), by=context.account)
    context.show(cards.refund(context.session, context.texts, refund))


def approve(context: DeskContext) -> None:
    """Let it go, or second it."""
    refund_id = context.tapped(cards.APPROVE)
    goes = refunds.approve(context.session, refund_id, by=context.account, now=context.now)
    refund = refunds.find(context.session, refund_id, by=context.account)
    if goes:
        context.ask("payments.refund", refund=refund.id.hex)
    context.show((cards.refund_sent if goes else cards.refund_seconded)(context.texts, refund))


def take_refund(context: DeskContext) -> None:
    """What the gateway says of a refund."""
    key = context.result.get("refund")
    refund = store.get(context.session, UUID(hex=key)) if key else None
    if refund is not None:
        refunds.take_result(context.session, refund, context.result, lane=context.account.lane, now=context.now)


def poll(context: DeskContext) -> None:
    """Time to ask about a refund again."""
    refund = refunds.awaiting_result(context.session, context.subject)
    if refund is not None:
        context.ask("payments.query_refund", refund=refund.id.hex)


def show_difference(context: DeskContext) -> None:
    """One difference."""
    permissions.require(context.session, context.account, StaffRole.CASHIER)
    difference = bill_differences.get(context.session, context.tapped(cards.DIFFERENCE))
    if difference is None:
        raise NotYours
    context.show(cards.difference(context.texts, difference))


def settle_difference(context: DeskContext) -> None:
    """Somebody has seen to it."""
    difference = reconciliation.settle_difference(
        context.session, context.tapped(cards.SETTLED), by=context.account, now=context.now
    )
    context.show(cards.difference_settled(context.texts, difference))


def reconcile(context: DeskContext) -> None:
    """Compare yesterday with every gateway, again if need be."""
    permissions.require(context.session, context.account, StaffRole.CASHIER)
    day = local_time.date_of(context.now) - timedelta(days=1)
    for provider in PaymentProvider:
        context.ask("payments.reconcile", provider=provider.value, day=day.isoformat())
    context.show(cards.reconciling(context.texts, day))


def take_comparison(context: DeskContext) -> None:
    """What a comparison found."""
    if "provider" in context.result:
        context.say(cards.reconciled(context.texts, context.result))
    else:
        context.say(cards.no_bill(context.texts))


def export(context: DeskContext) -> None:
    """This month's figures, and the table for the books."""
    permissions.require(context.session, context.account, StaffRole.CASHIER)
    until = local_time.date_of(context.now)
    since = until.replace(day=1)
    table = io.StringIO()
    ledger_export.write(context.session, table, since, until)
    file_id = files.keep(
        context.session,
        table.getvalue().encode("utf-8-sig"),  # The mark lets spreadsheets read it as what it is.
        kind="accounting",
        name=f"payments-{since:%Y-%m}.csv",
        media_type="text/csv",
        at=context.now,
        delete_at=context.now + KEPT,
    )
    audit.record(context.session, audit.Action.PAYMENTS_EXPORTED, by=context.account.id, on=None, at=context.now)
    found = ledger_export.totals(context.session, since, until)
    context.say(cards.figures(context.texts, found, since, until, Attachment(file_id, as_document=True)))


def _numbered(context: DeskContext) -> Refund:
    """Return the refund a command names, by its number or the gateway's. Raises NoSuchRefund."""
    said = context.arguments[0].upper().lstrip("#").removeprefix(store.PREFIX)
    known = said.isascii() and said.isdigit() and len(said) < 16
    refund = store.by_number(context.session, int(said)) if known else None
    if refund is None:
        raise NoSuchRefund(number=said[:20])
    return refund
