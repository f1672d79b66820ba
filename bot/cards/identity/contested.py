"""The line about an ID number that somebody else has come to hold, above the cards of who has declared it."""

from dataclasses import replace

from bot.card import Card
from bot.cards.navigation import go
from bot.texts import Texts


def above(card: Card, texts: Texts) -> Card:
    """Say above this card that the reader has to be verified, with the button for it."""
    return replace(
        card, text=f"{texts('number-contested-line')}\n\n{card.text}", rows=((go("identity", texts),), *card.rows)
    )
