"""Ledger export: the totals of any days, and every payment and refund as XLSX and CSV, for accounting.

/refund ─► tap Export ──────────────┬─► totals with the files: this month
/ledger, /ledger DAY, /ledger DAY DAY ┘   or the days that are named
"""

from collections.abc import Iterator

from bot.cards.payments import ledger_export as cards
from bot.context import DeskContext
from bot.engine.listeners import Handler, on_command, on_tap
from bot.services.payments import bill_days, ledger_export, periods
from bot.services.payments.periods import Period
from bot.services.staff import permissions
from storage.staff.members import StaffRole


def handlers() -> Iterator[Handler]:
    """Return what this module listens to."""
    yield on_command("ledger", show_ledger)
    yield on_tap(cards.EXPORT, export)


def show_ledger(context: DeskContext) -> None:
    """Send the totals and tables of the days that are named, of this month by default."""
    permissions.require(context.session, context.account, StaffRole.CASHIER)
    month, today = periods.month(context.now), bill_days.date_of(context.now)
    most = ledger_export.MOST_DAYS
    _send(context, periods.parse(context.arguments, default=month, most=most, until=today, command="ledger"))


def export(context: DeskContext) -> None:
    """Send this month's totals and tables."""
    _send(context, periods.month(context.now))


def _send(context: DeskContext, period: Period) -> None:
    exported = ledger_export.export(context.session, period, context.texts.plain, by=context.account, now=context.now)
    context.say(cards.plain_table(context.texts, exported))
    context.say(cards.totals(context.texts, exported))
