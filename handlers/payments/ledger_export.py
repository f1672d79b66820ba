"""Ledger export: this month's totals and a CSV file of every payment and refund, for accounting.

/refund ─► tap Export ─► totals with the file
"""

from collections.abc import Iterator

from bot.cards.payments import ledger_export as cards
from bot.context import DeskContext
from bot.engine.listeners import Handler, on_tap
from bot.services.payments import ledger_export


def handlers() -> Iterator[Handler]:
    """Return what this module listens to."""
    yield on_tap(cards.EXPORT, export)


def export(context: DeskContext) -> None:
    """Send this month's totals and the CSV file."""
    exported = ledger_export.export_month(context.session, by=context.account, now=context.now)
    context.say(cards.totals(context.texts, exported))
