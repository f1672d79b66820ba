"""Message content from a call's parameters: text with entities, caption, media, reply, options and keyboard.

Shared by the methods that send and those that edit.
"""

from bot.simulator import topics
from bot.simulator.bot_account import BotAccount
from bot.simulator.chats import Chat
from bot.simulator.errors import ApiError, BadRequest
from bot.simulator.files import MAX_PHOTO_BYTES, MAX_UPLOAD_BYTES, Upload
from bot.simulator.json_types import Json, is_true, utf16_length
from bot.simulator.markup.detection import with_detected
from bot.simulator.markup.keyboards import checked_markup
from bot.simulator.markup.message_entities import given, parse, with_users
from bot.simulator.messages import MAX_CAPTION_LENGTH, MAX_TEXT_LENGTH, external_reply, quoted
from bot.simulator.methods.call_parameters import Call
from bot.simulator.schema.reader import read_object

_QUOTED_TYPES = {"bold", "italic", "underline", "strikethrough", "spoiler", "custom_emoji"}
_MEDIA_OPTIONS = {"has_spoiler": "has_media_spoiler", "show_caption_above_media": "show_caption_above_media"}


def text_content(bot: BotAccount, source: str | None, mode: str | None, entities: object = None) -> Json:
    """Return {"text", "entities"} of a message. The maximum length applies to the text without its markup."""
    text, found = _formatted(bot, source or "", mode, entities)
    if not text:
        raise BadRequest("message text is empty")
    if utf16_length(text) > MAX_TEXT_LENGTH:
        raise BadRequest("message is too long")
    return {"text": text, "entities": found} if found else {"text": text}


def caption_content(bot: BotAccount, source: str | None, mode: str | None, entities: object = None) -> Json:
    """Return {"caption", "caption_entities"} of a message, empty without a caption."""
    if not source:
        return {}
    text, found = _formatted(bot, source, mode, entities)
    if utf16_length(text) > MAX_CAPTION_LENGTH:
        raise BadRequest("message caption is too long")
    if not text:
        return {}
    return {"caption": text, "caption_entities": found} if found else {"caption": text}


def text_of(bot: BotAccount, call: Call) -> Json:
    """Return the text that a call contains, with its link preview."""
    content = text_content(bot, call.text("text"), call.text("parse_mode"), call.entities("entities"))
    preview = call.json("link_preview_options", "link preview options")
    if preview is None and call.flag("disable_web_page_preview"):
        preview = {"is_disabled": True}
    if preview is None:
        return content
    if not isinstance(preview, dict):
        raise BadRequest("object expected as link preview options")
    options = read_object("LinkPreviewOptions", preview, "link preview options")
    kept = {name: value for name, value in options.items() if value}
    return {**content, "link_preview_options": kept} if kept else content


def caption_of(bot: BotAccount, call: Call) -> Json:
    """Return the caption that a call contains."""
    return caption_content(bot, call.text("caption"), call.text("parse_mode"), call.entities("caption_entities"))


async def media_content(bot: BotAccount, call: Call, kind: str, reference: str | None, values: Json) -> Json:
    """Return {"photo": […]}, {"document": {…}} … from an upload of that name, an attach:// reference or a file_id.

    `values` has the attributes of the file: its duration, width and height, title …
    """
    name = reference.removeprefix("attach://") if reference and reference.startswith("attach://") else kind
    upload = call.files.get(name)
    if upload is None and reference and not reference.startswith("attach://"):
        return _stored(bot, kind, reference)
    if upload is None:
        raise BadRequest(f"there is no {kind.replace('_', ' ')} in the request")
    return await _uploaded(bot, kind, upload, values)


def markup_of(call: Call) -> Json | None:
    """Return the reply markup that a call contains."""
    return checked_markup(call.json("reply_markup", "reply keyboard markup"))


def reply_of(bot: BotAccount, chat: Chat, call: Call) -> Json:
    """Return {"reply_to_message", "quote"} if a call replies to a message of this chat."""
    wanted = call.json("reply_parameters", "reply parameters")
    if wanted is None and call.has("reply_to_message_id"):
        wanted = {"message_id": call.number("reply_to_message_id")}
        wanted["allow_sending_without_reply"] = call.flag("allow_sending_without_reply")
    if wanted is None or wanted == {}:
        return {}
    if not isinstance(wanted, dict):
        raise BadRequest("object expected as reply parameters")
    read = read_object("ReplyParameters", wanted, "reply parameters")
    other = read.get("chat_id") not in (None, "", chat.id, str(chat.id))
    source = bot.find_chat(read["chat_id"]) if other else chat
    message = source.messages.get(read["message_id"])
    if message is None and read.get("allow_sending_without_reply") and not other:
        return {}
    if message is None:
        raise BadRequest("message to be replied not found")
    quote = _quote(bot, message, read)
    return (
        {"external_reply": external_reply(message), **quote}
        if other
        else {"reply_to_message": quoted(message), **quote}
    )


