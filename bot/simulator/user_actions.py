"""Actions of people: send, edit, forward, tap, block. Each changes the chat and sends the bot an update."""

import secrets
from collections.abc import Sequence

from bot.simulator import topics
from bot.simulator.bot_account import BotAccount
from bot.simulator.chats import Chat, SimulatedPerson
from bot.simulator.errors import ApiError, WorldError
from bot.simulator.json_types import Json, utf16_length
from bot.simulator.markup.detection import detect
from bot.simulator.markup.keyboards import find_button
from bot.simulator.messages import MAX_CAPTION_LENGTH, MAX_TEXT_LENGTH, forwarded_content, quoted
from bot.simulator.schema.reader import read_object


def send_message(
    bot: BotAccount,
    chat: Chat,
    person: SimulatedPerson,
    content: Json,
    *,
    reply_to: int | None = None,
    quote: str | None = None,
    thread: int | None = None,
) -> Json:
    """Send a message of a person; raises WorldError 403 while they block the bot.

    quote: the part of the message replied to that is quoted. thread: the topic that it is sent to.
    """
    require_open(chat, person)
    content = {**content, **_topic(chat, thread)}
    replied = chat.messages.get(reply_to) if reply_to else None
    if reply_to and replied is None:
        raise WorldError(404, f"There is no message {reply_to} to reply to.")
    if replied is not None:
        content = {"reply_to_message": quoted(replied), **_quote(replied, quote), **content}
    chat.started = True
    message = bot.post(chat, person.user(), content)
    if chat.private:
        chat.fold_keyboard(None if "contact" in content else content.get("text", ""))
    if _is_visible_to_bot(bot, chat, message):
        bot.updates.add("message", message)
    return message


def _topic(chat: Chat, thread: int | None) -> Json:
    topic = chat.topics.get(str(thread)) if thread else None
    if thread and (topic is None or topic["is_closed"]):
        raise WorldError(404, f"There is no open topic {thread}.")
    return topics.in_topic(thread) if thread else {}


def _quote(replied: Json, words: str | None) -> Json:
    """Return {"quote"} with the part of a message that is quoted, which it must contain."""
    whole: str = replied.get("text") or replied.get("caption") or ""
    if not words:
        return {}
    at = whole.find(words)
    if at < 0:
        raise WorldError(400, "The message has no such words to quote.")
    return {"quote": {"text": words, "position": utf16_length(whole[:at]), "is_manual": True}}


def send_album(bot: BotAccount, chat: Chat, person: SimulatedPerson, contents: Sequence[Json]) -> list[Json]:
    """Send several photos or several documents as one album."""
    if not 2 <= len(contents) <= 10:
        raise WorldError(400, "An album has 2 to 10 photos or documents.")
    group = str(secrets.randbits(53))
    return [send_message(bot, chat, person, {"media_group_id": group, **content}) for content in contents]


def text_content(text: object) -> Json:
    """Return {"text", "entities"} of a typed text: trimmed, with its commands and links as entities."""
    typed = str(text).strip() if isinstance(text, (str, int, float)) else ""
    if not typed:
        raise WorldError(400, "An empty message cannot be sent.")
    if utf16_length(typed) > MAX_TEXT_LENGTH:
        raise WorldError(400, f"A message has at most {MAX_TEXT_LENGTH} characters.")
    entities = detect(typed)
    return {"text": typed, "entities": entities} if entities else {"text": typed}


def caption_content(text: str | None) -> Json:
    """Return {"caption", "caption_entities"} of a photo or a document; empty without a caption."""
    if not text or not text.strip():
        return {}
    written = text_content(text)
    if utf16_length(written["text"]) > MAX_CAPTION_LENGTH:
        raise WorldError(400, f"A caption has at most {MAX_CAPTION_LENGTH} characters.")
    return {"caption" if key == "text" else "caption_entities": value for key, value in written.items()}


def contact_content(person: SimulatedPerson, card: object) -> Json:
    """Return {"contact"}: the person's own card (True), or another one."""
    if card is True:
        return {"contact": person.contact()}
    if not isinstance(card, dict) or not card.get("phone_number") or not card.get("first_name"):
        raise WorldError(400, "A contact has a phone_number and a first_name, and perhaps a user_id.")
    known = ("phone_number", "first_name", "last_name", "user_id", "vcard")
    return {"contact": {key: card[key] for key in known if card.get(key) is not None}}


def place_content(wanted: Json) -> Json:
    """Return {"location"}, and {"venue"} of a place with a name; raises WorldError if they are not official objects."""
    try:
        if "venue" in wanted:
            venue = read_object("Venue", wanted["venue"])
            return {"venue": venue, "location": venue["location"]}
        return {"location": read_object("Location", wanted["location"])}
    except ApiError as error:
        raise WorldError(400, error.description) from None


