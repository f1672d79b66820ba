"""Cards of consents: the required texts, asked again after a change."""

from bot.card import Button, Card, PairButton, Whose, column
from bot.cards.menu import Command
from bot.cards.navigation import GO, go, sentence
from bot.services.identity.consents import VERSIONS
from bot.texts import Texts
from storage.identity.consents import ConsentText

AGREE = PairButton("agree-text", first_type=ConsentText, second_type=str, whose=Whose.NO_ROW)
READ = Button("read-text", ConsentText, whose=Whose.NO_ROW)
COMMANDS = (Command("terms", 240, registered=True),)

# The key of each text that is asked again when it has changed.
REQUIRED_TEXTS = {ConsentText.TERMS: "terms", ConsentText.DATA_SHARING: "sharing"}

agreed = sentence("terms-agreed", "menu")
going_on = sentence("terms-agreed-going-on")


def all_agreed(texts: Texts) -> Card:
    """Say that no text waits, and offer to read them again."""
    buttons = [READ.on(texts.plain(f"{key}-read"), kind) for kind, key in REQUIRED_TEXTS.items()]
    return Card(texts("terms-all-agreed"), column(*buttons, go("privacy", texts), go("menu", texts)))


def again(texts: Texts, kind: ConsentText, *, days: int) -> Card:
    """Show a required text to somebody who has agreed to it."""
    back = GO.on(texts.plain("flow-back"), "terms")
    return Card(_text(texts, kind, days=days), column(back, go("privacy", texts)))


def ask(texts: Texts, kind: ConsentText, *, days: int) -> Card:
    """Show a required text with its button. The button carries the version that is shown."""
    version = VERSIONS[kind]
    label = texts.plain("terms-again" if kind is ConsentText.TERMS else "terms-again-sharing")
    return Card(_text(texts, kind, days=days), column(AGREE.on_pair(label, kind, version)))


def _text(texts: Texts, kind: ConsentText, *, days: int) -> str:
    return texts(REQUIRED_TEXTS[kind], version=VERSIONS[kind], days=days)
