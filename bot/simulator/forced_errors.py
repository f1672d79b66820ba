"""Forced errors: calls that the Bot API answers with a chosen error each time, by method, chat and text.

    {"forced_errors": [{"method": "sendMessage", "chat": 7, "code": 500, "description": "Internal Server Error"}]}

The first one that matches answers, without any effect. `body` is sent as it stands instead of the JSON of an error,
such as the HTML page of a proxy or half an answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.simulator.errors import ApiError, WorldError
from bot.simulator.json_types import Json, whole_number


class RawAnswer(Exception):
    """A response that is no JSON of the Bot API."""

    def __init__(self, status: int, body: str) -> None:
        super().__init__(body)
        self.status = status
        self.body = body


@dataclass(frozen=True)
class ForcedError:
    """Which calls are refused (empty and 0: any), and the answer to them."""

    code: int
    description: str = "Internal Server Error"
    method: str = ""
    chat: int = 0
    text: str = ""
    body: str | None = None

    def matches(self, method: str, values: Json) -> bool:
        """Return whether this call is refused."""
        words = str(values.get("text") or values.get("caption") or "")
        is_method = self.method.lower() in ("", method.lower())
        return is_method and self.chat in (0, whole_number(values.get("chat_id"))) and self.text in words

    def answer(self) -> ApiError | RawAnswer:
        """Return the error."""
        return ApiError(self.code, self.description) if self.body is None else RawAnswer(self.code, self.body)


def read_forced_errors(wanted: Any) -> list[ForcedError]:
    """Return the forced errors that a request names. Raises WorldError 400."""
    if not isinstance(wanted, list):
        raise WorldError(400, "Forced errors are a list.")
    return [_read(each) for each in wanted]


def raise_forced(forced_errors: Sequence[ForcedError], method: str, values: Json) -> None:
    """Raise the answer of the first one that matches a call, if one does."""
    for forced in forced_errors:
        if forced.matches(method, values):
            raise forced.answer()


def _read(wanted: Json) -> ForcedError:
    try:
        forced = ForcedError(**wanted)
    except TypeError as problem:
        raise WorldError(400, f"No such forced error: {wanted!r}.") from problem
    texts = (forced.description, forced.method, forced.text, forced.body or "")
    numbers = (forced.code, forced.chat)
    if not (all(isinstance(each, str) for each in texts) and all(type(each) is int for each in numbers)):
        raise WorldError(400, f"No such forced error: {wanted!r}.")
    if not 200 <= forced.code <= 599:
        raise WorldError(400, f"No such status: {forced.code}.")
    return forced
