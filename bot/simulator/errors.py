"""What goes wrong on either side of the world, in the official words where there are any.

ApiError            an answer {"ok": false, …} of the Bot API
├── BadRequest      400
├── GroupMigrated        400, with parameters.migrate_to_chat_id
├── Forbidden       403
├── Conflict        409
└── TooManyRequests 429, with parameters.retry_after
ConnectionDropped             no answer at all: the connection closes half way
WorldError          the people's side: {"error": sentence} with a 4xx status
"""

from bot.simulator.json_types import Json


class ApiError(Exception):
    """A refusal of the Bot API, with its HTTP status and official description."""

    def __init__(self, code: int, description: str, parameters: Json | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def answer(self) -> Json:
        """The body the Bot API sends for this refusal."""
        body: Json = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


class BadRequest(ApiError):
    """400: the request itself can never succeed as it stands."""

    def __init__(self, reason: str) -> None:
        super().__init__(400, f"Bad Request: {reason}")


class GroupMigrated(ApiError):
    """400: the group became a supergroup and has another id, which the answer names."""

    def __init__(self, chat_id: int) -> None:
        hint = {"migrate_to_chat_id": chat_id}
        super().__init__(400, "Bad Request: group chat was upgraded to a supergroup chat", hint)


class Forbidden(ApiError):
    """403: the person or the group does not let this bot write."""

    def __init__(self, reason: str) -> None:
        super().__init__(403, f"Forbidden: {reason}")


class Conflict(ApiError):
    """409: two ways of receiving updates at once."""

    def __init__(self, reason: str) -> None:
        super().__init__(409, f"Conflict: {reason}")


class TooManyRequests(ApiError):
    """429: flood limit reached, to be tried again after `seconds`."""

    def __init__(self, seconds: int) -> None:
        super().__init__(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})


class ConnectionDropped(Exception):
    """The connection closes before the answer is complete, as a broken network would do it."""


class WorldError(Exception):
    """A refusal of the people's side, with its HTTP status and a sentence a person understands."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence
