"""Answers of other servers, read up to a size and no further."""

import aiohttp

from bot.adapters.payments import GatewayUnavailable

MOST_BYTES = 64 * 1024 * 1024
"""The largest bill we read."""


async def read_all(response: aiohttp.ClientResponse) -> bytes:
    """Return the body. Raises GatewayUnavailable when it is larger than any bill."""
    body = bytearray()
    async for chunk in response.content.iter_any():
        body += chunk
        if len(body) > MOST_BYTES:
            raise GatewayUnavailable("SIZE", "the answer is too large")
    return bytes(body)