def _quote(bot: BotAccount, message: Json, wanted: Json) -> Json:
    """Return {"quote"}: a part of the message replied to, which must contain it."""
    if not wanted.get("quote"):
        return {}
    text, entities = _formatted(bot, wanted["quote"], wanted.get("quote_parse_mode"), wanted.get("quote_entities"))
    whole = message.get("text") or message.get("caption") or ""
    at = whole.find(text)
    if at < 0 or utf16_length(text) > MAX_CAPTION_LENGTH:
        raise BadRequest("QUOTE_TEXT_INVALID")
    kept = [entity for entity in entities if entity["type"] in _QUOTED_TYPES]
    quote: Json = {"text": text, "position": utf16_length(whole[:at]), "is_manual": True}
    return {"quote": {**quote, "entities": kept} if kept else quote}


def options_of(bot: BotAccount, chat: Chat, call: Call) -> Json:
    """Return the message fields of a call's options: protection, effect and topic."""
    protected = {"has_protected_content": True} if call.flag("protect_content") else {}
    effect = call.text("message_effect_id")
    fields = {**protected, "effect_id": effect} if effect and effect != "0" else protected
    return {**fields, **_topic_of(bot, chat, call)}


def _topic_of(bot: BotAccount, chat: Chat, call: Call) -> Json:
    """Return the fields of the topic that a call names, or that the message is in to which it replies."""
    wanted = call.number("message_thread_id")
    if wanted and (not topics.has_topics(bot, chat) or wanted == topics.GENERAL or str(wanted) not in chat.topics):
        raise BadRequest("message thread not found")
    replied = reply_of(bot, chat, call).get("reply_to_message", {}) if not wanted and chat.topics else {}
    thread = wanted or replied.get("message_thread_id")
    return topics.in_topic(thread) if thread else {}


def media_options(values: Json) -> Json:
    """Return the message fields of the options of a photo, video or animation, in a call or an input media."""
    return {field: True for name, field in _MEDIA_OPTIONS.items() if is_true(values.get(name))}


def formatted(bot: BotAccount, source: str, mode: str | None, entities: object) -> tuple[str, list[Json]]:
    """Return a text and its entities: given ones, or those that its parse mode makes."""
    if not mode and isinstance(entities, list):
        text, marked = given(source, entities)
    else:
        text, marked = parse(source, mode)
    return text, with_users(marked, bot.find_user)


def _formatted(bot: BotAccount, source: str, mode: str | None, entities: object) -> tuple[str, list[Json]]:
    text, marked = formatted(bot, source, mode, entities)
    return text, with_detected(text, marked)


def _stored(bot: BotAccount, kind: str, reference: str) -> Json:
    if reference.startswith(("http://", "https://")):
        raise BadRequest("failed to get HTTP URL content")  # The local Telegram opens no connections.
    content = bot.shared.files.content.get(reference, {})
    if kind in content:
        return content
    if reference in bot.shared.files.by_id:
        raise BadRequest("can't use file of a different type as " + kind.capitalize())
    raise BadRequest("wrong file identifier/HTTP URL specified")


async def _uploaded(bot: BotAccount, kind: str, upload: Upload, values: Json) -> Json:
    """Store an upload and return its content; raises BadRequest for an invalid file, ApiError 413 for a large one."""
    if not upload.data:
        raise BadRequest("file must be non-empty")
    if len(upload.data) > MAX_UPLOAD_BYTES:
        raise ApiError(413, "Request Entity Too Large")
    if kind == "document":
        return bot.shared.files.document(upload)
    if kind != "photo":
        return bot.shared.files.media(kind, upload, values)
    if len(upload.data) > MAX_PHOTO_BYTES:
        raise BadRequest(f"too big photo: {len(upload.data)} bytes; the maximum is {MAX_PHOTO_BYTES}")
    try:
        return await bot.shared.files.photo(upload.data)
    except ValueError as error:
        raise BadRequest(str(error)) from None
