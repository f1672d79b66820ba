"""Cards of consents: the required texts, asked again after a change."""

from bot.card import Card, PairButton, Whose, column
from bot.cards.menu import Command
from bot.cards.navigation import sentence
from bot.services.identity.consents import VERSIONS
from bot.texts import Texts
from storage.identity.consents import ConsentText

AGREE = PairButton("agree-text", first_type=ConsentText, second_type=str, whose=Whose.NO_ROW)
COMMANDS = (Command("terms", 240, registered=True),)

# The key of each text that is asked again when it has changed.
REQUIRED_TEXTS = {ConsentText.TERMS: "terms", ConsentText.DATA_SHARING: "sharing"}

agreed = sentence("terms-agreed", "menu")
all_agreed = sentence("terms-all-agreed", "privacy", "menu")


def ask(texts: Texts, kind: ConsentText, *, days: int) -> Card:
    """Show a required text with its button. The button carries the version that is shown."""
    version = VERSIONS[kind]
    label = texts.plain("terms-again" if kind is ConsentText.TERMS else "terms-again-sharing")
    text = texts(REQUIRED_TEXTS[kind], version=version, days=days)
    return Card(text, column(AGREE.on_pair(label, kind, version)))
