"""Methods that send texts and files: text, photo, document, video, audio, voice, sticker, album; and chat actions."""

import secrets
from typing import Any

from bot.simulator.bot_account import BotAccount
from bot.simulator.errors import BadRequest
from bot.simulator.files import MEDIA_KINDS
from bot.simulator.json_types import Json
from bot.simulator.methods.call_parameters import Call
from bot.simulator.methods.message_content import (
    caption_content,
    caption_of,
    media_content,
    media_options,
    options_of,
    reply_of,
    text_of,
)
from bot.simulator.methods.posting import post
from bot.simulator.methods.registry import method
from bot.simulator.schema.reader import InvalidValue, read_object

ALBUM_SIZES = range(2, 11)
ACTIONS = {"typing", "find_location", "choose_sticker", "upload_photo", "upload_document"} | {
    f"{action}_{media}" for action in ("record", "upload") for media in ("video", "voice", "audio", "video_note")
}
# Documents and audio files form albums of their own; photos and videos may be mixed.
_ALBUM_GROUPS = {"photo": "visual", "live_photo": "visual", "video": "visual", "document": "document", "audio": "audio"}
_WITH_OPTIONS = {"photo", "video", "animation"}
_NO_CAPTION = {"sticker", "video_note"}


@method("chat_id", "text")
def send_message(bot: BotAccount, call: Call) -> Json:
    """Send a text."""
    chat = bot.writable_chat(call.values["chat_id"])
    return post(bot, chat, call, text_of(bot, call))


@method("chat_id", "photo")
async def send_photo(bot: BotAccount, call: Call) -> Json:
    """Send a photo in Telegram's sizes."""
    return await _send_media(bot, call, "photo")


@method("chat_id", "document")
async def send_document(bot: BotAccount, call: Call) -> Json:
    """Send a file unchanged."""
    return await _send_media(bot, call, "document")


@method("chat_id", "video")
async def send_video(bot: BotAccount, call: Call) -> Json:
    """Send a video."""
    return await _send_media(bot, call, "video")


@method("chat_id", "animation")
async def send_animation(bot: BotAccount, call: Call) -> Json:
    """Send an animation: a GIF, or a video without sound."""
    return await _send_media(bot, call, "animation")


@method("chat_id", "audio")
async def send_audio(bot: BotAccount, call: Call) -> Json:
    """Send an audio file."""
    return await _send_media(bot, call, "audio")


@method("chat_id", "voice")
async def send_voice(bot: BotAccount, call: Call) -> Json:
    """Send a voice message."""
    return await _send_media(bot, call, "voice")


@method("chat_id", "video_note")
async def send_video_note(bot: BotAccount, call: Call) -> Json:
    """Send a round video message."""
    return await _send_media(bot, call, "video_note")


@method("chat_id", "sticker")
async def send_sticker(bot: BotAccount, call: Call) -> Json:
    """Send a sticker."""
    return await _send_media(bot, call, "sticker")


@method("chat_id", "action")
def send_chat_action(bot: BotAccount, call: Call) -> bool:
    """Show "typing" or another chat action."""
    action = (call.text("action") or "").lower()
    if action not in ACTIONS:
        raise BadRequest("wrong parameter action in request")
    chat = bot.writable_chat(call.values["chat_id"], messages=0)
    bot.set_action(chat, action)
    return True


@method("chat_id", "media")
async def send_media_group(bot: BotAccount, call: Call) -> list[Json]:
    """Send an album of 2 to 10 photos and videos, documents, or audio files."""
    media = call.json("media", "media")
    if not isinstance(media, list) or not media:
        raise BadRequest("there are no messages to send" if media == [] else "expected an Array of InputMedia")
    if len(media) not in ALBUM_SIZES:
        problem = "few" if len(media) < ALBUM_SIZES.start else "many"
        raise BadRequest(f"too {problem} messages to send as an album")
    chat = bot.writable_chat(call.values["chat_id"], messages=len(media))
    groups = {_album_group(item) for item in media}
    if len(groups) > 1:
        kind = next(group for group in ("document", "audio", "visual") if group in groups)
        raise BadRequest(f"{kind} can't be mixed with other media types")
    contents = [await input_media(bot, call, item) for item in media]
    group, shared = str(secrets.randbits(53)), {**reply_of(bot, chat, call), **options_of(bot, chat, call)}
    bot.set_action(chat, None)
    return [bot.post(chat, bot.sender, {**shared, "media_group_id": group, **content}) for content in contents]


async def input_media(bot: BotAccount, call: Call, item: Any) -> Json:
    """Return the message content of an InputMedia object, with its caption."""
    read = read_object("InputMedia", item)
    kind = read["type"]
    if kind not in MEDIA_KINDS:
        raise BadRequest(f'can\'t parse InputMedia: type "{kind}" is unsupported')
    content = await media_content(bot, call, kind, read["media"], read)
    caption = caption_content(bot, read.get("caption"), read.get("parse_mode"), read.get("caption_entities"))
    return {**content, **caption, **(media_options(read) if kind in _WITH_OPTIONS else {})}


def _album_group(item: Any) -> str:
    kind = item.get("type") if isinstance(item, dict) else None
    if kind == "animation":
        raise BadRequest("can't parse InputMedia: type \"animation\" can't be used in sendMediaGroup")
    if not isinstance(kind, str):
        raise BadRequest(f"can't parse InputMedia: {InvalidValue('expected an Object')}")
    return _ALBUM_GROUPS.get(kind, kind)


async def _send_media(bot: BotAccount, call: Call, kind: str) -> Json:
    chat = bot.writable_chat(call.values.get("chat_id"))
    content = await media_content(bot, call, kind, call.text(kind), call.values)
    caption = {} if kind in _NO_CAPTION else caption_of(bot, call)
    options = media_options(call.values) if kind in _WITH_OPTIONS else {}
    return post(bot, chat, call, {**content, **caption, **options})
