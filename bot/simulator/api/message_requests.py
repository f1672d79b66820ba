"""Requests to send, tap, vote or react: a text, contact, place, edit or forward as JSON; files as multipart."""

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request

from bot.simulator import inline_mode, invoices, polls, reactions, user_actions
from bot.simulator.api.json_routes import json_body, number
from bot.simulator.bot_account import BotAccount
from bot.simulator.chats import Chat, SimulatedPerson
from bot.simulator.errors import WorldError
from bot.simulator.files import MEDIA_KINDS, Upload
from bot.simulator.json_types import Json, whole_number


def is_multipart(request: Request) -> bool:
    """Whether a request's body is multipart form data."""
    return request.headers.get("content-type", "").startswith("multipart/form-data")


async def send(request: Request, bot: BotAccount, chat: Chat, person: SimulatedPerson) -> list[Json]:
    """Send what a request contains, and return the new or edited messages."""
    if is_multipart(request):
        async with request.form(max_files=20) as form:
            return await _send_files(form, bot, chat, person)
    return [await _send_json(await json_body(request), bot, chat, person)]


async def tap(request: Request, bot: BotAccount, chat: Chat, person: SimulatedPerson) -> Json:
    """Tap a button; with `forged`, send callback data that no button has."""
    wanted = await json_body(request)
    message_id = number(wanted.get("message_id"), "message_id")
    if wanted.get("forged"):
        return {"query_id": user_actions.send_callback(bot, chat, person, message_id, str(wanted.get("data", "")))}
    button = wanted.get("button", wanted.get("data"))
    if not isinstance(button, str):
        raise WorldError(400, "button is the label of a button or its callback data.")
    user_actions.require_open(chat, person)
    return user_actions.tap_button(bot, chat, person, message_id, button)


async def vote(request: Request, bot: BotAccount, chat: Chat, person: SimulatedPerson) -> Json:
    """Vote in a poll, or take the vote back."""
    wanted = await json_body(request)
    user_actions.require_open(chat, person)
    options = wanted.get("options")
    chosen = [number(each, "an option") for each in options] if isinstance(options, list) else []
    polls.close_expired(bot, chat)
    return polls.vote(bot, chat, person, number(wanted.get("message_id"), "message_id"), chosen)


async def react(request: Request, bot: BotAccount, chat: Chat, person: SimulatedPerson) -> None:
    """React to a message, or remove the reaction."""
    wanted = await json_body(request)
    user_actions.require_open(chat, person)
    emoji = str(wanted["emoji"]) if wanted.get("emoji") else None
    reactions.react(bot, chat, person, number(wanted.get("message_id"), "message_id"), emoji)


async def delete(request: Request, bot: BotAccount, chat: Chat, person: SimulatedPerson) -> None:
    """Delete a message."""
    user_actions.delete_message(bot, chat, person, number(request.path_params["message"], "The id of a message"))


async def ask_inline(request: Request, bot: BotAccount, chat: Chat, person: SimulatedPerson) -> str:
    """Ask the bot for inline results from a chat, by default the one with the bot."""
    wanted = await json_body(request)
    place = _chat(bot, chat, wanted)
    return inline_mode.ask(bot, place, person, str(wanted.get("query") or ""), offset=str(wanted.get("offset") or ""))


async def choose_result(request: Request, bot: BotAccount, chat: Chat, person: SimulatedPerson) -> Json:
    """Send an inline result to a chat, by default the one with the bot."""
    wanted = await json_body(request)
    place = _chat(bot, chat, wanted)
    user_actions.require_open(place, person)
    query, result = request.path_params["query"], str(wanted.get("result_id"))
    return inline_mode.choose(bot, place, person, query, result)


async def pay(request: Request, bot: BotAccount, chat: Chat, person: SimulatedPerson) -> Json:
    """Pay an invoice in the chat, or one by its link."""
    wanted = await json_body(request)
    user_actions.require_open(chat, person)
    link = str(wanted.get("link") or "").rpartition("$")[2]
    invoice = bot.invoices.get(link or f"{chat.id}:{wanted.get('message_id')}")
    if invoice is None:
        raise WorldError(404, "There is no such invoice.")
    return await invoices.pay(bot, chat, person, invoice, wanted)


def _chat(bot: BotAccount, chat: Chat, wanted: Json) -> Chat:
    """Return the chat that a request names by its id, by default the person's own with the bot."""
    named = bot.chats.get(number(wanted["chat"], "chat")) if wanted.get("chat") is not None else chat
    if named is None:
        raise WorldError(404, f"There is no chat {wanted['chat']}.")
    return named


async def _send_json(wanted: Json, bot: BotAccount, chat: Chat, person: SimulatedPerson) -> Json:
    if "edit" in wanted:
        return user_actions.edit_message(bot, chat, person, number(wanted["edit"], "edit"), wanted.get("text"))
    if "forward" in wanted:
        source = bot.chat_with(number(wanted["from"], "from")) if wanted.get("from") else chat
        return user_actions.forward_message(bot, chat, person, source, number(wanted["forward"], "forward"))
    reply_to = number(wanted["reply_to"], "reply_to") if wanted.get("reply_to") else None
    quote = str(wanted["quote"]) if wanted.get("quote") else None
    thread = number(wanted["thread"], "thread") if wanted.get("thread") else None
    content = await _content(bot, person, wanted)
    return user_actions.send_message(bot, chat, person, content, reply_to=reply_to, quote=quote, thread=thread)


async def _send_files(form: FormData, bot: BotAccount, chat: Chat, person: SimulatedPerson) -> list[Json]:
    """Send each file of a form as a message, or all as one album."""
    user_actions.require_open(chat, person)
    uploads = [(name, value) for name, value in form.multi_items() if isinstance(value, UploadFile)]
    if not uploads:
        raise WorldError(400, "There is no file in the form.")
    contents = [await _file_content(bot, name, value) for name, value in uploads]
    contents[0] = {**contents[0], **user_actions.caption_content(_field(form, "caption"))}
    if (_field(form, "album") or "").lower() in {"true", "1"} and len(contents) > 1:
        return user_actions.send_album(bot, chat, person, contents)
    reply_to = whole_number(_field(form, "reply_to"))
    return [user_actions.send_message(bot, chat, person, content, reply_to=reply_to) for content in contents]


async def _content(bot: BotAccount, person: SimulatedPerson, wanted: Json) -> Json:
    if wanted.get("contact"):
        return user_actions.contact_content(person, wanted["contact"])
    if wanted.get("sticker"):
        return await bot.shared.files.sticker(str(wanted["sticker"]))
    if "location" in wanted or "venue" in wanted:
        return user_actions.place_content(wanted)
    if "poll" in wanted:
        return {"poll": polls.of_person(wanted["poll"])}
    return user_actions.text_content(wanted.get("text"))


async def _file_content(bot: BotAccount, name: str, value: UploadFile) -> Json:
    data = await value.read()
    if name == "document":
        return bot.shared.files.document(Upload(value.filename or "file", value.content_type or "", data))
    if name not in MEDIA_KINDS:
        raise WorldError(400, f"A file is sent as one of {', '.join(sorted(MEDIA_KINDS))}, not as {name}.")
    if name != "photo":
        return bot.shared.files.media(name, Upload(value.filename or "", value.content_type or "", data), {})
    try:
        return await bot.shared.files.photo(data)
    except ValueError as error:
        raise WorldError(400, f"Telegram cannot show this as a photo ({error}); send it as a document.") from None


def _field(form: FormData, name: str) -> str | None:
    value = form.get(name)
    return value if isinstance(value, str) else None
