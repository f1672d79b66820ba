"""Card of the ledger export: the totals of some days by provider, with the tables as files."""

from bot import money
from bot.card import Attachment, Button, Card, Whose
from bot.cards.menu import Command
from bot.cards.navigation import go
from bot.services.payments.ledger_export import LedgerExport
from bot.texts import Texts
from storage.staff.members import StaffRole

EXPORT = Button("pay-export", str, whose=Whose.STAFF_LIST)
COMMANDS = (Command("ledger", 62, StaffRole.CASHIER),)


def totals(texts: Texts, exported: LedgerExport) -> Card:
    """The totals of each provider, with the table as XLSX."""
    lines = [texts("cashier-figures", since=exported.period.since, until=exported.period.until)]
    lines += [
        texts(
            "cashier-figures-line",
            provider=texts.plain(f"provider-{each.provider.value}"),
            paid=each.paid,
            amount=money.yuan(each.amount),
            refunds=each.refunds,
            refunded=money.yuan(each.refunded),
        )
        for each in exported.totals
    ]
    lines.append(texts("cashier-figures-other"))
    sheet, _ = exported.files
    return Card("\n".join(lines), ((go("refund", texts),),), (Attachment(sheet, as_document=True),))


def plain_table(texts: Texts, exported: LedgerExport) -> Card:
    """The same table as CSV, for programs."""
    _, table = exported.files
    return Card(texts("ledger-csv"), attachments=(Attachment(table, as_document=True),))
