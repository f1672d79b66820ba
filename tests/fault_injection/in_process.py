"""In-process replacements for threads, sandbox processes and image sizes, so that runs are deterministic and fast."""

import io
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from PIL import Image

from bot.adapters.pictures.documents import DocumentReading, read_document
from bot.adapters.sandbox.pool import SandboxJob, SandboxPool
from bot.simulator.files import FileStore


class ImmediateExecutor(ThreadPoolExecutor):
    """An executor for an event loop that calls each function at once, in the calling thread."""

    def submit(self, work: Callable[..., Any], /, *about: Any, **more: Any) -> Future[Any]:
        """Call the function and return its completed future."""
        done: Future[Any] = Future()
        try:
            done.set_result(work(*about, **more))
        except Exception as problem:
            done.set_exception(problem)
        return done


class SingleSizeFileStore(FileStore):
    """Keeps each photo in its original size only: recompressing took half of an episode's time."""

    async def photo(self, data: bytes) -> dict[str, Any]:
        """Store a picture and return {"photo": [PhotoSize]}."""
        return self.stored(data)

    def stored(self, data: bytes) -> dict[str, Any]:
        """Store a picture, synchronously."""
        width, height = Image.open(io.BytesIO(data)).size
        stored = self.put("photos", data, name="photo.jpg", mime="image/jpeg")
        return self.remember({"photo": [{**stored.shape(), "width": width, "height": height}]})


class InProcessPool(SandboxPool):
    """Executes sandbox jobs in this process, because no test here sends a hostile photo.

    Documents are not read: that takes seconds and has tests of its own.
    """

    async def run(self, job: SandboxJob[Any, Any], *pictures: Any, **options: Any) -> Any:
        """Call the job's function."""
        if job.function is read_document:
            return DocumentReading()
        return job.function(*pictures, **options)
