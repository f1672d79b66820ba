"""A request to write: text, contact, sticker, edit, forward as JSON, photos and documents as multipart."""

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request

from bot.simulator import user_actions
from bot.simulator.api.json_routes import json_body, number
from bot.simulator.bot_account import BotAccount
from bot.simulator.chats import Chat, SimulatedPerson
from bot.simulator.errors import WorldError
from bot.simulator.files import Upload
from bot.simulator.json_types import Json, whole_number


async def written_json(request: Request, bot: BotAccount, chat: Chat, person: SimulatedPerson) -> list[Json]:
    """Carry out a JSON request to write; the messages it made or changed."""
    wanted = await json_body(request)
    if "edit" in wanted:
        return [user_actions.edit_message(bot, chat, person, number(wanted["edit"], "edit"), wanted.get("text"))]
    if "forward" in wanted:
        source = bot.chat_with(number(wanted["from"], "from")) if wanted.get("from") else chat
        return [user_actions.forward_message(bot, chat, person, source, number(wanted["forward"], "forward"))]
    reply_to = number(wanted["reply_to"], "reply_to") if wanted.get("reply_to") else None
    return [user_actions.send_message(bot, chat, person, await _content(bot, person, wanted), reply_to=reply_to)]


async def written_form(form: FormData, bot: BotAccount, chat: Chat, person: SimulatedPerson) -> list[Json]:
    """Carry out a multipart request to write; one message a file, as one album if asked."""
    user_actions.require_open(chat, person)
    uploads = [(name, value) for name, value in form.multi_items() if isinstance(value, UploadFile)]
    if not uploads:
        raise WorldError(400, "There is no photo and no document in the form.")
    contents = [await _uploaded(bot, name, value) for name, value in uploads]
    contents[0] = {**contents[0], **user_actions.caption_content(_field(form, "caption"))}
    if (_field(form, "album") or "").lower() in {"true", "1"} and len(contents) > 1:
        return user_actions.send_album(bot, chat, person, contents)
    reply_to = whole_number(_field(form, "reply_to"))
    return [user_actions.send_message(bot, chat, person, content, reply_to=reply_to) for content in contents]


async def _content(bot: BotAccount, person: SimulatedPerson, wanted: Json) -> Json:
    if wanted.get("contact"):
        return user_actions.contact_content(person, wanted["contact"])
    if wanted.get("sticker"):
        return await bot.world.files.sticker(str(wanted["sticker"]))
    return user_actions.text_content(wanted.get("text"))


async def _uploaded(bot: BotAccount, name: str, value: UploadFile) -> Json:
    data = await value.read()
    if name == "document":
        return bot.world.files.document(Upload(value.filename or "file", value.content_type or "", data))
    if name != "photo":
        raise WorldError(400, f"A file is sent as photo or as document, not as {name}.")
    try:
        return await bot.world.files.photo(data)
    except ValueError as error:
        raise WorldError(400, f"Telegram cannot show this as a photo ({error}); send it as a document.") from None


def _field(form: FormData, name: str) -> str | None:
    value = form.get(name)
    return value if isinstance(value, str) else None
