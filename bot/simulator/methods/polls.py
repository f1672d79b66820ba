"""Methods that send and stop polls."""

import asyncio
import secrets
from typing import Any

from bot.simulator import polls
from bot.simulator.bot_account import BotAccount
from bot.simulator.errors import BadRequest
from bot.simulator.json_types import Json, is_true, utf16_length
from bot.simulator.markup.keyboards import checked_inline
from bot.simulator.methods.call_parameters import Call
from bot.simulator.methods.edits import editable
from bot.simulator.methods.message_content import formatted
from bot.simulator.methods.posting import post
from bot.simulator.methods.registry import method
from bot.simulator.polls import MAX_OPTION_LENGTH, MAX_QUESTION_LENGTH, OPTION_COUNTS
from bot.simulator.schema.reader import read_object

MAX_EXPLANATION_LENGTH = 200
OPEN_SECONDS = range(5, 2_628_001)
_TYPES = {"regular", "quiz"}


@method("chat_id", "question", "options")
def send_poll(bot: BotAccount, call: Call) -> Json:
    """Send a poll or a quiz."""
    chat = bot.writable_chat(call.values["chat_id"])
    kind = call.text("type") or "regular"
    if kind not in _TYPES:
        raise BadRequest("unsupported poll type specified")
    options = _options(bot, call)
    poll: Json = {
        "id": str(secrets.randbits(62)),
        **_marked(bot, call, "question", MAX_QUESTION_LENGTH),
        "options": options,
        "total_voter_count": 0,
        "is_closed": call.flag("is_closed"),
        "is_anonymous": is_true(call.values.get("is_anonymous", True)),
        "type": kind,
        "allows_multiple_answers": call.flag("allows_multiple_answers"),
        "allows_revoting": is_true(call.values.get("allows_revoting", kind == "regular")),
        "members_only": call.flag("members_only"),
        **(_quiz(bot, call, len(options)) if kind == "quiz" else {}),
        **_end(bot, call),
    }
    message = post(bot, chat, call, {"poll": poll})
    if "close_date" in poll:
        seconds = poll["close_date"] - bot.shared.clock()
        asyncio.get_running_loop().call_later(seconds, polls.close_expired, bot, chat)
    return message


@method("chat_id", "message_id")
def stop_poll(bot: BotAccount, call: Call) -> Json:
    """Stop a poll of the bot and return its result."""
    chat, message = editable(bot, call)
    if "poll" not in message:
        raise BadRequest("message with poll to stop not found")
    if message["poll"]["is_closed"]:
        raise BadRequest("poll has already been closed")
    markup = checked_inline(call.json("reply_markup", "reply keyboard markup"))
    message.pop("reply_markup", None)
    if markup:
        message["reply_markup"] = markup
    return polls.close(bot, chat, message["message_id"])


def _options(bot: BotAccount, call: Call) -> list[Json]:
    given = call.json("options", "options")
    if not isinstance(given, list):
        raise BadRequest("expected an Array of InputPollOption as options")
    if len(given) not in OPTION_COUNTS:
        few = len(given) < OPTION_COUNTS.start
        raise BadRequest(
            f"poll must have at {f'least {OPTION_COUNTS.start}' if few else f'most {OPTION_COUNTS[-1]}'} option"
        )
    return [_option(bot, option) for option in given]


def _option(bot: BotAccount, option: Any) -> Json:
    read = read_object("InputPollOption", {"text": option} if isinstance(option, str) else option)
    text, entities = formatted(bot, read["text"], read.get("text_parse_mode"), read.get("text_entities"))
    if not text or utf16_length(text) > MAX_OPTION_LENGTH:
        raise BadRequest("poll options must be non-empty" if not text else "poll options length must not exceed 100")
    shape = polls.option(text)
    return {**shape, "text_entities": entities} if entities else shape


def _marked(bot: BotAccount, call: Call, name: str, limit: int) -> Json:
    """Return a text parameter and its entities, without detected ones."""
    mode, given = call.text(f"{name}_parse_mode"), call.entities(f"{name}_entities")
    text, entities = formatted(bot, call.text(name) or "", mode, given)
    if utf16_length(text) > limit or (not text and name == "question"):
        raise BadRequest(f"poll {name} " + (f"length must not exceed {limit}" if text else "must be non-empty"))
    return {name: text, **({f"{name}_entities": entities} if entities else {})} if text else {}


def _quiz(bot: BotAccount, call: Call, options: int) -> Json:
    right = call.json("correct_option_ids", "correct option identifiers")
    if right is None and call.has("correct_option_id"):
        right = [call.number("correct_option_id", -1)]
    valid = isinstance(right, list) and right and all(isinstance(each, int) and 0 <= each < options for each in right)
    if not valid:
        raise BadRequest("wrong correct option ID specified")
    return {"correct_option_ids": right, **_marked(bot, call, "explanation", MAX_EXPLANATION_LENGTH)}


def _end(bot: BotAccount, call: Call) -> Json:
    period, date = call.number("open_period"), call.number("close_date")
    now = int(bot.shared.clock())
    if period in OPEN_SECONDS:
        return {"open_period": period, "close_date": now + period}
    return {"close_date": date} if date - now in OPEN_SECONDS else {}
