"""Cards of an account that its person has locked by signing out."""

from bot.card import Button, Card, CardButton, Whose, column
from bot.cards.navigation import GO, go, office_rows, sentence
from bot.services.values import masking
from bot.texts import Texts

UNLOCK = Button("unlock", str, whose=Whose.NO_ROW)
RESEND = Button("unlock-again", str, in_step=True)

unlocked = sentence("unlock-done")


def locked(texts: Texts, *, key: str = "unlock-locked") -> Card:
    """Say that the account is locked, and offer to unlock it."""
    return way_out(texts(key), texts)


def locked_without_phone(texts: Texts) -> Card:
    """Say that the account is locked, and that only staff can unlock it, as there is no phone number for a code."""
    return Card(texts("unlock-no-phone"), ((go("identity", texts),), *office_rows("unlock-no-phone", texts)))


def way_out(text: str, texts: Texts) -> Card:
    """Offer to unlock the account, below a text that says that it is locked."""
    return Card(text, column(UNLOCK.on(texts.plain("unlock-button"), ""), number_gone(texts)))


def unlock_first(texts: Texts) -> Card:
    """Say to who writes into a locked chat that nothing was done, and offer to unlock the account."""
    return locked(texts, key="unlock-first")


def ask_code(texts: Texts, *, phone: str, minutes: int) -> Card:
    """Ask for the code sent to the person's phone number (E.164)."""
    text = texts("unlock-ask-code", phone=masking.phone(phone), minutes=minutes)
    return Card(text, column(RESEND.on(texts.plain("unlock-resend"), ""), number_gone(texts)))


def number_gone(texts: Texts) -> CardButton:
    """Return the button for people who no longer have the phone number to which the code goes."""
    return GO.on(texts.plain("identity-number-gone"), "identity")
