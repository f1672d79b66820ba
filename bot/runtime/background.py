"""Work that goes on beside something else, and ends with it."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager


@asynccontextmanager
async def beside(work: Coroutine[object, object, None], *, patience: float = 0) -> AsyncIterator[asyncio.Task[None]]:
    """Run something beside the block; after it, give it some seconds to end by itself, then end it."""
    task = asyncio.ensure_future(work)
    try:
        yield task
    finally:
        await asyncio.wait([task], timeout=patience)
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
