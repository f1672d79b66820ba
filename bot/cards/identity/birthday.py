"""Cards about the date of birth, which some documents do not carry in their number."""

from datetime import date

from sqlmodel import Session

from bot.card import Card
from bot.cards.menu import Command, MenuReader
from bot.cards.navigation import go, office_rows, sentence
from bot.services.identity import ages
from bot.texts import Texts


def _is_unknown(_: Session, reader: MenuReader) -> bool:
    return ages.born_on(reader.person, now=reader.now) is None


COMMANDS = (Command("birthday", 245, registered=True, concerns=_is_unknown),)

ask = sentence("birthday-ask")


def kept(texts: Texts, born: date) -> Card:
    """The date of birth is stored; it is shown, as the person cannot change it."""
    return Card(
        texts("birthday-kept", born=born),
        ((go("file", texts), go("menu", texts)), *office_rows("birthday-kept", texts)),
    )
