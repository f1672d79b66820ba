"""Methods of inline mode: answers to inline queries and to queries of Mini Apps."""

from typing import Any

from bot.simulator.bot_account import BotAccount
from bot.simulator.errors import BadRequest
from bot.simulator.inline_mode import send_result
from bot.simulator.json_types import Json
from bot.simulator.markup.keyboards import checked_inline
from bot.simulator.methods.call_parameters import Call
from bot.simulator.methods.message_content import caption_content, text_content
from bot.simulator.methods.registry import method
from bot.simulator.schema.reader import read_object

MAX_RESULTS = 50
MAX_ID_BYTES = 64
PREPARED_SECONDS = 3_600
_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
_PARSED = ("caption", "parse_mode", "caption_entities", "input_message_content", "reply_markup")


@method("inline_query_id", "results")
def answer_inline_query(bot: BotAccount, call: Call) -> bool:
    """Answer an inline query with up to 50 results."""
    results = call.json("results", "inline query results")
    if not isinstance(results, list):
        raise BadRequest("expected an Array of InlineQueryResult")
    if len(results) > MAX_RESULTS:
        raise BadRequest("RESULTS_TOO_MUCH")
    checked = [checked_result(bot, result) for result in results]
    if len({result["id"] for result in checked}) < len(checked):
        raise BadRequest("RESULT_ID_DUPLICATE")
    answer: Json = {"results": checked, "next_offset": (call.text("next_offset") or "")[:64]}
    button = call.json("button", "inline query results button")
    if button is not None:
        answer["button"] = read_object("InlineQueryResultsButton", button)
    query = bot.inline_queries.get(call.text("inline_query_id") or "")
    if query is None or query.answer is not None or query.expires_at <= bot.shared.clock():
        raise BadRequest(_TOO_OLD)
    query.answer = answer
    bot.shared.events.publish("inline", {"person": query.person}, person=query.person)
    return True


@method("web_app_query_id", "result")
def answer_web_app_query(bot: BotAccount, call: Call) -> Json:
    """Send a result of a Mini App in the name of the person who uses it."""
    result = checked_result(bot, call.json("result", "web app query result"))
    person = bot.web_app_queries.pop(call.text("web_app_query_id") or "", None)
    if person is None:
        raise BadRequest(_TOO_OLD)
    chat = bot.chat_with(person)
    message = send_result(bot, chat, bot.shared.person(person), result)
    identifier = bot.inline_id_of(chat.id, message["message_id"])
    return {"inline_message_id": identifier} if identifier else {}


@method("user_id", "result")
def save_prepared_inline_message(bot: BotAccount, call: Call) -> Json:
    """Keep a result that a Mini App lets a person send later."""
    result = checked_result(bot, call.json("result", "inline query result"))
    person = bot.shared.people.get(call.number("user_id"))
    if person is None:
        raise BadRequest("user not found")
    query = bot.open_inline_query(person.id, "")
    bot.inline_queries[query].answer = {"results": [result], "next_offset": ""}
    return {"id": query, "expiration_date": int(bot.shared.clock()) + PREPARED_SECONDS}


def checked_result(bot: BotAccount, value: Any) -> Json:
    """Return a result with its message as official content in `message`; raises BadRequest if it is invalid."""
    read = read_object("InlineQueryResult", value, "inline query result")
    if not 1 <= len(read["id"].encode()) <= MAX_ID_BYTES:
        raise BadRequest("RESULT_ID_INVALID")
    shown = {name: field for name, field in read.items() if name not in _PARSED}
    markup = checked_inline(read.get("reply_markup"))
    if markup:
        shown["reply_markup"] = markup
    if "input_message_content" in read:
        return {**shown, "message": _content(bot, read["input_message_content"])}
    if read["type"] in {"contact", "location", "venue"}:
        return {**shown, "message": _place(read)}
    caption = caption_content(bot, read.get("caption"), read.get("parse_mode"), read.get("caption_entities"))
    return {**shown, **caption}


def _content(bot: BotAccount, content: Json) -> Json:
    if "message_text" in content:
        text = text_content(bot, content["message_text"], content.get("parse_mode"), content.get("entities"))
        preview = (
            {"link_preview_options": content["link_preview_options"]} if content.get("link_preview_options") else {}
        )
        return {**text, **preview}
    if "prices" in content or "blocks" in content or "rich_message" in content:
        raise BadRequest("this kind of input message content is not available in the local Telegram")
    return _place(content)


def _place(fields: Json) -> Json:
    """Return the content of a contact, a venue or a location with these fields."""
    if "phone_number" in fields:
        names = ("phone_number", "first_name", "last_name", "vcard")
        return {"contact": {name: fields[name] for name in names if fields.get(name)}}
    location = {name: fields[name] for name in ("latitude", "longitude")}
    if "address" in fields:
        return {
            "venue": {"location": location, "title": fields["title"], "address": fields["address"]},
            "location": location,
        }
    return {"location": location}
