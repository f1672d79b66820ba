"""Methods that change or remove what is there: edits, deletions, answers to taps."""

from bot.simulator.bot_account import BotAccount
from bot.simulator.chats import Chat
from bot.simulator.errors import BadRequest
from bot.simulator.json_types import Json, whole_number
from bot.simulator.markup.keyboards import checked_inline
from bot.simulator.methods.call_parameters import Call
from bot.simulator.methods.message_content import caption_of, text_content
from bot.simulator.methods.sends import input_media

DELETABLE_SECONDS = 48 * 3600
ANSWER_LENGTH = 200
_CONTENT = ("text", "entities", "caption", "caption_entities", "photo", "document")
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


def edit_message_text(bot: BotAccount, call: Call) -> Json:
    """Change a text: `editMessageText`."""
    chat, message = _editable(bot, call)
    content = text_content(call.text("text"), call.text("parse_mode"), call.structure("entities"))
    if "text" not in message:
        raise BadRequest("there is no text in the message to edit")
    return _change(bot, chat, message, call, content)


def edit_message_caption(bot: BotAccount, call: Call) -> Json:
    """Change the words under a photo or document: `editMessageCaption`."""
    chat, message = _editable(bot, call)
    if "photo" not in message and "document" not in message:
        raise BadRequest("there is no caption in the message to edit")
    media: Json = {key: message[key] for key in ("photo", "document") if key in message}
    return _change(bot, chat, message, call, {**media, **caption_of(call)})


async def edit_message_media(bot: BotAccount, call: Call) -> Json:
    """Set another photo or document, or one in the place of a text: `editMessageMedia`."""
    chat, message = _editable(bot, call)
    item = call.structure("media", "media")
    content = await input_media(bot, call, item)
    if "media_group_id" in message and not content.keys() & message.keys() & {"photo", "document"}:
        raise BadRequest("message can't be edited")
    return _change(bot, chat, message, call, content)


def edit_message_reply_markup(bot: BotAccount, call: Call) -> Json:
    """Change the buttons only: `editMessageReplyMarkup`."""
    chat, message = _editable(bot, call)
    content = {key: message[key] for key in _CONTENT if key in message}
    return _change(bot, chat, message, call, content)


def delete_message(bot: BotAccount, call: Call) -> bool:
    """Delete within 48 hours, anything in a private chat, one's own in a group: `deleteMessage`."""
    chat = bot.find_chat(call.values["chat_id"])
    message = chat.messages.get(call.number("message_id"))
    if message is None:
        raise BadRequest("message to delete not found")
    if not _deletable(bot, chat, message):
        raise BadRequest("message can't be deleted for everyone")
    _delete(bot, chat, message)
    return True


def delete_messages(bot: BotAccount, call: Call) -> bool:
    """Delete 1 to 100, passing over those that are not there: `deleteMessages`."""
    chat = bot.find_chat(call.values["chat_id"])
    wanted = call.structure("message_ids")
    if not isinstance(wanted, list) or not 1 <= len(wanted) <= 100:
        raise BadRequest("message identifiers are not specified" if not wanted else "too many messages specified")
    for identifier in wanted:
        message = chat.messages.get(whole_number(identifier) or 0)
        if message is not None and _deletable(bot, chat, message):
            _delete(bot, chat, message)
    return True


def answer_callback_query(bot: BotAccount, call: Call) -> bool:
    """Answer a tap in time, or BadRequest "query is too old …": `answerCallbackQuery`."""
    query = bot.queries.get(str(call.values["callback_query_id"]))
    if query is None or query.expires <= bot.world.clock():
        raise BadRequest(_TOO_OLD)
    text = call.text("text") or None
    if text is not None and len(text) > ANSWER_LENGTH:
        raise BadRequest("MESSAGE_TOO_LONG")
    answer = {
        "person": query.person,
        "query_id": str(call.values["callback_query_id"]),
        "text": text,
        "show_alert": call.flag("show_alert"),
        "url": call.text("url"),
    }
    bot.world.events.publish("answer", answer, person=query.person)
    return True


def _editable(bot: BotAccount, call: Call) -> tuple[Chat, Json]:
    if call.has("inline_message_id"):
        raise BadRequest("MESSAGE_ID_INVALID")  # Inline mode is not part of this world.
    if not call.has("chat_id"):
        raise BadRequest("chat_id is empty")
    chat = bot.find_chat(call.values["chat_id"])
    identifier = call.number("message_id")
    if identifier <= 0:
        raise BadRequest("message identifier is not specified")
    message = chat.messages.get(identifier)
    if message is None:
        raise BadRequest("message to edit not found")
    if message["from"]["id"] != bot.id or identifier in chat.fixed or "forward_origin" in message:
        raise BadRequest("message can't be edited")
    return chat, message


def _change(bot: BotAccount, chat: Chat, message: Json, call: Call, content: Json) -> Json:
    markup = checked_inline(call.structure("reply_markup", "reply keyboard markup"))
    if markup is not None:
        content = {**content, "reply_markup": markup}
    present = {key: message[key] for key in (*_CONTENT, "reply_markup") if key in message}
    if content == present:
        raise BadRequest(_NOT_MODIFIED)
    for key in present:
        del message[key]
    message.update(content)
    message["edit_date"] = int(bot.world.clock())
    bot.tell(chat, message["message_id"], "edit")
    return message


def _deletable(bot: BotAccount, chat: Chat, message: Json) -> bool:
    young = bot.world.clock() - message["date"] < DELETABLE_SECONDS
    return young and (chat.private or message["from"]["id"] == bot.id)


def _delete(bot: BotAccount, chat: Chat, message: Json) -> None:
    del chat.messages[message["message_id"]]
    chat.fixed.discard(message["message_id"])
    bot.tell(chat, message["message_id"], "delete")
