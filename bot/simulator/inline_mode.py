"""Inline mode: a person asks the bot from any chat, chooses one of its results, and sends it in their own name."""

import secrets

from bot.simulator.bot_account import BotAccount
from bot.simulator.chats import Chat, SimulatedPerson
from bot.simulator.errors import WorldError
from bot.simulator.json_types import Json

MAX_QUERY_CHARACTERS = 256


def ask(bot: BotAccount, chat: Chat, person: SimulatedPerson, text: str, *, offset: str = "") -> str:
    """Ask the bot for results, as by typing "@bot text" in a chat, and return the id of the query."""
    if not bot.user.get("supports_inline_queries"):
        raise WorldError(409, "This bot has no inline mode; the world's bot user says supports_inline_queries.")
    if len(text) > MAX_QUERY_CHARACTERS:
        raise WorldError(400, f"A query has at most {MAX_QUERY_CHARACTERS} characters.")
    query = bot.open_inline_query(person.id, text)
    kind = "sender" if chat.private else chat.shape["type"]
    shape = {"id": query, "from": person.user(), "query": text, "offset": offset, "chat_type": kind}
    bot.updates.add("inline_query", shape)
    return query


def results(bot: BotAccount, person: SimulatedPerson, query: str) -> Json:
    """Return the bot's answer to a query: {"results", "button", "next_offset"}; None as results while it has none."""
    found = bot.inline_queries.get(query)
    if found is None or found.person != person.id:
        raise WorldError(404, f"{person.first_name} has no inline query {query}.")
    return found.answer or {"results": None}


def choose(bot: BotAccount, chat: Chat, person: SimulatedPerson, query: str, result_id: str) -> Json:
    """Send a result of a query to a chat; the bot gets an update, and the message if it is in the chat."""
    answer = results(bot, person, query)
    result = next((each for each in answer["results"] or [] if each["id"] == result_id), None)
    if result is None:
        raise WorldError(404, f"The query has no result {result_id}.")
    message = send_result(bot, chat, person, result)
    chosen = {"result_id": result_id, "from": person.user(), "query": bot.inline_queries[query].text}
    identifier = bot.inline_id_of(chat.id, message["message_id"])
    bot.updates.add("chosen_inline_result", {**chosen, **({"inline_message_id": identifier} if identifier else {})})
    return message


def send_result(bot: BotAccount, chat: Chat, person: SimulatedPerson, result: Json) -> Json:
    """Post a checked result in a person's name; one with an inline keyboard can be edited by its inline_message_id."""
    content = result.get("message") or _media(bot, result)
    markup = {"reply_markup": result["reply_markup"]} if result.get("reply_markup") else {}
    message = bot.post(chat, person.user(), {**content, **markup, "via_bot": bot.sender})
    if markup:
        bot.inline_messages[secrets.token_urlsafe(20)] = (chat.id, message["message_id"])
    if chat.private or chat.bot_status not in {"left", "kicked"}:
        bot.updates.add("message", message)
    return message


def _media(bot: BotAccount, result: Json) -> Json:
    """Return the content of a result that is a stored file."""
    named = next((name for name in result if name.endswith("_file_id")), None)
    content = bot.shared.files.content.get(str(result.get(named or "", "")))
    if content is None:
        raise WorldError(409, "The file of this result is at an address; the local Telegram opens no connections.")
    return {**content, **{name: result[name] for name in ("caption", "caption_entities") if name in result}}
