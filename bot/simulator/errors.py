"""Errors of the Bot API, with its official descriptions, and of the people's API.

ApiError            a response {"ok": false, …} of the Bot API
├── BadRequest      400
├── GroupMigrated   400, with parameters.migrate_to_chat_id
├── Forbidden       403
├── Conflict        409
└── TooManyRequests 429, with parameters.retry_after
ConnectionDropped   no complete response: the connection closes
WorldError          an error of the people's API: {"error": sentence} with a 4xx status
"""

from bot.simulator.json_types import Json


class ApiError(Exception):
    """An error response of the Bot API, with its HTTP status and official description."""

    def __init__(self, code: int, description: str, parameters: Json | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def to_dict(self) -> Json:
        """Return the response body."""
        body: Json = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


class BadRequest(ApiError):
    """400: the request is invalid and fails every time."""

    def __init__(self, reason: str) -> None:
        super().__init__(400, f"Bad Request: {reason}")


class GroupMigrated(ApiError):
    """400: the group became a supergroup; the response contains its new id."""

    def __init__(self, chat_id: int) -> None:
        hint = {"migrate_to_chat_id": chat_id}
        super().__init__(400, "Bad Request: group chat was upgraded to a supergroup chat", hint)


class Forbidden(ApiError):
    """403: the bot may not write to this person or group."""

    def __init__(self, reason: str) -> None:
        super().__init__(403, f"Forbidden: {reason}")


class Conflict(ApiError):
    """409: a second poll, or a poll while a webhook is set."""

    def __init__(self, reason: str) -> None:
        super().__init__(409, f"Conflict: {reason}")


class TooManyRequests(ApiError):
    """429: the rate limit is reached; retry after `seconds`."""

    def __init__(self, seconds: int) -> None:
        super().__init__(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})


class ConnectionDropped(Exception):
    """The connection must close before the response is complete."""


class WorldError(Exception):
    """An error response of the people's API, with its HTTP status and a sentence for the person."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence
