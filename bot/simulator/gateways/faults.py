"""Fault injection for the local gateways: faults of calls and faults of webhook events."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from random import Random
from typing import Any

from starlette.responses import Response

SLOW_SECONDS = 30.0


@dataclass
class GatewayFaults:
    """Probabilities from 0 to 1, all zero at first.

    Of a call: `server_error` (half of them after the call has taken effect), `slow` (a response after
    `slow_seconds`), `bad_signature`, `bad_json`.
    Of a webhook event: `lose` (never sent), `duplicate`, `wrong_amount` (with a valid signature).
    Of one delivery attempt, after which the event is sent again: `reorder` (late, so that others overtake it), `forge`
    (signed with another key), `probe` (WeChat Pay's test of the verification), `stale` (an old timestamp), `garble` (a
    changed bit), `ignore` (the merchant's response is lost).
    """

    server_error: float = 0.0
    slow: float = 0.0
    slow_seconds: float = SLOW_SECONDS
    bad_signature: float = 0.0
    bad_json: float = 0.0
    lose: float = 0.0
    duplicate: float = 0.0
    wrong_amount: float = 0.0
    reorder: float = 0.0
    forge: float = 0.0
    probe: float = 0.0
    stale: float = 0.0
    garble: float = 0.0
    ignore: float = 0.0
    random: Random = field(default_factory=Random, repr=False)

    def draw(self, name: str) -> bool:
        """Draw whether a fault happens."""
        probability: float = getattr(self, name)
        return probability > 0 and self.random.random() < probability

    def set(self, wanted: dict[str, Any]) -> None:
        """Set the faults that a request names; raises ValueError for an unknown name or an invalid value."""
        if wanted.get("clear"):
            self.clear()
        given = {name: value for name, value in wanted.items() if name != "clear"}
        for name, value in given.items():
            if name not in self.to_dict():
                raise ValueError(f"There is no fault called {name}.")
            if not isinstance(value, int | float) or not 0 <= value <= (3600 if name == "slow_seconds" else 1):
                raise ValueError(f"{name} must be a number from 0 to 1.")
        for name, value in given.items():
            setattr(self, name, float(value))

    def clear(self) -> None:
        """Reset all faults to zero."""
        for name in self.to_dict():
            setattr(self, name, SLOW_SECONDS if name == "slow_seconds" else 0.0)

    def to_dict(self) -> dict[str, float]:
        """Return the faults by name."""
        return {each.name: getattr(self, each.name) for each in fields(self) if each.name != "random"}

    async def answer(self, call: Callable[[], Response], error: Callable[[], Response]) -> Response:
        """Carry out a call with the faults in force; `error` makes the response of a server error."""
        fails = self.draw("server_error")
        if fails and self.random.random() < 0.5:
            return error()
        answer = call()
        if self.draw("slow"):
            await asyncio.sleep(self.slow_seconds)
        return error() if fails else answer
