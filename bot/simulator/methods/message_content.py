"""What a message is made of: texts with entities, captions, photos and documents, replies, keyboards.

Shared by the methods that send and those that edit.
"""

from bot.simulator.bot_account import BotAccount
from bot.simulator.chats import Chat
from bot.simulator.errors import ApiError, BadRequest
from bot.simulator.files import PHOTO_BYTES, UPLOAD_BYTES, Upload
from bot.simulator.json_types import Json, utf16_length
from bot.simulator.markup.keyboards import checked_markup
from bot.simulator.markup.message_entities import parse, trimmed, with_detected
from bot.simulator.methods.call_parameters import Call

TEXT_LENGTH = 4096
CAPTION_LENGTH = 1024


def text_content(source: str | None, mode: str | None, entities: object = None) -> Json:
    """{"text", "entities"} of a message; lengths count after the markup is read. BadRequest as Telegram words it."""
    text, found = _formatted(source or "", mode, entities)
    if not text:
        raise BadRequest("message text is empty")
    if utf16_length(text) > TEXT_LENGTH:
        raise BadRequest("message is too long")
    return {"text": text, "entities": found} if found else {"text": text}


def caption_content(source: str | None, mode: str | None, entities: object = None) -> Json:
    """{"caption", "caption_entities"} of a message, empty without a caption."""
    if not source:
        return {}
    text, found = _formatted(source, mode, entities)
    if utf16_length(text) > CAPTION_LENGTH:
        raise BadRequest("message caption is too long")
    if not text:
        return {}
    return {"caption": text, "caption_entities": found} if found else {"caption": text}


def caption_of(call: Call) -> Json:
    """The caption that a call gives."""
    return caption_content(call.text("caption"), call.text("parse_mode"), call.structure("caption_entities"))


async def media_content(bot: BotAccount, call: Call, kind: str, reference: str | None) -> Json:
    """{"photo": […]} or {"document": {…}} from an upload of that name, an attach:// reference or a file_id."""
    name = reference.removeprefix("attach://") if reference and reference.startswith("attach://") else kind
    upload = call.files.get(name)
    if upload is None and reference and not reference.startswith("attach://"):
        return _known(bot, kind, reference)
    if upload is None:
        raise BadRequest(f"there is no {kind} in the request")
    return await uploaded(bot, kind, upload)


async def uploaded(bot: BotAccount, kind: str, upload: Upload) -> Json:
    """What a message holds of a fresh upload; 400 for nothing or for no picture, 413 beyond the limits."""
    if not upload.data:
        raise BadRequest("file must be non-empty")
    if len(upload.data) > UPLOAD_BYTES:
        raise ApiError(413, "Request Entity Too Large")
    if kind == "document":
        return bot.world.files.document(upload)
    if len(upload.data) > PHOTO_BYTES:
        raise BadRequest(f"too big photo: {len(upload.data)} bytes; the maximum is {PHOTO_BYTES}")
    try:
        return await bot.world.files.photo(upload.data)
    except ValueError as error:
        raise BadRequest(str(error)) from None


def markup_of(call: Call) -> Json | None:
    """The reply markup that a call gives."""
    return checked_markup(call.structure("reply_markup", "reply keyboard markup"))


def reply_of(bot: BotAccount, chat: Chat, call: Call) -> Json:
    """{"reply_to_message"} when a call replies to a message of this chat."""
    wanted = call.structure("reply_parameters", "reply parameters")
    if wanted is None and call.has("reply_to_message_id"):
        wanted = {"message_id": call.number("reply_to_message_id"), **_lenience(call)}
    if not isinstance(wanted, dict):
        return {}
    message = chat.messages.get(int(wanted.get("message_id", 0)))
    if message is not None:
        return {"reply_to_message": quoted(message)}
    if wanted.get("allow_sending_without_reply"):
        return {}
    raise BadRequest("message to be replied not found")


def quoted(message: Json) -> Json:
    """A message as it stands inside its reply: without the message it replies to itself."""
    return {key: value for key, value in message.items() if key != "reply_to_message"}


def _lenience(call: Call) -> Json:
    return {"allow_sending_without_reply": call.flag("allow_sending_without_reply")}


def _formatted(source: str, mode: str | None, entities: object) -> tuple[str, list[Json]]:
    if not mode and isinstance(entities, list):
        text, given = trimmed(source, [entity for entity in entities if isinstance(entity, dict)])
    else:
        text, given = parse(source, mode)
    return text, with_detected(text, given)


def _known(bot: BotAccount, kind: str, reference: str) -> Json:
    if reference.startswith(("http://", "https://")):
        raise BadRequest("failed to get HTTP URL content")  # This world has no outside.
    content = bot.world.files.again(reference, kind)
    if content is not None:
        return content
    if reference in bot.world.files.by_id:
        raise BadRequest("can't use file of a different type as " + kind.capitalize())
    raise BadRequest("wrong file identifier/HTTP URL specified")
