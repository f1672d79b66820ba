"""Calls payment gateways over HTTP, and validates their responses, which have a maximum size."""

import re
from collections.abc import Awaitable, Collection, Mapping
from typing import Any, TypeVar

import aiohttp
from pydantic import BaseModel, ConfigDict
from yarl import URL

from bot.adapters.payments.gateway import GatewayRefused, GatewayUnavailable

TIMEOUT_SECONDS = 10.0
MAX_RESPONSE_BYTES = 64 * 1024 * 1024  # The largest response is a daily bill.

_ADDRESS = re.compile(r"https?://[!-~]+", re.ASCII)

Json = dict[str, Any]
Model = TypeVar("Model", bound=BaseModel)
Answer = TypeVar("Answer")


class StrictModel(BaseModel):
    """A JSON object of a provider; a value of another type is an error, not converted."""

    model_config = ConfigDict(strict=True)


async def send(
    http: aiohttp.ClientSession, method: str, url: str, **options: Any
) -> tuple[int, Mapping[str, str], bytes]:
    """Return status, headers and body of the response. Raises GatewayUnavailable if there is none.

    url: sent exactly as it is written, because a provider signs it so, or we do; another quoting is another address.
    """
    if not _ADDRESS.fullmatch(url):
        raise GatewayUnavailable("ANSWER", "not an address")
    try:
        async with http.request(method, URL(url, encoded=True), allow_redirects=False, **options) as response:
            return response.status, response.headers, await read_body(response)
    except (TimeoutError, aiohttp.ClientError, OSError) as error:
        raise GatewayUnavailable("NETWORK", type(error).__name__) from error


async def read_body(response: aiohttp.ClientResponse) -> bytes:
    """Return the body. Raises GatewayUnavailable if it is larger than MAX_RESPONSE_BYTES."""
    body = bytearray()
    async for chunk in response.content.iter_any():
        body += chunk
        if len(body) > MAX_RESPONSE_BYTES:
            raise GatewayUnavailable("SIZE", "the answer is too large")
    return bytes(body)


async def none_if_refused(call: Awaitable[Answer], codes: Collection[str]) -> Answer | None:
    """Return the answer of a call, or None if the gateway declines it with one of these codes."""
    try:
        return await call
    except GatewayRefused as refusal:
        if refusal.code not in codes:
            raise
        return None


def validated(model: type[Model], answer: Json) -> Model:
    """Return the answer as the model. Raises GatewayUnavailable if a field is missing or of another type."""
    try:
        return model.model_validate(answer)
    except ValueError:
        raise GatewayUnavailable("ANSWER", "a field is missing or of another kind") from None