def edit_message(bot: BotAccount, chat: Chat, person: SimulatedPerson, message_id: int, text: object) -> Json:
    """Change the text or the caption of the person's own message."""
    require_open(chat, person)
    message = chat.messages.get(message_id)
    if message is None or message["from"]["id"] != person.id:
        raise WorldError(404, f"{person.first_name} has no message {message_id} to edit.")
    content = text_content(text) if "text" in message else caption_content(str(text))
    for key in ("text", "entities", "caption", "caption_entities"):
        message.pop(key, None)
    message.update(content)
    message["edit_date"] = int(bot.shared.clock())
    bot.publish_change(chat, message_id, "edit")
    if _is_visible_to_bot(bot, chat, message):
        bot.updates.add("edited_message", message)
    return message


def delete_message(bot: BotAccount, chat: Chat, person: SimulatedPerson, message_id: int) -> None:
    """Delete a message for everybody: any in a private chat, in a group the person's own.

    As at Telegram, the bot is told nothing.
    """
    require_open(chat, person)
    message = chat.messages.get(message_id)
    if message is None or not (chat.private or message["from"]["id"] == person.id):
        raise WorldError(404, f"{person.first_name} has no message {message_id} to delete.")
    chat.delete(message_id)
    bot.publish_change(chat, message_id, "delete")


def forward_message(bot: BotAccount, chat: Chat, person: SimulatedPerson, source: Chat, message_id: int) -> Json:
    """Forward a message from the source chat."""
    message = source.messages.get(message_id)
    if message is None:
        raise WorldError(404, f"There is no message {message_id} to forward.")
    return send_message(bot, chat, person, forwarded_content(message))


def tap_button(bot: BotAccount, chat: Chat, person: SimulatedPerson, message_id: int, wanted: str) -> Json:
    """Tap the inline button with this label or callback data.

    Returns {"query_id"} for a callback button, {"query_id": None, "url"} or {…, "copy_text"} for one that only opens
    or copies something. Raises WorldError 404 if the message does not have the button, or not any more.
    """
    message = chat.messages.get(message_id)
    button = find_button(message, wanted) if message else None
    if message is None or button is None:
        raise WorldError(404, f"Message {message_id} has no button {wanted!r} (any more).")
    if "callback_data" in button:
        return {"query_id": send_callback(bot, chat, person, message_id, button["callback_data"])}
    if "url" in button:
        return {"query_id": None, "url": button["url"]}
    if "copy_text" in button:
        return {"query_id": None, "copy_text": button["copy_text"].get("text")}
    return {"query_id": None}


def send_callback(bot: BotAccount, chat: Chat, person: SimulatedPerson, message_id: int, data: str) -> str:
    """Send callback data to the bot, even if no button has it, and return the query's id."""
    require_open(chat, person)
    message = chat.messages.get(message_id) or {"chat": chat.shape, "message_id": message_id, "date": 0}
    query = bot.open_query(person.id)
    instance = str(abs(hash((bot.id, chat.id))))
    inline = bot.inline_id_of(chat.id, message_id)
    where = {"inline_message_id": inline} if inline else {"message": message}
    shape = {"id": query, "from": person.user(), **where, "chat_instance": instance, "data": data}
    bot.updates.add("callback_query", shape)
    return query


def block(bot: BotAccount, chat: Chat, person: SimulatedPerson, blocked: bool) -> None:
    """Block or unblock the bot; it gets an update if that is a change."""
    if chat.blocked == blocked:
        return
    chat.blocked = blocked
    old, new = ("member", "kicked") if blocked else ("kicked", "member")
    bot.report_membership(chat, person.user(), old, new)


def require_open(chat: Chat, person: SimulatedPerson) -> None:
    """Raise WorldError if this person cannot act in this chat."""
    if chat.private and chat.blocked:
        raise WorldError(403, f"{person.first_name} has blocked the bot; unblock it first.")
    if not chat.private and chat.members.get(person.id, "left") in {"left", "kicked"}:
        raise WorldError(403, f"{person.first_name} is not in this group.")
    if chat.moved_to is not None:
        raise WorldError(409, f"This group goes on as {chat.moved_to}.")


def _is_visible_to_bot(bot: BotAccount, chat: Chat, message: Json) -> bool:
    """Whether the bot gets a message: in a group in privacy mode, only commands, mentions and replies to the bot."""
    if chat.bot_status in {"left", "kicked"}:
        return False
    if chat.private or bot.user.get("can_read_all_group_messages"):
        return True
    text: str = message.get("text") or message.get("caption") or ""
    replied = message.get("reply_to_message", {}).get("from", {}).get("id")
    return text.startswith("/") or f"@{bot.user.get('username')}" in text or replied == bot.id
