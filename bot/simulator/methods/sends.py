"""Methods that send messages: text, photo, document, album, sticker, location, contact, action, forward, copy."""

import secrets
from typing import Any

from bot.simulator.bot_account import BotAccount
from bot.simulator.chats import Chat
from bot.simulator.errors import BadRequest
from bot.simulator.json_types import Json, without_none
from bot.simulator.messages import copied_content, forwarded_content
from bot.simulator.methods.call_parameters import Call
from bot.simulator.methods.message_content import (
    caption_content,
    caption_of,
    markup_of,
    media_content,
    reply_of,
    text_content,
)
from bot.simulator.methods.registry import method

ALBUM_SIZES = range(2, 11)
ACTIONS = {"typing", "find_location", "choose_sticker", "upload_photo", "upload_document"} | {
    f"{action}_{media}" for action in ("record", "upload") for media in ("video", "voice", "video_note")
}


@method("chat_id", "text")
def send_message(bot: BotAccount, call: Call) -> Json:
    """Send a text."""
    chat = bot.writable_chat(call.values["chat_id"])
    content = text_content(call.text("text"), call.text("parse_mode"), call.json("entities"))
    return _post(bot, chat, call, content)


@method("chat_id", "photo")
async def send_photo(bot: BotAccount, call: Call) -> Json:
    """Send a photo in Telegram's sizes."""
    return await _send_media(bot, call, "photo")


@method("chat_id", "document")
async def send_document(bot: BotAccount, call: Call) -> Json:
    """Send a file unchanged."""
    return await _send_media(bot, call, "document")


@method("chat_id", "sticker")
async def send_sticker(bot: BotAccount, call: Call) -> Json:
    """Send a known sticker by its file_id."""
    chat = bot.writable_chat(call.values["chat_id"])
    return _post(bot, chat, call, await media_content(bot, call, "sticker", call.text("sticker")))


@method("chat_id", "latitude", "longitude")
def send_location(bot: BotAccount, call: Call) -> Json:
    """Send a location."""
    chat = bot.writable_chat(call.values["chat_id"])
    return _post(bot, chat, call, {"location": {name: _degrees(call, name) for name in ("latitude", "longitude")}})


@method("chat_id", "phone_number", "first_name")
def send_contact(bot: BotAccount, call: Call) -> Json:
    """Send a contact card."""
    chat = bot.writable_chat(call.values["chat_id"])
    names = {name: call.text(name) for name in ("phone_number", "first_name", "last_name")}
    return _post(bot, chat, call, {"contact": without_none(**names)})


@method("chat_id", "action")
def send_chat_action(bot: BotAccount, call: Call) -> bool:
    """Show "typing" or another chat action."""
    chat = bot.writable_chat(call.values["chat_id"], messages=0)
    if call.values["action"] not in ACTIONS:
        raise BadRequest("wrong parameter action in request")
    bot.set_action(chat, call.text("action"))
    return True


@method("chat_id", "media")
async def send_media_group(bot: BotAccount, call: Call) -> list[Json]:
    """Send an album of 2 to 10 photos or of 2 to 10 documents."""
    media = call.json("media", "media")
    if not isinstance(media, list) or not media:
        raise BadRequest("there are no messages to send")
    if len(media) not in ALBUM_SIZES:
        problem = "few" if len(media) < ALBUM_SIZES.start else "many"
        raise BadRequest(f"too {problem} messages to send as an album")
    chat = bot.writable_chat(call.values["chat_id"], messages=len(media))
    if len({item.get("type") for item in media if isinstance(item, dict)}) > 1:
        raise BadRequest("document can't be mixed with other media types")
    contents = [await input_media(bot, call, item) for item in media]
    group, reply = str(secrets.randbits(53)), reply_of(bot, chat, call)
    bot.set_action(chat, None)
    return [bot.post(chat, bot.sender, {**reply, "media_group_id": group, **content}) for content in contents]


@method("chat_id", "from_chat_id", "message_id")
def forward_message(bot: BotAccount, call: Call) -> Json:
    """Forward a message with its origin."""
    message = _source(bot, call, "forward")
    chat = bot.writable_chat(call.values["chat_id"])
    return bot.post(chat, bot.sender, forwarded_content(message))


@method("chat_id", "from_chat_id", "message_id")
def copy_message(bot: BotAccount, call: Call) -> Json:
    """Send the content of a message without its origin."""
    message = _source(bot, call, "copy")
    chat = bot.writable_chat(call.values["chat_id"])
    content = copied_content(message)
    if call.has("caption") and "text" not in content:
        kept = {key: value for key, value in content.items() if key not in {"caption", "caption_entities"}}
        content = {**kept, **caption_of(call)}
    return {"message_id": _post(bot, chat, call, content)["message_id"]}


async def input_media(bot: BotAccount, call: Call, item: Any) -> Json:
    """Return the message content of an InputMediaPhoto or InputMediaDocument, with its caption."""
    if not isinstance(item, dict) or item.get("type") not in {"photo", "document"}:
        raise BadRequest("can't parse InputMedia: type must be photo or document")
    content = await media_content(bot, call, item["type"], str(item.get("media", "")))
    caption = caption_content(item.get("caption"), item.get("parse_mode"), item.get("caption_entities"))
    return {**content, **caption}


def _post(bot: BotAccount, chat: Chat, call: Call, content: Json) -> Json:
    """Send content with the reply and the reply markup of the call."""
    values = call.values
    if "reply_parameters" in values or "reply_to_message_id" in values:
        content = {**reply_of(bot, chat, call), **content}
    markup = markup_of(call) if "reply_markup" in values else None
    if markup is not None and "inline_keyboard" in markup:
        content = {**content, "reply_markup": markup}
    bot.set_action(chat, None)
    message = bot.post(chat, bot.sender, content)
    if markup is not None and "inline_keyboard" not in markup:
        chat.fixed.add(message["message_id"])
        bot.set_keyboard(chat, markup)
    return message


async def _send_media(bot: BotAccount, call: Call, kind: str) -> Json:
    chat = bot.writable_chat(call.values.get("chat_id"))
    content = {**await media_content(bot, call, kind, call.text(kind)), **caption_of(call)}
    return _post(bot, chat, call, content)


def _source(bot: BotAccount, call: Call, action: str) -> Json:
    message = bot.find_chat(call.values["from_chat_id"]).messages.get(call.number("message_id"))
    if message is None:
        raise BadRequest(f"message to {action} not found")
    return message


def _degrees(call: Call, name: str) -> float:
    try:
        return float(call.values[name])
    except (TypeError, ValueError):
        raise BadRequest(f"{name} is empty or no number") from None
