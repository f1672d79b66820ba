"""SMS gateways: the protocol, delivery reports, and the generic HTTP gateway (also that of the local world)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import aiohttp


class SmsNotSent(Exception):
    """The gateway did not accept the message; it may be sent again with the same id."""


class SmsGateway(Protocol):
    """Sends text messages; the id makes a repetition recognisable."""

    async def send(self, message_id: str, to: str, text: str) -> None:
        """Send a text to a number (E.164). Raises SmsNotSent."""
        ...

    async def aclose(self) -> None:
        """Close the connections."""
        ...


class DeliveryReportsUnavailable(Exception):
    """The delivery reports cannot be fetched at the moment; the argument is the error code."""


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """Whether a message was delivered. message_id: ours; why: the network's reason if it was not."""

    message_id: str
    arrived: bool
    why: str = ""


class DeliveryReportSource(Protocol):
    """A gateway that provides delivery reports."""

    async def delivery_reports(self) -> Sequence[DeliveryReport]:
        """Return the delivery reports that are new since the last call. Raises DeliveryReportsUnavailable."""
        ...


class HttpSms:
    """Sends a message as one POST of {"id", "to", "text"}; accepted if the response is 2xx."""

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
        """Close the connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None
