"""Message content from a call's parameters: text with entities, caption, media, reply and keyboard.

Shared by the methods that send and those that edit.
"""

from bot.simulator.bot_account import BotAccount
from bot.simulator.chats import Chat
from bot.simulator.errors import ApiError, BadRequest
from bot.simulator.files import MAX_PHOTO_BYTES, MAX_UPLOAD_BYTES, Upload
from bot.simulator.json_types import Json, utf16_length
from bot.simulator.markup.keyboards import checked_markup
from bot.simulator.markup.message_entities import parse, trimmed, with_detected
from bot.simulator.messages import MAX_CAPTION_LENGTH, MAX_TEXT_LENGTH, quoted
from bot.simulator.methods.call_parameters import Call


def text_content(source: str | None, mode: str | None, entities: object = None) -> Json:
    """Return {"text", "entities"} of a message. The maximum length applies to the text without its markup."""
    text, found = _formatted(source or "", mode, entities)
    if not text:
        raise BadRequest("message text is empty")
    if utf16_length(text) > MAX_TEXT_LENGTH:
        raise BadRequest("message is too long")
    return {"text": text, "entities": found} if found else {"text": text}


def caption_content(source: str | None, mode: str | None, entities: object = None) -> Json:
    """Return {"caption", "caption_entities"} of a message, empty without a caption."""
    if not source:
        return {}
    text, found = _formatted(source, mode, entities)
    if utf16_length(text) > MAX_CAPTION_LENGTH:
        raise BadRequest("message caption is too long")
    if not text:
        return {}
    return {"caption": text, "caption_entities": found} if found else {"caption": text}


def caption_of(call: Call) -> Json:
    """Return the caption that a call contains."""
    return caption_content(call.text("caption"), call.text("parse_mode"), call.json("caption_entities"))


async def media_content(bot: BotAccount, call: Call, kind: str, reference: str | None) -> Json:
    """Return {"photo": […]} or {"document": {…}} from an upload of that name, an attach:// reference or a file_id."""
    name = reference.removeprefix("attach://") if reference and reference.startswith("attach://") else kind
    upload = call.files.get(name)
    if upload is None and reference and not reference.startswith("attach://"):
        return _stored(bot, kind, reference)
    if upload is None:
        raise BadRequest(f"there is no {kind} in the request")
    return await _uploaded(bot, kind, upload)


def markup_of(call: Call) -> Json | None:
    """Return the reply markup that a call contains."""
    return checked_markup(call.json("reply_markup", "reply keyboard markup"))


def reply_of(bot: BotAccount, chat: Chat, call: Call) -> Json:
    """Return {"reply_to_message"} if a call replies to a message of this chat."""
    wanted = call.json("reply_parameters", "reply parameters")
    if wanted is None and call.has("reply_to_message_id"):
        wanted = {"message_id": call.number("reply_to_message_id")}
        wanted["allow_sending_without_reply"] = call.flag("allow_sending_without_reply")
    if not isinstance(wanted, dict):
        return {}
    message = chat.messages.get(int(wanted.get("message_id", 0)))
    if message is not None:
        return {"reply_to_message": quoted(message)}
    if wanted.get("allow_sending_without_reply"):
        return {}
    raise BadRequest("message to be replied not found")


def _formatted(source: str, mode: str | None, entities: object) -> tuple[str, list[Json]]:
    if not mode and isinstance(entities, list):
        text, given = trimmed(source, [entity for entity in entities if isinstance(entity, dict)])
    else:
        text, given = parse(source, mode)
    return text, with_detected(text, given)


def _stored(bot: BotAccount, kind: str, reference: str) -> Json:
    if reference.startswith(("http://", "https://")):
        raise BadRequest("failed to get HTTP URL content")  # The local Telegram opens no connections.
    content = bot.shared.files.content.get(reference, {})
    if kind in content:
        return content
    if reference in bot.shared.files.by_id:
        raise BadRequest("can't use file of a different type as " + kind.capitalize())
    raise BadRequest("wrong file identifier/HTTP URL specified")


async def _uploaded(bot: BotAccount, kind: str, upload: Upload) -> Json:
    """Store an upload and return its content; raises BadRequest for an invalid file, ApiError 413 for a large one."""
    if not upload.data:
        raise BadRequest("file must be non-empty")
    if len(upload.data) > MAX_UPLOAD_BYTES:
        raise ApiError(413, "Request Entity Too Large")
    if kind == "document":
        return bot.shared.files.document(upload)
    if len(upload.data) > MAX_PHOTO_BYTES:
        raise BadRequest(f"too big photo: {len(upload.data)} bytes; the maximum is {MAX_PHOTO_BYTES}")
    try:
        return await bot.shared.files.photo(upload.data)
    except ValueError as error:
        raise BadRequest(str(error)) from None
