"""Methods that forward and copy messages, one or many."""

from bot.simulator.bot_account import BotAccount
from bot.simulator.errors import BadRequest
from bot.simulator.json_types import Json, whole_number
from bot.simulator.messages import copied_content, forwarded_content
from bot.simulator.methods.call_parameters import Call
from bot.simulator.methods.message_content import caption_of, options_of
from bot.simulator.methods.posting import post
from bot.simulator.methods.registry import method

_SERVICE_FIELDS = {"migrate_to_chat_id", "migrate_from_chat_id", "pinned_message", "new_chat_members"}


@method("chat_id", "from_chat_id", "message_id")
def forward_message(bot: BotAccount, call: Call) -> Json:
    """Forward a message with its origin."""
    [message] = _sources(bot, call, [call.number("message_id")], "forward")
    chat = bot.writable_chat(call.values["chat_id"])
    return bot.post(chat, bot.sender, {**forwarded_content(message), **options_of(bot, chat, call)})


@method("chat_id", "from_chat_id", "message_ids")
def forward_messages(bot: BotAccount, call: Call) -> list[Json]:
    """Forward 1 to 100 messages; those that cannot be forwarded are skipped."""
    messages = _sources(bot, call, _identifiers(call), "forward", skip=True)
    chat = bot.writable_chat(call.values["chat_id"], messages=len(messages))
    contents = [{**forwarded_content(message), **options_of(bot, chat, call)} for message in messages]
    return [{"message_id": bot.post(chat, bot.sender, content)["message_id"]} for content in contents]


@method("chat_id", "from_chat_id", "message_id")
def copy_message(bot: BotAccount, call: Call) -> Json:
    """Send the content of a message without its origin."""
    [message] = _sources(bot, call, [call.number("message_id")], "copy")
    chat = bot.writable_chat(call.values["chat_id"])
    content = copied_content(message)
    if call.has("caption") and "text" not in content:
        content = {**_without_caption(content), **caption_of(bot, call)}
    return {"message_id": post(bot, chat, call, content)["message_id"]}


@method("chat_id", "from_chat_id", "message_ids")
def copy_messages(bot: BotAccount, call: Call) -> list[Json]:
    """Copy 1 to 100 messages; those that cannot be copied are skipped."""
    messages = _sources(bot, call, _identifiers(call), "copy", skip=True)
    chat = bot.writable_chat(call.values["chat_id"], messages=len(messages))
    contents = [copied_content(message) for message in messages]
    if call.flag("remove_caption"):
        contents = [_without_caption(content) for content in contents]
    posted = [bot.post(chat, bot.sender, {**content, **options_of(bot, chat, call)}) for content in contents]
    return [{"message_id": message["message_id"]} for message in posted]


def _identifiers(call: Call) -> list[int]:
    wanted = call.json("message_ids", "message identifiers")
    if not isinstance(wanted, list) or not wanted:
        raise BadRequest("message identifiers are not specified")
    if len(wanted) > 100:
        raise BadRequest("too many message identifiers specified")
    numbers = [whole_number(each) or 0 for each in wanted]
    if any(number <= 0 for number in numbers):
        raise BadRequest("invalid message identifier specified")
    if sorted(set(numbers)) != numbers:
        raise BadRequest("message identifiers must be in a strictly increasing order")
    return numbers


def _sources(bot: BotAccount, call: Call, wanted: list[int], action: str, *, skip: bool = False) -> list[Json]:
    """Return the messages of the source chat; raises BadRequest for a missing or protected one unless `skip`."""
    chat = bot.find_chat(call.values["from_chat_id"])
    found = [message for each in wanted if (message := chat.messages.get(each)) is not None]
    if not found or (len(found) < len(wanted) and not skip):
        raise BadRequest(f"message to {action} not found" if not skip else f"there are no messages to {action}")
    usable = [message for message in found if not _refused(bot, message)]
    if not usable or (len(usable) < len(found) and not skip):
        raise BadRequest(f"the message can't be {action}ed" if action == "forward" else "the message can't be copied")
    return usable


def _refused(bot: BotAccount, message: Json) -> bool:
    """Whether a message is a service message, or protected and not the bot's own."""
    protected = message.get("has_protected_content") and message["from"]["id"] != bot.id
    return bool(protected or _SERVICE_FIELDS & message.keys())


def _without_caption(content: Json) -> Json:
    return {key: value for key, value in content.items() if key not in {"caption", "caption_entities"}}
