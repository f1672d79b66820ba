"""Cards of the daily closing: the totals of a day with what the bill says, why it cannot be closed, that it is."""

from collections.abc import Sequence
from datetime import date

from bot import money
from bot.card import Button, Card, Whose, column
from bot.cards.menu import Command
from bot.cards.navigation import go
from bot.cards.payments.reconciliation import RECONCILE
from bot.services.payments.closings import DayTotals
from bot.texts import Texts
from storage.payments.daily_closings import DailyClosing
from storage.payments.payments import PaymentProvider
from storage.staff.members import StaffRole

CLOSE = Button("day-close", str, whose=Whose.STAFF_LIST)
WITHOUT_BILL = Button("day-without", str, whose=Whose.STAFF_LIST)
COMMANDS = (Command("closing", 61, StaffRole.CASHIER),)


def page(
    texts: Texts, day: date, found: Sequence[DayTotals], obstacles: Sequence[str], lacking: Sequence[PaymentProvider]
) -> Card:
    """The totals of the next day to close; a button to close it, or everything that forbids it.

    lacking: the providers whose bill cannot be had, if nothing else forbids it: then it is closed with a reason.
    """
    lines = [texts("closing", day=day), *(_totals(texts, each) for each in found), *obstacles]
    if obstacles:
        buttons = [RECONCILE.on(texts.plain("closing-compare", day=day), day.isoformat())]
        if lacking:
            lines.append(texts("closing-may-lack-bill", providers=_names(texts, lacking)))
            buttons.append(WITHOUT_BILL.on(texts.plain("closing-without-bill", day=day), day.isoformat()))
        return Card("\n".join(lines), column(*buttons, go("refund", texts)))
    close = CLOSE.on(texts.plain("closing-close", day=day), day.isoformat())
    return Card("\n".join(lines), column(close, go("refund", texts)))


def ask_reason(texts: Texts, day: date) -> Card:
    """Ask why a day is closed without a bill."""
    return Card(texts("closing-ask-reason", day=day))


def closed(texts: Texts, day: date, closings: Sequence[DailyClosing]) -> Card:
    """The day is closed: what was left at each provider, and of which there was no bill."""
    lacking = [each.provider for each in closings if each.reason]
    about = {"providers": _names(texts, lacking)} if lacking else {}
    lines = [texts("closing-done-without-bill" if lacking else "closing-done", day=day, **about)]
    lines += [
        texts(
            "closing-balance",
            provider=texts.plain(f"provider-{each.provider.value}"),
            balance=signed(each.balance),
            corrected=signed(each.corrected),
        )
        for each in closings
    ]
    return Card("\n".join(lines), ((go("closing", texts), go("ledger", texts)), (go("refund", texts),)))


def signed(fen: int) -> str:
    """Write an amount that may be negative."""
    return money.yuan(fen) if fen >= 0 else f"−{money.yuan(-fen)}"


def _names(texts: Texts, providers: Sequence[PaymentProvider]) -> str:
    return texts.plain("closing-and").join(texts.plain(f"provider-{each.value}") for each in providers)


def _totals(texts: Texts, each: DayTotals) -> str:
    bill = each.billed
    changed = ""
    if each.changed_received or each.changed_refunded:
        received, refunded = signed(each.changed_received), signed(each.changed_refunded)
        changed = "\n" + texts("closing-changed", received=received, refunded=refunded)
    booked = texts(
        "closing-totals",
        provider=texts.plain(f"provider-{each.provider.value}"),
        payments=each.payments,
        received=signed(each.received),
        settled=money.yuan(each.settled),
        unmatched=signed(each.received - each.settled),
        refunds=each.refunds,
        refunded=signed(each.refunded),
        billed=money.yuan(bill.received) if bill and bill.done_at else "—",
        returned=money.yuan(bill.refunded) if bill and bill.done_at else "—",
    )
    return booked + changed
