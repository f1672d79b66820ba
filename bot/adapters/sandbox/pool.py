"""The laboratory: where photos from strangers are opened, away from the desk.

A photo is the most dangerous thing a stranger can send: decoders are large, and a small file may unfold to
gigabytes. So the desk itself never decodes one. It hands the bytes to a worker, a warm child process that knows no
secret, may use only so much memory, and is killed and replaced when a job takes too long.

    desk ── job, bytes ──► worker          LaboratoryRefusal
    desk ◄── JSON, checked against the job's answer     ├─ LaboratoryBusy    too many photos are waiting
                                                        ├─ TookTooLong       killed at the time-out
                                                        └─ WorkerLost        out of memory, or crashed
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Generic, Self, TypeVar

from pydantic import JsonValue, TypeAdapter, ValidationError

from bot.adapters.sandbox.process import MEBIBYTE, Limits, Worker, start

Answer = TypeVar("Answer")


class LaboratoryRefusal(Exception):
    """A photo could not be looked at; the desk itself is unharmed."""


class LaboratoryBusy(LaboratoryRefusal):
    """As many photos are waiting as may wait: try again later."""


class TookTooLong(LaboratoryRefusal):
    """The worker was killed because the job was not done in its seconds."""


class WorkerLost(LaboratoryRefusal):
    """The worker died, ran out of memory, or answered something that is no answer."""


@dataclass(frozen=True)
class Job(Generic[Answer]):
    """Work for the laboratory: the function's dotted address, the shape of its answer, its time-out in seconds.

    The function takes the pictures as bytes and the options as keywords; what it returns goes through JSON.
    """

    function: str
    shape: TypeAdapter[Answer]
    seconds: float


@dataclass
class Laboratory:
    """Workers that look at photos, one job each at a time, and a queue of those who wait (bounded)."""

    workers: int = 1
    waiting: int = 64
    jobs_a_worker: int = 200
    limits: Limits = field(default_factory=lambda: Limits(memory=2048 * MEBIBYTE, answer=32 * MEBIBYTE))
    _idle: list[Worker] = field(default_factory=list, init=False)
    _places: asyncio.Semaphore = field(init=False)
    _present: int = field(default=0, init=False)
    _closed: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        self._places = asyncio.Semaphore(self.workers)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def run(
        self, job: Job[Answer], *pictures: bytes, seconds: float | None = None, **options: JsonValue
    ) -> Answer:
        """Have a worker do the job and return its answer; the event loop goes on meanwhile.

        Raises:
            LaboratoryBusy: when too many wait already, or the laboratory is closed.
            TookTooLong: after `seconds` (the job's own unless given), not counting the wait for a worker.
            WorkerLost: when the worker died, ran out of memory or answered nonsense.
        """
        async with self._worker() as worker:
            try:
                async with asyncio.timeout(seconds or job.seconds):
                    text = await worker.exchange(job.function, pictures, options, seconds or job.seconds)
            except TimeoutError:
                raise TookTooLong(job.function) from None
            except (OSError, EOFError) as error:
                raise WorkerLost(job.function) from error
            worker.whole = True
            return _read(job, text)

    async def aclose(self) -> None:
        """End every worker; jobs under way are lost, later ones refused."""
        self._closed = True
        while self._idle:
            await self._idle.pop().end()

    @asynccontextmanager
    async def _worker(self) -> AsyncIterator[Worker]:
        if self._closed or self._present >= self.workers + self.waiting:
            raise LaboratoryBusy
        self._present += 1
        try:
            async with self._places:
                worker = self._idle.pop() if self._idle else await start(self.limits)
                try:
                    yield worker
                finally:  # However the job ended, by a cancellation too: only a worker that answered works on.
                    await self._put_back(worker)
        finally:
            self._present -= 1

    async def _put_back(self, worker: Worker) -> None:
        tired = worker.jobs >= self.jobs_a_worker
        if worker.whole and not tired and not self._closed:
            self._idle.append(worker)
        else:
            await worker.end()


def _read(job: Job[Answer], text: bytes) -> Answer:
    """What a worker says is believed only in the job's own shape: a photo may have taken the worker over."""
    try:
        said: dict[str, Any] = _ENVELOPE.validate_json(text)
        if "failed" in said:
            raise WorkerLost(f"{job.function}: {said['failed']}")
        return job.shape.validate_json(text[len(b'{"answer":') : -1])
    except ValidationError as error:
        raise WorkerLost(f"{job.function}: not an answer") from error


_ENVELOPE: TypeAdapter[dict[str, Any]] = TypeAdapter(dict[str, Any])
