"""Cards about the date of birth, which some documents do not carry in their number."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlmodel import Session

from bot.card import Button, ButtonStyle, Card, column
from bot.cards.menu import Command, MenuReader
from bot.cards.navigation import go, office_rows, sentence
from bot.services.identity import ages
from bot.texts import Texts


def _is_unknown(_: Session, reader: MenuReader) -> bool:
    return ages.born_on(reader.person, now=reader.now) is None


CONFIRM = Button("born-yes", str, in_step=True, style=ButtonStyle.MAIN)
COMMANDS = (Command("birthday", 245, registered=True, concerns=_is_unknown),)

ask = sentence("birthday-ask")


def confirmation(texts: Texts, born: date, too_young: Mapping[str, Any] | None) -> Card:
    """Show the date that was read. too_young: the minimum age and since when it is reached, if it is not yet."""
    lines = [texts("birthday-confirm", born=born)]
    lines += [texts("birthday-too-young", **too_young)] if too_young else []
    text = "\n".join(lines)
    return Card(text, column(CONFIRM.on(texts.plain("birthday-right"), "")))


def kept(texts: Texts, born: date, too_young: Mapping[str, Any] | None) -> Card:
    """The date of birth is stored; it is shown, as the person cannot change it. too_young: as of `confirmation`."""
    then = texts("birthday-too-young", **too_young) if too_young else texts("birthday-next")
    next_act = () if too_young else (go("file", texts),)
    text = f"{texts('birthday-kept', born=born)}\n{then}"
    return Card(text, ((*next_act, go("menu", texts)), *office_rows("birthday-kept", texts)))
