"""Parts of the official Message object that bots and people build alike: forwards, copies and quotes."""

from bot.simulator.json_types import Json

MAX_TEXT_LENGTH = 4096  # in UTF-16 code units
MAX_CAPTION_LENGTH = 1024

_WORDS = {"text", "entities", "caption", "caption_entities"}
MEDIA = ("photo", "document", "video", "animation", "audio", "voice", "video_note", "sticker")
_COPIED = (*MEDIA, *sorted(_WORDS), "link_preview_options", "has_media_spoiler", "show_caption_above_media", "contact",
           "location", "venue", "dice", "poll")  # fmt: skip


def copied_content(message: Json) -> Json:
    """Return the content of a message without its sender, date, reply and keyboard."""
    return {key: message[key] for key in _COPIED if key in message}


def forwarded_content(message: Json) -> Json:
    """Return the content of a forwarded message, with its origin."""
    origin = {"type": "user", "date": message["date"], "sender_user": message["from"]}
    return {"forward_origin": message.get("forward_origin") or origin, **copied_content(message)}


def quoted(message: Json) -> Json:
    """Return a message for `reply_to_message`: without the message that it replies to itself."""
    return {key: value for key, value in message.items() if key != "reply_to_message"}


def external_reply(message: Json) -> Json:
    """Return a message of another chat for `external_reply`: its origin, chat and media, without its text."""
    origin = message.get("forward_origin") or {"type": "user", "date": message["date"], "sender_user": message["from"]}
    content = {key: value for key, value in copied_content(message).items() if key not in _WORDS}
    return {"origin": origin, "chat": message["chat"], "message_id": message["message_id"], **content}
