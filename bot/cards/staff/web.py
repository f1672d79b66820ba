"""Cards of /web: the sign-in code for the staff's page."""

from datetime import datetime

from bot.card import Button, Card, CopyButton, Whose, column
from bot.cards.menu import Command
from bot.cards.navigation import go
from bot.services.values import short_codes
from bot.texts import Texts
from storage.staff.members import StaffRole

CODE = Button("web-code", str, whose=Whose.STAFF_LIST)
SIGN_OUT = Button("web-out", str, whose=Whose.STAFF_LIST)
COMMANDS = (Command("web", 92, *StaffRole),)


def sign_in_code(texts: Texts, code: str, *, until: datetime, page: str) -> Card:
    """Show a one-time code for the page; it is neither forwarded nor saved."""
    text = texts("desk-code", code=short_codes.grouped(code), until=until, page=page or "/staff")
    copy = CopyButton(texts.plain("organisation-code-copy"), short_codes.grouped(code))
    buttons = (CODE.on(texts.plain("desk-code-again"), ""), SIGN_OUT.on(texts.plain("desk-code-sign-out"), ""))
    return Card(text, ((copy,), *column(*buttons)), protected=True)


def signed_out(texts: Texts, count: int) -> Card:
    """Confirm that every browser was signed out."""
    return Card(texts("organisation-signed-out", count=count), ((go("web", texts),),))
