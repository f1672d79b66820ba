"""Faults of the local gateways on request: what may befall a call and what may befall a notice."""

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

    Of calls: `server_error` (half of them after the call has taken effect),
    `slow` (answered after `slow_seconds`), `bad_signature`, `bad_json`.
    Of a notice: `lose` (never sent), `duplicate`, `wrong_amount` (rightly signed).
    Of one attempt to bring it, after which it comes again: `reorder` (late, so that
    others overtake), `forge` (another key), `probe`, `stale`, `garble`, `ignore` (our answer is lost).
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
    dice: Random = field(default_factory=Random, repr=False)

    def strikes(self, name: str) -> bool:
        """Throw the dice for one fault."""
        chance: float = getattr(self, name)
        return chance > 0 and self.dice.random() < chance

    def set(self, wanted: dict[str, Any]) -> None:
        """Take over what a request names. Raises ValueError for a name or a value that makes no sense."""
        if wanted.get("clear"):
            self.clear()
        given = {name: value for name, value in wanted.items() if name != "clear"}
        for name, value in given.items():
            if name not in self.shown():
                raise ValueError(f"There is no fault called {name}.")
            if not isinstance(value, int | float) or not 0 <= value <= (3600 if name == "slow_seconds" else 1):
                raise ValueError(f"{name} must be a number from 0 to 1.")
        for name, value in given.items():
            setattr(self, name, float(value))

    def clear(self) -> None:
        """End all faults."""
        for name in self.shown():
            setattr(self, name, SLOW_SECONDS if name == "slow_seconds" else 0.0)

    def shown(self) -> dict[str, float]:
        """The faults in force."""
        return {each.name: getattr(self, each.name) for each in fields(self) if each.name != "dice"}

    async def answer(self, call: Callable[[], Response], error: Callable[[], Response]) -> Response:
        """Carry out a call, or answer it with an error or late, as the faults in force say."""
        fails = self.strikes("server_error")
        if fails and self.dice.random() < 0.5:
            return error()
        answer = call()
        if self.strikes("slow"):
            await asyncio.sleep(self.slow_seconds)
        return error() if fails else answer
