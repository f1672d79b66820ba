"""Work that a cancellation does not break off: whoever waits for it is cancelled when it has ended."""

import asyncio
from collections.abc import Coroutine
from typing import Any


async def uncancelled(work: Coroutine[Any, Any, None]) -> None:
    """Finish work that has a bound of its own. Raises what it raises, else CancelledError if this was cancelled."""
    task, cancellation = asyncio.ensure_future(work), None
    while not task.done():
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError as problem:
            cancellation = problem
    if cancellation is not None:
        raise cancellation from (None if task.cancelled() else task.exception())
    task.result()
