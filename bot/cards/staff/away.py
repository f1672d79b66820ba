"""Cards of /away: until when a member of staff is away, and what goes back to the inbox."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from bot.card import Button, Card, Whose
from bot.cards.menu import Command
from bot.cards.navigation import go
from bot.cards.staff.work import kind_name
from bot.services.staff.work_items import Piece
from bot.texts import Texts
from storage.staff.members import StaffRole

BACK = Button("away-end", str, whose=Whose.STAFF_LIST)
COMMANDS = (Command("away", 90, *StaffRole),)


def away(until: datetime | None, texts: Texts) -> Card:
    """Until when the member is away, and how to say it."""
    if until is None:
        return Card(texts("away-how"), ((go("queue", texts), go("menu", texts)),))
    return Card(texts("away-until", until=until), ((BACK.on(texts.plain("away-end"), ""),), (go("menu", texts),)))


def begun(session: Session, until: datetime, given: Sequence[Piece], texts: Texts) -> Card:
    """The member is away from now on; what they had taken is free again."""
    lines = [texts("away-begun", until=until)]
    if given:
        named = [f"{kind_name(piece.kind.name, texts)} {piece.label(session)}".strip() for piece in given]
        lines.append(texts("away-given-back", count=len(given), named=texts.plain("staff-roles-between").join(named)))
    return Card("\n".join(lines), ((BACK.on(texts.plain("away-end"), ""),), (go("menu", texts),)))


def ended(texts: Texts) -> Card:
    """The member is present again."""
    return Card(texts("away-ended"), ((go("queue", texts), go("menu", texts)),))
