"""SMS: one Protocol, the generic HTTP gateway (the local twin speaks it too)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import aiohttp


class SmsNotSent(Exception):
    """The gateway did not take the message; it may go again under the same id."""


class SmsGateway(Protocol):
    """Takes text messages. The same id twice is one message."""

    async def send(self, message_id: str, to: str, text: str) -> None:
        """Send a text to a number (E.164). Raises SmsNotSent."""
        ...

    async def aclose(self) -> None:
        """Let go of connections."""
        ...


class ReceiptsUnavailable(Exception):
    """The gateway gives no receipts now; its reason in a word."""


@dataclass(frozen=True, slots=True)
class SmsReceipt:
    """Whether a message reached its phone. message_id: ours; why: the network's word where it did not."""

    message_id: str
    arrived: bool
    why: str = ""


class SmsReceipts(Protocol):
    """A gateway that hears from the phones."""

    async def receipts(self) -> Sequence[SmsReceipt]:
        """Return the receipts that have come since the last time. Raises ReceiptsUnavailable."""
        ...


class HttpSms:
    """One POST of {"id", "to", "text"} a message, until the gateway answers 2xx."""

    def __init__(self, url: str, *, seconds: float = 10) -> None:
        self._url = url
        self._timeout = aiohttp.ClientTimeout(total=seconds)
        self._session: aiohttp.ClientSession | None = None

    async def send(self, message_id: str, to: str, text: str) -> None:
        """Send a text to a number (E.164). Raises SmsNotSent."""
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=self._timeout)
        try:
            async with self._session.post(self._url, json={"id": message_id, "to": to, "text": text}) as response:
                if not 200 <= response.status < 300:
                    raise SmsNotSent(f"status {response.status}")
        except (TimeoutError, aiohttp.ClientError) as problem:
            raise SmsNotSent(type(problem).__name__) from problem

    async def aclose(self) -> None:
        """Let go of connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None
