"""Work that others give to threads and child processes, done here and now: the same seed passes the same points."""

import io
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from importlib import import_module
from typing import Any

from PIL import Image

from bot.adapters.pictures.documents import DocumentRead, Whose
from bot.adapters.pictures.sandbox_jobs import READ_DOCUMENT
from bot.adapters.sandbox.pool import Job, Laboratory
from bot.simulator.files import Files


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


class OneSize(Files):
    """Telegram's files, with each photo kept in the one size it came in: recompressing was half of an episode."""

    async def photo(self, data: bytes) -> dict[str, Any]:
        """Keep a picture: {"photo": [PhotoSize]}."""
        return self.kept(data)

    def kept(self, data: bytes) -> dict[str, Any]:
        """Keep a picture, here and now."""
        width, height = Image.open(io.BytesIO(data)).size
        stored = self.put("photos", data, name="photo.jpg", mime="image/jpeg")
        return self.remember({"photo": [{**stored.shape(), "width": width, "height": height}]})


class NearLaboratory(Laboratory):
    """The laboratory's own jobs, in this process: here nobody sends a photo that means harm.

    Only documents are not read, for that takes seconds and has tests of its own.
    """

    async def run(self, job: Job[Any], *pictures: bytes, seconds: float | None = None, **options: Any) -> Any:
        """Do the job."""
        if job is READ_DOCUMENT:
            return DocumentRead(Whose.ILLEGIBLE, Whose.ILLEGIBLE)
        module, _, name = job.function.rpartition(".")
        return getattr(import_module(module), name)(*pictures, **options)
