"""The parameters of a Bot API call, parsed from a query string, a form, multipart data or JSON."""

import math
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
from bot.simulator.files import MAX_UPLOAD_BYTES, Upload
from bot.simulator.json_types import Json, is_true, whole_number

_MAX_BODY_BYTES = MAX_UPLOAD_BYTES + 1024 * 1024  # a file and the other parameters


@dataclass(slots=True)
class Call:
    """The parameters and the uploaded files of one call."""

    values: Json
    files: dict[str, Upload] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        """Whether the call has this parameter."""
        return name in self.values or name in self.files

    def text(self, name: str) -> str | None:
        """Return a parameter as text; None if it is missing."""
        value = self.values.get(name)
        if isinstance(value, (dict, list, bool)):
            return orjson.dumps(value).decode()
        return value if value is None or isinstance(value, str) else str(value)

    def number(self, name: str, default: int = 0) -> int:
        """Return a parameter as an integer; the default if it is missing or not an integer, as at Telegram."""
        value = whole_number(self.values.get(name))
        return default if value is None else value

    def decimal(self, name: str) -> float:
        """Return a parameter as a number; 0 if it is missing or not a number, as at Telegram."""
        try:
            number = float(self.text(name) or 0)
        except ValueError:
            return 0.0
        return number if math.isfinite(number) else 0.0

    def flag(self, name: str) -> bool:
        """Return a parameter as a boolean."""
        return is_true(self.values.get(name))

    def json(self, name: str, description: str | None = None) -> Any:
        """Return a JSON parameter, parsed if it is text; None if it is missing or empty. `description`: for errors."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return orjson.loads(value)
        except orjson.JSONDecodeError:
            raise BadRequest(f"can't parse {description or name} JSON object") from None

    def entities(self, name: str) -> Any:
        """Return a parameter with message entities; None if it is missing or not JSON, as at Telegram."""
        try:
            return self.json(name)
        except BadRequest:
            return None


async def read_call(scope: Scope, receive: Receive) -> Call:
    """Parse one call; raises BadRequest for an invalid body, ApiError 413 for one beyond 50 MB."""
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
        values.update(_json_object(body))
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
        if total > _MAX_BODY_BYTES:
            parts.clear()  # The client must send everything before it reads the response.
    if total > _MAX_BODY_BYTES:
        raise ApiError(413, "Request Entity Too Large")
    return b"".join(parts)


def _json_object(body: bytes) -> Json:
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
        form = await MultiPartParser(headers, stream(), max_part_size=MAX_UPLOAD_BYTES).parse()  # type: ignore[arg-type]
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
