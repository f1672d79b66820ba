"""Answers of other servers, read up to a size and no further, and into a shape or not at all."""

from typing import Any, TypeVar

import aiohttp
from pydantic import BaseModel

from bot.adapters.payments.gateway import GatewayUnavailable

MOST_BYTES = 64 * 1024 * 1024
"""The largest bill we read."""

Shape = TypeVar("Shape", bound=BaseModel)


async def read_all(response: aiohttp.ClientResponse) -> bytes:
    """Return the body. Raises GatewayUnavailable when it is larger than any bill."""
    body = bytearray()
    async for chunk in response.content.iter_any():
        body += chunk
        if len(body) > MOST_BYTES:
            raise GatewayUnavailable("SIZE", "the answer is too large")
    return bytes(body)


def understood(shape: type[Shape], answer: dict[str, Any]) -> Shape:
    """Return the answer in its shape. Raises GatewayUnavailable when it has another."""
    try:
        return shape.model_validate(answer)
    except ValueError:
        raise GatewayUnavailable("ANSWER", "a field is missing or of another kind") from None
