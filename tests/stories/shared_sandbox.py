"""One sandbox pool for all stories of a run, because a worker takes a second to start; each story has its own loop."""

import asyncio
import threading
from functools import cache
from typing import Any

from bot.adapters.pictures import preparation
from bot.adapters.pictures.documents import DocumentReading, read_document
from bot.adapters.sandbox.pool import SandboxJob, SandboxPool


class SharedPool(SandboxPool):
    """A sandbox pool on an event loop of its own that outlives the stories.

    Documents are not read, because that takes seconds and has tests of its own: `reads` is returned for each.
    """

    def __init__(self) -> None:
        super().__init__(prepare=(preparation.PHOTOS,))
        self.reads = DocumentReading()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="sandbox", daemon=True)
        self._thread.start()

    async def run(self, job: SandboxJob[Any, Any], *pictures: Any, **options: Any) -> Any:
        """Execute the job on the pool's own loop."""
        if job.function is read_document:
            return self.reads
        work = super().run(job, *pictures, **options)
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self._loop))

    def close(self) -> None:
        """Kill the workers and end the thread."""
        asyncio.run_coroutine_threadsafe(self.aclose(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()


@cache
def shared() -> SharedPool:
    """Return the pool of this run."""
    return SharedPool()


def close() -> None:
    """Close the pool if a story has used it; a later story opens a new one."""
    if shared.cache_info().currsize:
        pool = shared()
        shared.cache_clear()
        pool.close()
