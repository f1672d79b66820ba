"""A pool of sandbox workers: untrusted pictures are decoded in child processes, never in the main process.

Picture decoders are large, and a small hostile file may unfold to gigabytes. A worker is a warm child process that
has no secrets, is limited in memory, and is killed and replaced when a job exceeds its time-out.

    pool ── function, options, pictures ──► worker
    pool ◄── JSON, validated against the function's return type ── worker

SandboxError
├─ SandboxBusy    too many jobs are waiting
├─ JobTimeout     the worker was killed at the time-out
└─ WorkerFailed   the worker crashed, ran out of memory, raised an exception or returned another type
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, is_dataclass
from functools import cached_property
from typing import Generic, ParamSpec, Self, TypeVar, get_type_hints

from pydantic import ConfigDict, TypeAdapter, ValidationError

from bot.adapters.sandbox.child import SUCCEEDED
from bot.adapters.sandbox.process import MEBIBYTE, SandboxWorker, WorkerLimits, start

Options = ParamSpec("Options")
Returned = TypeVar("Returned")


class SandboxError(Exception):
    """A job failed in the sandbox; the main process is unharmed."""


class SandboxBusy(SandboxError):
    """Too many jobs are waiting: try again later."""


class JobTimeout(SandboxError):
    """The worker was killed because the job exceeded its time-out."""


class WorkerFailed(SandboxError):
    """The worker crashed, ran out of memory, raised an exception or returned another type than declared."""


@dataclass(frozen=True)
class SandboxJob(Generic[Options, Returned]):
    """A function of a module that a worker imports and calls, and its time-out in seconds.

    Its positional arguments are pictures (bytes). Keyword arguments and the returned value travel as JSON and are
    converted by the function's annotations.
    """

    function: Callable[Options, Returned]
    seconds: float

    @property
    def name(self) -> str:
        """The function as `module:qualified_name`."""
        return f"{self.function.__module__}:{self.function.__qualname__}"

    @cached_property
    def return_type(self) -> TypeAdapter[Returned]:
        """What validates the returned value: a hostile picture may have taken the worker over."""
        returned = get_type_hints(self.function)["return"]
        # A dataclass must bring its own configuration.
        return TypeAdapter(returned, config=None if is_dataclass(returned) else ConfigDict(val_json_bytes="base64"))


@dataclass
class SandboxPool:
    """Workers that execute one job each at a time, and a bounded queue of waiting jobs."""

    workers: int = 1
    max_waiting: int = 64
    jobs_per_worker: int = 200
    limits: WorkerLimits = field(default_factory=lambda: WorkerLimits(2048 * MEBIBYTE, 32 * MEBIBYTE))
    _idle: list[SandboxWorker] = field(default_factory=list, init=False)
    _slots: asyncio.Semaphore = field(init=False)
    _admitted: int = field(default=0, init=False)
    _closed: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        self._slots = asyncio.Semaphore(self.workers)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def run(
        self, job: SandboxJob[Options, Returned], *pictures: Options.args, **options: Options.kwargs
    ) -> Returned:
        """Execute the job in a worker and return what its function returns.

        Raises:
            SandboxBusy: if too many jobs are waiting, or the pool is closed.
            JobTimeout: after the job's seconds, not counting the wait for a worker.
            WorkerFailed: if the worker crashed, ran out of memory, raised an exception or returned another type.
        """
        async with self._worker() as worker:
            try:
                async with asyncio.timeout(job.seconds):
                    response = await worker.execute(job.name, pictures, options, job.seconds)
            except TimeoutError:
                raise JobTimeout(job.name) from None
            except (OSError, EOFError) as error:
                raise WorkerFailed(job.name) from error
        return _returned(job, response)

    async def aclose(self) -> None:
        """Kill the idle workers and refuse later jobs; a busy worker is killed when its job ends."""
        self._closed = True
        while self._idle:
            await self._idle.pop().kill()

    @asynccontextmanager
    async def _worker(self) -> AsyncIterator[SandboxWorker]:
        if self._closed or self._admitted >= self.workers + self.max_waiting:
            raise SandboxBusy
        self._admitted += 1
        try:
            async with self._slots:
                worker = self._idle.pop() if self._idle else await start(self.limits)
                try:
                    yield worker
                finally:  # Also after a cancellation.
                    await self._release(worker)
        finally:
            self._admitted -= 1

    async def _release(self, worker: SandboxWorker) -> None:
        if worker.is_reusable and worker.jobs < self.jobs_per_worker and not self._closed:
            self._idle.append(worker)
        else:
            await worker.kill()


def _returned(job: SandboxJob[Options, Returned], response: bytes) -> Returned:
    content = response[1:]
    if response[:1] != SUCCEEDED:
        raise WorkerFailed(f"{job.name}: {content[:100].decode(errors='replace')}")
    try:
        return job.return_type.validate_json(content)
    except ValidationError as error:
        raise WorkerFailed(f"{job.name}: returned another type than declared") from error
