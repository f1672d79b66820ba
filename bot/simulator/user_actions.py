"""What people do: write, send files, edit, forward, tap, block. Each deed changes the chat and tells the bot."""

import secrets
from collections.abc import Sequence

from bot.simulator.bot_account import BotAccount
from bot.simulator.chats import Chat, SimulatedPerson
from bot.simulator.errors import WorldError
from bot.simulator.json_types import Json, utf16_length
from bot.simulator.markup.keyboards import find_button
from bot.simulator.markup.message_entities import detect
from bot.simulator.methods.chats import member
from bot.simulator.methods.message_content import quoted
from bot.simulator.methods.sends import forwarded

TEXT_LENGTH = 4096
CAPTION_LENGTH = 1024


def send_message(
    bot: BotAccount, chat: Chat, person: SimulatedPerson, content: Json, *, reply_to: int | None = None
) -> Json:
    """Put a message of a person into a chat and hand it to the bot. WorldError 403 while the bot is blocked."""
    require_open(chat, person)
    replied = chat.messages.get(reply_to) if reply_to else None
    if reply_to and replied is None:
        raise WorldError(404, f"There is no message {reply_to} to reply to.")
    if replied is not None:
        content = {"reply_to_message": quoted(replied), **content}
    chat.started = True
    message = bot.post(chat, person.user(), content)
    if chat.private:
        chat.use_keyboard(None if "contact" in content else content.get("text", ""))
    if _is_heard(bot, chat, message):
        bot.updates.add("message", message)
    return message


def send_album(bot: BotAccount, chat: Chat, person: SimulatedPerson, contents: Sequence[Json]) -> list[Json]:
    """Send several photos or several documents as one album."""
    if not 2 <= len(contents) <= 10:
        raise WorldError(400, "An album has 2 to 10 photos or documents.")
    group = str(secrets.randbits(53))
    return [send_message(bot, chat, person, {"media_group_id": group, **content}) for content in contents]


def text_content(text: object) -> Json:
    """{"text", "entities"} of something typed: blank ends gone, commands and links marked."""
    typed = str(text).strip() if isinstance(text, (str, int, float)) else ""
    if not typed:
        raise WorldError(400, "An empty message cannot be sent.")
    if utf16_length(typed) > TEXT_LENGTH:
        raise WorldError(400, f"A message has at most {TEXT_LENGTH} characters.")
    entities = detect(typed)
    return {"text": typed, "entities": entities} if entities else {"text": typed}


def caption_content(text: str | None) -> Json:
    """{"caption", "caption_entities"} of a photo or a document; empty without a caption."""
    if not text or not text.strip():
        return {}
    written = text_content(text)
    if utf16_length(written["text"]) > CAPTION_LENGTH:
        raise WorldError(400, f"A caption has at most {CAPTION_LENGTH} characters.")
    return {"caption" if key == "text" else "caption_entities": value for key, value in written.items()}


def contact_content(person: SimulatedPerson, card: object) -> Json:
    """{"contact"}: a person's own card (True), or the card someone chose to send."""
    if card is True:
        return {"contact": person.contact()}
    if not isinstance(card, dict) or not card.get("phone_number") or not card.get("first_name"):
        raise WorldError(400, "A contact has a phone_number and a first_name, and perhaps a user_id.")
    known = ("phone_number", "first_name", "last_name", "user_id", "vcard")
    return {"contact": {key: card[key] for key in known if card.get(key) is not None}}


def edit_message(bot: BotAccount, chat: Chat, person: SimulatedPerson, message_id: int, text: object) -> Json:
    """Change one's own message: the text, or the caption of a photo or document."""
    require_open(chat, person)
    message = chat.messages.get(message_id)
    if message is None or message["from"]["id"] != person.id:
        raise WorldError(404, f"{person.first_name} has no message {message_id} to edit.")
    content = text_content(text) if "text" in message else caption_content(str(text))
    for key in ("text", "entities", "caption", "caption_entities"):
        message.pop(key, None)
    message.update(content)
    message["edit_date"] = int(bot.world.clock())
    bot.tell(chat, message_id, "edit")
    if _is_heard(bot, chat, message):
        bot.updates.add("edited_message", message)
    return message


def forward_message(bot: BotAccount, chat: Chat, person: SimulatedPerson, source: Chat, message_id: int) -> Json:
    """Forward a message of some chat into this one."""
    message = source.messages.get(message_id)
    if message is None:
        raise WorldError(404, f"There is no message {message_id} to forward.")
    return send_message(bot, chat, person, forwarded(message))


def tap_button(bot: BotAccount, chat: Chat, person: SimulatedPerson, message_id: int, wanted: str) -> Json:
    """Tap an inline button, named by its label or its callback data.

    {"query_id"} for a callback button; {"query_id": null, "url"} or {…, "copy_text"} for one that only opens or
    copies something. WorldError 404 when the message has no such button any more.
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
    """Send callback data to the bot, whether a button carries it or not, and return the query's id."""
    require_open(chat, person)
    message = chat.messages.get(message_id) or {"chat": chat.shape, "message_id": message_id, "date": 0}
    query = bot.ask(person.id)
    instance = str(abs(hash((bot.id, chat.id))))
    shape = {"id": query, "from": person.user(), "message": message, "chat_instance": instance, "data": data}
    bot.updates.add("callback_query", shape)
    return query


def block(bot: BotAccount, chat: Chat, person: SimulatedPerson, blocked: bool) -> None:
    """Stop or restart the bot; it is told once of each change."""
    if chat.blocked == blocked:
        return
    chat.blocked = blocked
    statuses = ("member", "kicked") if blocked else ("kicked", "member")
    change = {
        "chat": chat.shape,
        "from": person.user(),
        "date": int(bot.world.clock()),
        "old_chat_member": member(bot.sender, statuses[0]),
        "new_chat_member": member(bot.sender, statuses[1]),
    }
    bot.updates.add("my_chat_member", change)
    bot.world.events.publish("people", {})


def require_open(chat: Chat, person: SimulatedPerson) -> None:
    """WorldError 403 when this person cannot act in this chat."""
    if chat.private and chat.blocked:
        raise WorldError(403, f"{person.first_name} has blocked the bot; unblock it first.")
    if not chat.private and chat.members.get(person.id, "left") in {"left", "kicked"}:
        raise WorldError(403, f"{person.first_name} is not in this group.")
    if chat.moved_to is not None:
        raise WorldError(409, f"This group goes on as {chat.moved_to}.")


def _is_heard(bot: BotAccount, chat: Chat, message: Json) -> bool:
    """Whether the bot sees a message: in privacy mode a group's bot hears commands, mentions and replies to it."""
    if chat.standing in {"left", "kicked"}:
        return False
    if chat.private or bot.user.get("can_read_all_group_messages"):
        return True
    text: str = message.get("text") or message.get("caption") or ""
    replied = message.get("reply_to_message", {}).get("from", {}).get("id")
    return text.startswith("/") or f"@{bot.user.get('username')}" in text or replied == bot.id
