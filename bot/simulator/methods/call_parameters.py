"""A bot's call as the Bot API takes it: query, form, multipart or JSON, all read into one shape."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

import orjson
from starlette.datastructures import Headers, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope

from bot.simulator.errors import ApiError, BadRequest
from bot.simulator.files import UPLOAD_BYTES, Upload
from bot.simulator.json_types import Json, whole_number

_SLACK = 1024 * 1024


@dataclass(slots=True)
class Call:
    """The parameters of one call, and the files that came with it."""

    values: Json
    files: dict[str, Upload] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        """Whether a parameter was given at all."""
        return name in self.values or name in self.files

    def text(self, name: str) -> str | None:
        """A parameter as text; None when it was not given."""
        value = self.values.get(name)
        return value if value is None or isinstance(value, str) else str(value)

    def number(self, name: str, default: int = 0) -> int:
        """A parameter as an integer; what is none counts as not given, as at Telegram."""
        value = whole_number(self.values.get(name))
        return default if value is None else value

    def flag(self, name: str) -> bool:
        """A parameter as a boolean."""
        return str(self.values.get(name, "")).lower() in {"true", "1", "yes"}

    def structure(self, name: str, called: str | None = None) -> Any:
        """A parameter as JSON, parsed when it came as text; None when it was not given or is empty."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return orjson.loads(value)
        except orjson.JSONDecodeError:
            raise BadRequest(f"can't parse {called or name} JSON object") from None


async def read_call(scope: Scope, receive: Receive) -> Call:
    """Read one call; BadRequest when its body cannot be read, ApiError 413 beyond 50 MB."""
    values: Json = {}
    if scope["query_string"]:
        values.update(parse_qsl(scope["query_string"].decode(), keep_blank_values=True))
    body = await _body(receive)
    if not body:
        return Call(values)
    kind = _content_type(scope)
    if kind.startswith("multipart/form-data"):
        return await _multipart(Headers(scope=scope), body, values)
    if kind.startswith("application/json"):
        values.update(_json(body))
    else:
        values.update(parse_qsl(body.decode(errors="replace"), keep_blank_values=True))
    return Call(values)


def _content_type(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == b"content-type":
            return str(value.decode("latin-1")).lower()
    return ""


async def _body(receive: Receive) -> bytes:
    message = await receive()
    if message["type"] == "http.disconnect":
        raise ClientDisconnect
    body: bytes = message.get("body", b"")
    if not message.get("more_body"):
        return body
    parts, total = [body], len(body)
    while message.get("more_body"):
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        parts.append(message.get("body", b""))
        total += len(parts[-1])
        if total > UPLOAD_BYTES + _SLACK:
            parts.clear()  # Read on, so that the client gets its answer, but keep nothing.
    if total > UPLOAD_BYTES + _SLACK:
        raise ApiError(413, "Request Entity Too Large")
    return b"".join(parts)


def _json(body: bytes) -> Json:
    try:
        values = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise BadRequest("can't parse JSON object") from None
    if not isinstance(values, dict):
        raise BadRequest("object expected in the request")
    return {name: value for name, value in values.items() if value is not None}


async def _multipart(headers: Headers, body: bytes, values: Json) -> Call:
    async def stream() -> AsyncIterator[bytes]:
        yield body

    try:
        form = await MultiPartParser(headers, stream(), max_part_size=UPLOAD_BYTES).parse()  # type: ignore[arg-type]
    except (MultiPartException, KeyError):
        raise BadRequest("can't parse multipart form") from None
    call = Call(values)
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            call.files[name] = Upload(value.filename or "", value.content_type or "", await value.read())
        else:
            values[name] = value
    await form.close()
    return call
