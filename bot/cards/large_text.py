"""Cards of the large-text profile (长辈版): how it is chosen, and its menu of four choices.

Its texts are those whose key begins with `large-`, beside the usual ones (`bot/texts.py`).
"""

from collections.abc import Collection, Sequence

from bot.card import Button, Card, CardButton, Row, Whose, column
from bot.cards.menu import ALL
from bot.cards.navigation import go
from bot.texts import Texts

LARGE = Button("large-text", str, whose=Whose.NO_ROW)
ON, OFF = "on", "off"
CHOICES = ("certificate", "vehicles", "violations", "offices")
GUEST_CHOICES = ("start", "verify", "offices", "help")


def switch(texts: Texts) -> CardButton:
    """Return the button that turns the profile on, or off if the reader has it."""
    return LARGE.on(texts.plain("large-text-off" if texts.large else "large-text-on"), OFF if texts.large else ON)


def chosen(texts: Texts) -> Card:
    """Confirm the profile, or that it is off."""
    text = texts("large-text-is-on" if texts.large else "large-text-is-off")
    return Card(text, ((go("menu", texts),), (switch(texts),)))


def menu(texts: Texts, commands: Collection[str], usual: Card, *, waits: Sequence[CardButton] = ()) -> Card:
    """Return the menu of the profile: four of the reader's commands, one below the other, and the way to all.

    usual: the usual menu, whose text counts the vehicles. waits: what waits for the reader, the most urgent first.
    """
    choices = GUEST_CHOICES if "start" in commands else CHOICES
    offered = column(*(go(command, texts) for command in choices if command in commands))
    return Card(usual.text, (*column(*waits[:1]), *offered, *_more(texts)), about=usual.about)


def _more(texts: Texts) -> tuple[Row, ...]:
    return ((ALL.on(texts.plain("menu-more"), ""),),)
