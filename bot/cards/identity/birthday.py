"""Cards about the date of birth, which some documents do not carry in their number."""

from sqlmodel import Session

from bot.cards.menu import Command, MenuReader
from bot.cards.navigation import sentence
from bot.services.identity import ages


def _is_unknown(_: Session, reader: MenuReader) -> bool:
    return ages.born_on(reader.person, now=reader.now) is None


COMMANDS = (Command("birthday", 245, registered=True, concerns=_is_unknown),)

ask = sentence("birthday-ask")
kept = sentence("birthday-kept", "file", "menu")
