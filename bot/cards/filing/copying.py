"""Buttons that put something about an application on the clipboard: its number, and what its filer writes the owner."""

from bot.card import CopyButton
from bot.links import DeskLinks
from bot.services.values import plates
from bot.texts import Texts
from storage.filing.filings import Filing
from storage.register.vehicles import Vehicle

MAX_LENGTH = 256  # Bot API, CopyTextButton, in characters.


def number(texts: Texts, filing: Filing) -> CopyButton:
    """Copy the number of an application."""
    return CopyButton(texts.plain("filing-copy-number", number=str(filing.number)), f"#{filing.number}")


def words_for_owner(texts: Texts, filing: Filing, vehicle: Vehicle, *, links: DeskLinks) -> CopyButton:
    """Copy what the filer may write to the owner: what they are asked, and both ways to answer."""
    words = texts.plain(
        "filing-words-for-owner",
        number=str(filing.number),
        plate=plates.display(vehicle.plate),
        bot=links.bot_username,
    )
    return CopyButton(texts.plain("filing-copy-words-for-owner"), words[:MAX_LENGTH])
