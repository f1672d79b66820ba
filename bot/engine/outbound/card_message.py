"""One message that shows a packed card: sent, or edited in place, with its words, buttons and perhaps a file."""

from dataclasses import dataclass
from typing import Any

from telegram import InputFile, InputMediaPhoto
from telegram.error import BadRequest

from bot.engine.outbound.telegram import TelegramChannel, message_id_of, protection, reply_markup
from bot.engine.outbound.truncate import truncate
from storage.files import DecryptedFile

# Telegram's error text for an edit that changes nothing.
SAME = "message is not modified"
GONE = "message to edit not found"
# Its error text for a text in place of the caption of a file.
CAPTIONED = "no text in the message to edit"

OpenedFiles = list[tuple[DecryptedFile, bool]]  # Each with whether it is sent as a document; one at most.


@dataclass(frozen=True)
class CardPlace:
    """Where a card goes: the chat, and the message that it takes the place of.

    is_notification: in place of an earlier message, without which it says nothing. is_amended: by what that is about.
    """

    chat: int
    message_id: int | None
    is_notification: bool
    is_amended: bool


async def send_or_edit(telegram: TelegramChannel, place: CardPlace, card: dict[str, Any], opened: OpenedFiles) -> int:
    """Show a card and return the id of its message. Raises TelegramError.

    A file is a message of its own, but for the newer picture of a message that is amended.
    """
    edit, is_own = place.message_id, bool(opened) and not place.is_amended
    # A message that is edited stays as unprotected as it was.
    if edit is not None and not is_own and "keyboard" not in card and not card.get("protected"):
        try:
            return await _edit(telegram, place, edit, card, opened)
        except BadRequest as problem:
            says_nothing = place.is_notification or opened
            if SAME in problem.message.lower() or (says_nothing and GONE in problem.message.lower()):
                return edit
            # Whatever else is wrong with the message, a new one shows the card; an invalid card fails there too.
    return await (send_file(telegram, place.chat, card, *opened[0]) if opened else telegram.say(place.chat, card))


async def send_file(
    telegram: TelegramChannel, chat: int, card: dict[str, Any], file: DecryptedFile, as_document: bool
) -> int:
    """Send a file under the words of a card and return the id of the message. Raises TelegramError."""
    kind = "document" if as_document else "photo"
    parameters: dict[str, Any] = {"chat_id": chat, kind: InputFile(file.content, filename=file.name)}
    if card["text"]:
        parameters |= {"caption": card["text"], "parse_mode": "HTML"}
    method = "sendDocument" if as_document else "sendPhoto"
    sent: Any = await telegram.call(method, **parameters, **protection(card), **reply_markup(card))
    return message_id_of(sent)


async def _edit(
    telegram: TelegramChannel, place: CardPlace, edit: int, card: dict[str, Any], opened: OpenedFiles
) -> int:
    """Put a text in place of a text, or a picture in place of either; amended words leave the picture above them."""
    message = {"chat_id": place.chat, "message_id": edit, **reply_markup(card)}
    if opened:
        file, _ = opened[0]
        media = InputMediaPhoto(file.content, filename=file.name, caption=card["text"], parse_mode="HTML")
        await telegram.call("editMessageMedia", media=media, **message)
        return edit
    words = truncate(card["text"])
    try:
        await telegram.call("editMessageText", text=words, parse_mode="HTML", **message)
    except BadRequest as problem:
        if not place.is_amended or CAPTIONED not in problem.message.lower():
            raise
        await telegram.call("editMessageCaption", caption=words, parse_mode="HTML", **message)
    return edit
