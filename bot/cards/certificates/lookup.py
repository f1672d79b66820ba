"""Card of looking up a vehicle by its plate; the result is that of a verification."""

from bot.card import Card
from bot.cards.navigation import go
from bot.texts import Texts


def usage(texts: Texts) -> Card:
    """How to write the command."""
    return Card(texts("lookup-usage"), ((go("menu", texts),),))
