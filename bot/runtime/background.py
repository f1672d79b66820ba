"""Runs a coroutine in the background for the length of a block."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager


@asynccontextmanager
async def run_in_background(
    work: Coroutine[object, object, None], *, grace: float = 0
) -> AsyncIterator[asyncio.Task[None]]:
    """Run the coroutine as a task during the block. Afterwards wait `grace` seconds for it to end, then cancel it."""
    task = asyncio.ensure_future(work)
    try:
        yield task
    finally:
        await asyncio.wait([task], timeout=grace)
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
