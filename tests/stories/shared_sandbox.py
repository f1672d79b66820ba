"""One sandbox pool for all stories of a run, because a worker takes a second to start; each story has its own loop.

Stories send the same pictures, and a picture takes its worker as long as several turns: 0.06 processor seconds to
check, 0.15 to search for codes. A job depends on nothing but what it is given, so that the answer to an equal one is
remembered. The sandbox itself is tested in `tests/adapters`.
"""

import asyncio
import threading
from collections.abc import Hashable, Mapping
from copy import deepcopy
from functools import cache
from hashlib import sha256
from typing import Any

from pydantic_core import to_json

from bot.adapters.pictures import preparation
from bot.adapters.pictures.documents import DocumentReading, read_document
from bot.adapters.sandbox.pool import SandboxJob, SandboxPool

# Answers with a picture take a tenth of a megabyte.
MOST_REMEMBERED = 300


class SharedPool(SandboxPool):
    """A sandbox pool on an event loop of its own that outlives the stories.

    Documents are not read, because that takes seconds and has tests of its own: `reads` is returned for each.
    """

    def __init__(self) -> None:
        super().__init__(prepare=(preparation.PHOTOS,))
        self.reads = DocumentReading()
        self._answers: dict[Hashable, Any] = {}
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="sandbox", daemon=True)
        self._thread.start()

    async def run(self, job: SandboxJob[Any, Any], *pictures: Any, **options: Any) -> Any:
        """Execute the job on the pool's own loop, if it is another than before."""
        if job.function is read_document:
            return self.reads
        key = _key(job, pictures, options)
        if key not in self._answers:
            work = super().run(job, *pictures, **options)
            answer = await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self._loop))
            if len(self._answers) >= MOST_REMEMBERED:
                self._answers.clear()
            self._answers[key] = answer
        return deepcopy(self._answers[key])

    def close(self) -> None:
        """Kill the workers and end the thread."""
        asyncio.run_coroutine_threadsafe(self.aclose(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()


def _key(job: SandboxJob[Any, Any], pictures: tuple[bytes, ...], options: Mapping[str, Any]) -> Hashable:
    """Return what an answer depends on: the function, its limits, and what it is given."""
    limits = job.seconds, job.memory, job.elapsed
    return job.name, limits, to_json(options), *(sha256(each).digest() for each in pictures)


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
