"""Work that others give to threads and child processes, done here and now: the same seed passes the same points."""

import io
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from PIL import Image

from bot.adapters.pictures.documents import DocumentHolder, DocumentReading, read_document
from bot.adapters.sandbox.pool import SandboxJob, SandboxPool
from bot.simulator.files import FileStore


class AtOnce(ThreadPoolExecutor):
    """An executor for a loop: what it is given is done before it answers."""

    def submit(self, work: Callable[..., Any], /, *about: Any, **more: Any) -> Future[Any]:
        """Do it."""
        done: Future[Any] = Future()
        try:
            done.set_result(work(*about, **more))
        except Exception as problem:
            done.set_exception(problem)
        return done


class OneSize(FileStore):
    """Telegram's files, with each photo kept in the one size it came in: recompressing was half of an episode."""

    async def photo(self, data: bytes) -> dict[str, Any]:
        """Keep a picture: {"photo": [PhotoSize]}."""
        return self.kept(data)

    def kept(self, data: bytes) -> dict[str, Any]:
        """Keep a picture, here and now."""
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
            return DocumentReading(DocumentHolder.ILLEGIBLE, DocumentHolder.ILLEGIBLE)
        return job.function(*pictures, **options)
