"""Cards of an account that its person has locked by signing out."""

from bot.card import Button, Card, column
from bot.cards.navigation import sentence
from bot.services.values import masking
from bot.texts import Texts

UNLOCK = Button("unlock", str)
RESEND = Button("unlock-again", str, in_step=True)

unlocked = sentence("unlock-done")


def locked(texts: Texts) -> Card:
    """Say that the account is locked, and offer to unlock it."""
    return Card(texts("unlock-locked"), column(UNLOCK.on(texts.plain("unlock-button"), "")))


def ask_code(texts: Texts, *, phone: str, minutes: int) -> Card:
    """Ask for the code sent to the person's phone number (E.164)."""
    text = texts("unlock-ask-code", phone=masking.phone(phone), minutes=minutes)
    return Card(text, column(RESEND.on(texts.plain("unlock-resend"), "")))
