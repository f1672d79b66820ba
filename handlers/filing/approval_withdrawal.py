"""Withdrawal of the owner's approval: one button, which asks first, before and after the filing is completed.

tap Stop ──► confirm ──► the application has ended ── tap Block ──► the filer is blocked
         └── completed already ──► confirm ──► unbound (my_vehicles)
typed words (typed_answers), /refuse N (refusals) ──► the same without confirm; completed: with it
"""

from collections.abc import Iterator
from uuid import UUID

from bot.cards.filing import approval_withdrawal as cards, my_vehicles as vehicle_cards
from bot.context import DeskContext
from bot.engine.listeners import Handler, on_tap
from bot.services.filing import approval_withdrawal, filings, in_force
from handlers.filing.approvals import block_filer
from storage.filing.filings import AGREED_STATUSES, Filing


def handlers() -> Iterator[Handler]:
    """Return what this module listens to."""
    yield on_tap(cards.STOP, ask_to_confirm)
    yield on_tap(cards.STOP_CONFIRMED, stop)
    yield on_tap(cards.BLOCK_FILER, block)


def ask_to_confirm(context: DeskContext) -> None:
    """Ask for confirmation before the application, or the completed filing, ends."""
    filing = approval_withdrawal.find(context.session, context.tapped(cards.STOP), by=context.person)
    if filing.status in AGREED_STATUSES:
        context.show(cards.confirm(context.session, filing, context.texts), about=filing.topic)
    elif in_force.is_in_force(filing, now=context.now):
        _ask_to_unbind(context, filing)
    else:
        raise filings.over(filing, now=context.now)


def stop(context: DeskContext) -> None:
    """End the application that the owner has confirmed."""
    take_back(context, context.tapped(cards.STOP_CONFIRMED))


def take_back(context: DeskContext, filing_id: UUID, *, note: str = "") -> None:
    """End the application; if the filing is completed, ask whether to unbind it.

    note: what the owner has typed about it, which is not passed on; the card says so.
    """
    try:
        filing = approval_withdrawal.withdraw(context.session, filing_id, by=context.person, now=context.now)
    except approval_withdrawal.FilingCompleted:
        _ask_to_unbind(context, context.session.get_one(Filing, filing_id))
    else:
        end_cards(context, filing)
        context.show(cards.stopped(context.session, filing, context.texts, has_note=bool(note)))


def end_cards(context: DeskContext, filing: Filing) -> None:
    """Take the buttons from the owner's other messages about a filing that they have ended."""
    tapped, person, now = context.tapped_message, context.person, context.now
    filings.replace_owner_card(context.session, filing, person, now=now, but=tapped)


def block(context: DeskContext) -> None:
    """Block the filer from applying for this vehicle again."""
    block_filer(context, context.tapped(cards.BLOCK_FILER))


def _ask_to_unbind(context: DeskContext, filing: Filing) -> None:
    card = vehicle_cards.confirm_unbind(context.session, filing, context.texts, by_filer=False, unpaid=0)
    context.show(card, about=filing.topic)
