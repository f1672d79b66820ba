"""Methods that write new messages: text, photo, document, album, sticker, location, contact, action, forward, copy."""

import secrets
from typing import Any

from bot.simulator.bot_account import BotAccount
from bot.simulator.chats import Chat
from bot.simulator.errors import BadRequest
from bot.simulator.json_types import Json, without_none
from bot.simulator.methods.call_parameters import Call
from bot.simulator.methods.message_content import (
    caption_content,
    caption_of,
    markup_of,
    media_content,
    reply_of,
    text_content,
)

ALBUM = range(2, 11)
ACTIONS = {"typing", "find_location", "choose_sticker", "upload_photo", "upload_document"} | {
    f"{deed}_{thing}" for deed in ("record", "upload") for thing in ("video", "voice", "video_note")
}
_CARRIED = ("text", "entities", "caption", "caption_entities", "photo", "document", "sticker", "contact", "location")


def send_message(bot: BotAccount, call: Call) -> Json:
    """Write a text: `sendMessage`."""
    chat = bot.reach(call.values["chat_id"])
    content = text_content(call.text("text"), call.text("parse_mode"), call.structure("entities"))
    return post(bot, chat, call, content)


async def send_photo(bot: BotAccount, call: Call) -> Json:
    """Send a photo, recompressed as Telegram does: `sendPhoto`."""
    return await _send_media(bot, call, "photo")


async def send_document(bot: BotAccount, call: Call) -> Json:
    """Send a file as it is: `sendDocument`."""
    return await _send_media(bot, call, "document")


async def send_sticker(bot: BotAccount, call: Call) -> Json:
    """Send a sticker that was sent before, by its file_id: `sendSticker`."""
    chat = bot.reach(call.values["chat_id"])
    return post(bot, chat, call, await media_content(bot, call, "sticker", call.text("sticker")))


def send_location(bot: BotAccount, call: Call) -> Json:
    """Send a place: `sendLocation`."""
    chat = bot.reach(call.values["chat_id"])
    return post(bot, chat, call, {"location": {name: _degrees(call, name) for name in ("latitude", "longitude")}})


def send_contact(bot: BotAccount, call: Call) -> Json:
    """Send a contact card: `sendContact`."""
    chat = bot.reach(call.values["chat_id"])
    names = {name: call.text(name) for name in ("phone_number", "first_name", "last_name")}
    return post(bot, chat, call, {"contact": without_none(**names)})


def send_chat_action(bot: BotAccount, call: Call) -> bool:
    """Show "typing" and the like: `sendChatAction`."""
    chat = bot.reach(call.values["chat_id"], messages=0)
    if call.values["action"] not in ACTIONS:
        raise BadRequest("wrong parameter action in request")
    bot.act(chat, call.text("action"))
    return True


async def send_media_group(bot: BotAccount, call: Call) -> list[Json]:
    """Send an album of 2 to 10 photos or of 2 to 10 documents: `sendMediaGroup`."""
    media = call.structure("media", "media")
    if not isinstance(media, list) or not media:
        raise BadRequest("there are no messages to send")
    if len(media) not in ALBUM:
        few = len(media) < ALBUM.start
        raise BadRequest(f"too {'few' if few else 'many'} messages to send as an album")
    chat = bot.reach(call.values["chat_id"], messages=len(media))
    if len({item.get("type") for item in media if isinstance(item, dict)}) > 1:
        raise BadRequest("document can't be mixed with other media types")
    contents = [await input_media(bot, call, item) for item in media]
    group, reply = str(secrets.randbits(53)), reply_of(bot, chat, call)
    bot.act(chat, None)
    return [bot.post(chat, bot.sender, {**reply, "media_group_id": group, **content}) for content in contents]


async def input_media(bot: BotAccount, call: Call, item: Any) -> Json:
    """What a message holds of one InputMediaPhoto or InputMediaDocument, caption included."""
    if not isinstance(item, dict) or item.get("type") not in {"photo", "document"}:
        raise BadRequest("can't parse InputMedia: type must be photo or document")
    content = await media_content(bot, call, item["type"], str(item.get("media", "")))
    caption = caption_content(item.get("caption"), item.get("parse_mode"), item.get("caption_entities"))
    return {**content, **caption}


def forward_message(bot: BotAccount, call: Call) -> Json:
    """Pass a message on, with its origin: `forwardMessage`."""
    message = _source(bot, call, "forward")
    chat = bot.reach(call.values["chat_id"])
    return bot.post(chat, bot.sender, forwarded(message))


def copy_message(bot: BotAccount, call: Call) -> Json:
    """Pass the content on without its origin: `copyMessage`."""
    message = _source(bot, call, "copy")
    chat = bot.reach(call.values["chat_id"])
    content = {key: message[key] for key in _CARRIED if key in message}
    if call.has("caption") and "text" not in content:
        kept = {key: value for key, value in content.items() if key not in {"caption", "caption_entities"}}
        content = {**kept, **caption_of(call)}
    return {"message_id": post(bot, chat, call, content)["message_id"]}


def forwarded(message: Json) -> Json:
    """What a forward of a message holds: its content, and who wrote it first."""
    origin = message.get("forward_origin") or {
        "type": "user",
        "date": message["date"],
        "sender_user": message["from"],
    }
    content = {key: message[key] for key in _CARRIED if key in message}
    return {"forward_origin": origin, **content}


def post(bot: BotAccount, chat: Chat, call: Call, content: Json) -> Json:
    """Write a bot's message with the reply and the markup its call gives."""
    values = call.values
    if "reply_parameters" in values or "reply_to_message_id" in values:
        content = {**reply_of(bot, chat, call), **content}
    markup = markup_of(call) if "reply_markup" in values else None
    if markup is not None and "inline_keyboard" in markup:
        content = {**content, "reply_markup": markup}
    bot.act(chat, None)
    message = bot.post(chat, bot.sender, content)
    if markup is not None and "inline_keyboard" not in markup:
        chat.fixed.add(message["message_id"])
        bot.show_keyboard(chat, markup)
    return message


async def _send_media(bot: BotAccount, call: Call, kind: str) -> Json:
    chat = bot.reach(call.values.get("chat_id"))
    content = {**await media_content(bot, call, kind, call.text(kind)), **caption_of(call)}
    return post(bot, chat, call, content)


def _source(bot: BotAccount, call: Call, deed: str) -> Json:
    message = bot.find_chat(call.values["from_chat_id"]).messages.get(call.number("message_id"))
    if message is None:
        raise BadRequest(f"message to {deed} not found")
    return message


def _degrees(call: Call, name: str) -> float:
    try:
        return float(call.values[name])
    except (TypeError, ValueError):
        raise BadRequest(f"{name} is empty or no number") from None
