"""Methods that edit and delete messages and answer callback queries."""

from bot.simulator.bot_account import BotAccount
from bot.simulator.chats import Chat
from bot.simulator.errors import BadRequest
from bot.simulator.json_types import Json, whole_number
from bot.simulator.markup.keyboards import checked_inline
from bot.simulator.methods.call_parameters import Call
from bot.simulator.methods.message_content import caption_of, text_of
from bot.simulator.methods.registry import method
from bot.simulator.methods.sends import input_media

DELETABLE_SECONDS = 48 * 3600
MAX_ANSWER_LENGTH = 200
_CAPTIONED = ("photo", "document", "video", "animation", "audio", "voice")
_CONTENT = (
    *("poll", "text", "entities", "link_preview_options", "caption", "caption_entities", "location"),
    *("has_media_spoiler", "show_caption_above_media"),
    *_CAPTIONED,
)
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


@method()
def edit_message_text(bot: BotAccount, call: Call) -> Json | bool:
    """Edit a text."""
    chat, message = editable(bot, call)
    content = text_of(bot, call)
    if "text" not in message:
        raise BadRequest("there is no text in the message to edit")
    return change(bot, chat, message, call, content)


@method()
def edit_message_caption(bot: BotAccount, call: Call) -> Json | bool:
    """Edit the caption of a photo or another file."""
    chat, message = editable(bot, call)
    media: Json = {key: message[key] for key in (*_CAPTIONED, "has_media_spoiler") if key in message}
    if not media:
        raise BadRequest("there is no caption in the message to edit")
    return change(bot, chat, message, call, {**media, **caption_of(bot, call)})


@method("media")
async def edit_message_media(bot: BotAccount, call: Call) -> Json | bool:
    """Replace a file or a text by a photo or another file."""
    chat, message = editable(bot, call)
    item = call.json("media", "input media")
    content = await input_media(bot, call, item)
    if "media_group_id" in message and not content.keys() & message.keys() & set(_CAPTIONED):
        raise BadRequest("message can't be edited")
    return change(bot, chat, message, call, content)


@method()
def edit_message_reply_markup(bot: BotAccount, call: Call) -> Json | bool:
    """Replace the inline keyboard only."""
    chat, message = editable(bot, call)
    content = {key: message[key] for key in _CONTENT if key in message}
    return change(bot, chat, message, call, content)


@method("chat_id", "message_id")
def delete_message(bot: BotAccount, call: Call) -> bool:
    """Delete a message not older than 48 hours: any in a private chat, the bot's own in a group."""
    chat = bot.find_chat(call.values["chat_id"])
    message = chat.messages.get(call.number("message_id"))
    if message is None:
        raise BadRequest("message to delete not found")
    if not _deletable(bot, chat, message):
        raise BadRequest("message can't be deleted for everyone")
    _delete(bot, chat, message)
    return True


@method("chat_id", "message_ids")
def delete_messages(bot: BotAccount, call: Call) -> bool:
    """Delete 1 to 100 messages and skip those that cannot be deleted."""
    chat = bot.find_chat(call.values["chat_id"])
    wanted = call.json("message_ids")
    if not isinstance(wanted, list) or not 1 <= len(wanted) <= 100:
        raise BadRequest("message identifiers are not specified" if not wanted else "too many messages specified")
    for identifier in wanted:
        message = chat.messages.get(whole_number(identifier) or 0)
        if message is not None and _deletable(bot, chat, message):
            _delete(bot, chat, message)
    return True


@method("callback_query_id")
def answer_callback_query(bot: BotAccount, call: Call) -> bool:
    """Answer a tap on a button; raises BadRequest for a query that expired or was answered."""
    query = bot.queries.get(str(call.values["callback_query_id"]))
    if query is None or query.expires_at <= bot.shared.clock():
        raise BadRequest(_TOO_OLD)
    text = call.text("text") or None
    if text is not None and len(text) > MAX_ANSWER_LENGTH:
        raise BadRequest("MESSAGE_TOO_LONG")
    answer = {
        "person": query.person,
        "query_id": str(call.values["callback_query_id"]),
        "text": text,
        "show_alert": call.flag("show_alert"),
        "url": call.text("url"),
    }
    del bot.queries[str(call.values["callback_query_id"])]
    bot.shared.events.publish("answer", answer, person=query.person)
    return True


def editable(bot: BotAccount, call: Call) -> tuple[Chat, Json]:
    """Return the message that a call edits, and its chat; raises BadRequest if the bot cannot edit it."""
    if call.has("inline_message_id"):
        return _inline_message(bot, call)
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


def change(bot: BotAccount, chat: Chat, message: Json, call: Call, content: Json) -> Json | bool:
    """Replace a message's content, and its keyboard by the call's; raises BadRequest if nothing changes."""
    markup = checked_inline(call.json("reply_markup", "reply keyboard markup"))
    if markup is not None:
        content = {**content, "reply_markup": markup}
    present = {key: message[key] for key in (*_CONTENT, "reply_markup") if key in message}
    if content == present:
        raise BadRequest(_NOT_MODIFIED)
    for key in present:
        del message[key]
    message.update(content)
    message["edit_date"] = int(bot.shared.clock())
    bot.publish_change(chat, message["message_id"], "edit")
    return True if call.has("inline_message_id") else message


def _inline_message(bot: BotAccount, call: Call) -> tuple[Chat, Json]:
    chat_id, message_id = bot.inline_messages.get(call.text("inline_message_id") or "", (0, 0))
    message = bot.chats[chat_id].messages.get(message_id) if chat_id in bot.chats else None
    if message is None:
        raise BadRequest("MESSAGE_ID_INVALID")
    return bot.chats[chat_id], message


def _deletable(bot: BotAccount, chat: Chat, message: Json) -> bool:
    young = bot.shared.clock() - message["date"] < DELETABLE_SECONDS
    return young and (chat.private or message["from"]["id"] == bot.id)


def _delete(bot: BotAccount, chat: Chat, message: Json) -> None:
    chat.delete(message["message_id"])
    bot.publish_change(chat, message["message_id"], "delete")
