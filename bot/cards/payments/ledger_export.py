"""Card of the ledger export: the totals by provider, with the CSV file."""

from bot import money
from bot.card import Attachment, Button, Card, Whose
from bot.cards.navigation import go
from bot.services.payments.ledger_export import MonthExport
from bot.texts import Texts

EXPORT = Button("pay-export", str, whose=Whose.STAFF_LIST)


def totals(texts: Texts, exported: MonthExport) -> Card:
    """The totals of each provider, with the file attached."""
    lines = [texts("cashier-figures", since=exported.since, until=exported.until)]
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
    return Card("\n".join(lines), ((go("refund", texts),),), (Attachment(exported.file_id, as_document=True),))
