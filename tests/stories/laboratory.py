"""One laboratory for all stories of a run: its workers take a second to start, and each story has a loop of its own."""

import asyncio
import threading
from functools import cache
from typing import Any

from bot.adapters.pictures.documents import DocumentRead, Whose
from bot.adapters.pictures.sandbox_jobs import READ_DOCUMENT
from bot.adapters.sandbox.pool import Job, Laboratory


class SharedLaboratory(Laboratory):
    """The real laboratory, on a loop of its own that outlives the stories.

    Only documents are not read, for that takes seconds and has tests of its own: `reads` is what it says of each.
    """

    def __init__(self) -> None:
        super().__init__()
        self.reads = DocumentRead(Whose.ILLEGIBLE, Whose.ILLEGIBLE)
        self._home = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._home.run_forever, name="laboratory", daemon=True)
        self._thread.start()

    async def run(self, job: Job[Any], *pictures: bytes, seconds: float | None = None, **options: Any) -> Any:
        """Have the job done over there, and wait for it here."""
        if job is READ_DOCUMENT:
            return self.reads
        work = super().run(job, *pictures, seconds=seconds, **options)
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self._home))

    def close(self) -> None:
        """Send the workers home."""
        asyncio.run_coroutine_threadsafe(self.aclose(), self._home).result(10)
        self._home.call_soon_threadsafe(self._home.stop)
        self._thread.join(10)
        self._home.close()


@cache
def shared() -> SharedLaboratory:
    """The laboratory of this run."""
    return SharedLaboratory()


def close() -> None:
    """Close it, if any story needed it."""
    if shared.cache_info().currsize:
        open_one = shared()
        shared.cache_clear()  # Whoever comes later opens one anew.
        open_one.close()
