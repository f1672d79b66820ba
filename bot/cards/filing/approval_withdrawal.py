"""Cards of the withdrawal of the owner's approval: the button, the confirmation, the result."""

from uuid import UUID

from sqlmodel import Session

from bot.card import Button, ButtonStyle, Card, CardButton, Whose, column
from bot.cards.filing.filings import facts
from bot.cards.navigation import GO, go
from bot.texts import Texts
from storage.filing.filings import Filing, FilingStatus

STOP = Button("stop", UUID, whose=Whose.OWNER)
UNBIND = Button("unbind", UUID, whose=Whose.VEHICLE)
STOP_CONFIRMED = Button("stop-yes", UUID, whose=Whose.OWNER, style=ButtonStyle.DANGER)
BLOCK_FILER = Button("block-filer", UUID, whose=Whose.OWNER)


def stop_button(texts: Texts, filing: Filing) -> CardButton:
    """Return the button that ends an application to which the owner has agreed; once completed, it asks to unbind."""
    return STOP.on(texts.plain("approval-stop"), filing.id)


def end_button(texts: Texts, filing: Filing) -> CardButton:
    """Return the same button, or the one that unbinds a completed filing at once."""
    if filing.status is FilingStatus.ACTIVE:
        return UNBIND.on(texts.plain("vehicle-unbind"), filing.id)
    return stop_button(texts, filing)


def confirm(session: Session, filing: Filing, texts: Texts) -> Card:
    """Ask for confirmation before the application ends."""
    yes = STOP_CONFIRMED.on(texts.plain("approval-stop-yes"), filing.id)
    keep = GO.on(texts.plain("approval-stop-no"), "approvals")
    return Card(texts("approval-stop-surely", **facts(session, filing, texts)), column(yes, keep))


def stopped(session: Session, filing: Filing, texts: Texts, *, has_note: bool = False) -> Card:
    """Confirm that the application has ended; offer to block the filer. has_note: the owner has typed why."""
    block = BLOCK_FILER.on(texts.plain("approval-block"), filing.id)
    lines = [texts("approval-note-dropped")] if has_note else []
    lines.insert(0, texts("approval-stopped", **facts(session, filing, texts)))
    return Card("\n".join(lines), column(block, go("approvals", texts)))
