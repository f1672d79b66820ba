"""The registry of Bot API methods: `@method` registers a function under its official name.

The required parameters are those of the official documentation of Bot API 10.1. Where Telegram accepts a parameter
in another place too (a file in the body of the request), the method itself checks for it.
"""

import logging
import secrets
from collections.abc import Callable
from inspect import isawaitable
from typing import Any, NamedTuple, TypeAlias, TypeVar

from bot.simulator.bot_account import BotAccount
from bot.simulator.errors import ApiError, BadRequest, ConnectionDropped, WorldError
from bot.simulator.methods.call_parameters import Call
from bot.simulator.schema.definitions import description

MethodFunction: TypeAlias = Callable[[BotAccount, Call], Any]
_Function = TypeVar("_Function", bound=MethodFunction)


class Method(NamedTuple):
    """A method's function and required parameters."""

    function: MethodFunction
    required: tuple[str, ...]


_log = logging.getLogger(__name__)

METHODS: dict[str, Method] = {}
_BY_LOWER_NAME: dict[str, Method] = {}

_MISSING = {
    "chat_id": "chat_id is empty",
    "from_chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "message_ids": "message identifiers are not specified",
    "photo": "there is no photo in the request",
    "document": "there is no document in the request",
    "sticker": "there is no sticker in the request",
    "file_id": "invalid file_id",
    "action": "wrong parameter action in request",
    "callback_query_id": "query is too old and response timeout expired or query ID is invalid",
}


def method(*required: str) -> Callable[[_Function], _Function]:
    """Register a function under its name in camel case, with its required parameters."""

    def register(function: _Function) -> _Function:
        first, *others = function.__name__.split("_")
        name = first + "".join(word.capitalize() for word in others)
        METHODS[name] = _BY_LOWER_NAME[name.lower()] = Method(function, required)
        return function

    return register


async def call_method(bot: BotAccount, name: str, call: Call) -> Any:
    """Call a method by its name, in upper or lower case; raises ApiError as the Bot API does, and for no other reason.

    A call that a method fails on is refused with a reference, under which the log has the reason.
    """
    try:
        return await _call(bot, name, call)
    except (ApiError, ConnectionDropped):
        raise
    except WorldError:
        raise BadRequest("chat not found") from None
    except Exception as error:
        reference = secrets.token_hex(4)
        _log.exception("call %s of %s failed", reference, name)
        raise BadRequest(f"the local Telegram cannot read this call (reference {reference} in its log)") from error


async def _call(bot: BotAccount, name: str, call: Call) -> Any:
    found = _BY_LOWER_NAME.get(name.lower())
    if found is None:
        raise _unknown(name)
    for parameter in found.required:
        if not call.has(parameter):
            raise BadRequest(_MISSING.get(parameter, f'parameter "{parameter}" is required'))
    result = found.function(bot, call)
    return await result if isawaitable(result) else result


def _unknown(name: str) -> ApiError:
    """Return the error for a method that is not simulated, or does not exist."""
    official = next((each for each in description().methods if each.lower() == name.lower()), None)
    if official is None:
        return ApiError(404, "Not Found: method not found")
    return BadRequest(f"{official} is not available in the local Telegram")
