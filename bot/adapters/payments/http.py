"""Reads and validates the responses of payment gateways, up to a maximum size."""

from typing import Any, TypeVar

import aiohttp
from pydantic import BaseModel

from bot.adapters.payments.gateway import GatewayUnavailable

TIMEOUT_SECONDS = 10.0
MAX_RESPONSE_BYTES = 64 * 1024 * 1024  # The largest response is a daily bill.

Json = dict[str, Any]
Model = TypeVar("Model", bound=BaseModel)


async def read_body(response: aiohttp.ClientResponse) -> bytes:
    """Return the body. Raises GatewayUnavailable if it is larger than MAX_RESPONSE_BYTES."""
    body = bytearray()
    async for chunk in response.content.iter_any():
        body += chunk
        if len(body) > MAX_RESPONSE_BYTES:
            raise GatewayUnavailable("SIZE", "the answer is too large")
    return bytes(body)


def validated(model: type[Model], answer: Json) -> Model:
    """Return the answer as the model. Raises GatewayUnavailable if a field is missing or of another type."""
    try:
        return model.model_validate(answer)
    except ValueError:
        raise GatewayUnavailable("ANSWER", "a field is missing or of another kind") from None
