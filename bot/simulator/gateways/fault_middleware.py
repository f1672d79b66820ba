"""Gateways that stumble: slow answers, and errors before or after the call has taken effect."""

import asyncio
from collections.abc import Callable

from starlette.responses import Response

from bot.simulator.gateways.faults import GatewayFaults


async def stumble(faults: GatewayFaults, do: Callable[[], Response], broken: Callable[[], Response]) -> Response:
    """Carry a call out, or stumble over it as the faults in force say."""
    fails = faults.strikes("server_error")
    if fails and faults.dice.random() < 0.5:
        return broken()
    answer = do()
    if faults.strikes("slow"):
        await asyncio.sleep(faults.slow_seconds)
    return broken() if fails else answer
