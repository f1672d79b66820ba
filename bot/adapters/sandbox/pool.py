"""A pool of sandbox workers: untrusted pictures are decoded in child processes, never in the main process.

Picture decoders are large, and a small hostile file may unfold to gigabytes. A worker is a warm child process without
secrets, confined by the means of the platform (`confinement`), and limited in processor time and memory for each job.

    pool ── function, options, pictures ──► worker
    pool ◄── JSON, validated against the function's return type ── worker

A job waits until a place and memory for what its pictures unfold to are free, the quick ones and those of whoever has
sent the fewest first. Its time begins in a worker that is ready. If that worker is killed, crashes or is given too
little of the processor, the job is tried once more in a fresh one.

SandboxError
├─ SandboxBusy      too many jobs are waiting, or this one has waited too long
├─ JobInterrupted   the worker was killed or too late, twice: nothing is known about the picture
├─ JobTimeout       the job used up its processor time
└─ WorkerFailed     the worker crashed twice, raised an exception, or returned too much or another type
"""

import asyncio
import logging
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field, is_dataclass
from functools import cached_property
from typing import Any, Generic, ParamSpec, Self, TypeVar, get_type_hints

from pydantic import ConfigDict, TypeAdapter, ValidationError

from bot.adapters.sandbox import process
from bot.adapters.sandbox.child import SUCCEEDED
from bot.adapters.sandbox.confinement import Protection
from bot.adapters.sandbox.errors import (
    JobInterrupted,
    JobTimeout,
    SandboxBusy,
    SandboxError,
    WorkerCrashed,
    WorkerFailed,
    WorkerUnusable,
)
from bot.adapters.sandbox.fair_queue import FairQueue
from bot.adapters.sandbox.memory import MEBIBYTE, MemoryBudget
from bot.adapters.sandbox.process import JobLimits, SandboxWorker, WorkerLimits

MIN_ELAPSED_SECONDS = 60.0
# A worker that keeps more address space than this without using it is replaced.
MAX_UNUSED = 256 * MEBIBYTE
# What a job raises when the platform or the confinement keeps a library or a model from it.
ENVIRONMENT_ERRORS = (b"PermissionError", b"ImportError", b"ModuleNotFoundError", b"FileNotFoundError")

logger = logging.getLogger("chezhu.sandbox")

Options = ParamSpec("Options")
Returned = TypeVar("Returned")


def _nothing(picture: bytes) -> int:
    return 0


@dataclass(frozen=True)
class SandboxJob(Generic[Options, Returned]):
    """A function of a module that a worker imports and calls, and its limits.

    Its positional arguments are pictures (bytes). Keyword arguments and the returned value travel as JSON and are
    converted by the function's annotations. `seconds`: of processor time; `memory`: bytes beyond what the worker has,
    and beyond what its pictures unfold to; `heavy`: it gives way to others.
    """

    function: Callable[Options, Returned]
    seconds: float
    memory: int = 256 * MEBIBYTE
    unfolded: Callable[[bytes], int] = _nothing
    heavy: bool = False
    elapsed: float | None = None

    @property
    def name(self) -> str:
        """The function as `module:qualified_name`."""
        return f"{self.function.__module__}:{self.function.__qualname__}"

    def limits(self, pictures: tuple[Any, ...]) -> JobLimits:
        """Return the limits for these pictures. The elapsed time is enough for a share of a sixth of a processor."""
        elapsed = self.elapsed or max(MIN_ELAPSED_SECONDS, 6 * self.seconds)
        return JobLimits(self.seconds, elapsed, self.memory + sum(map(self.unfolded, pictures)))

    @cached_property
    def return_type(self) -> TypeAdapter[Returned]:
        """What validates the returned value: a hostile picture may have taken the worker over."""
        returned = get_type_hints(self.function)["return"]
        # A dataclass must bring its own configuration.
        return TypeAdapter(returned, config=None if is_dataclass(returned) else ConfigDict(val_json_bytes="base64"))


@dataclass
class SandboxPool:
    """Workers that execute one job each at a time, and a bounded queue of waiting jobs.

    prepare: modules to import and functions (`module:name`) to call in each worker before it is confined.
    """

    workers: int = 1
    max_waiting: int = 64
    max_wait_seconds: float = 120
    jobs_per_worker: int = 200
    limits: WorkerLimits = field(default_factory=lambda: WorkerLimits(2048 * MEBIBYTE, 32 * MEBIBYTE))
    prepare: tuple[str, ...] = ()
    memory: MemoryBudget = field(default_factory=lambda: MemoryBudget(4096 * MEBIBYTE))
    requires_all: bool = False
    _idle: list[SandboxWorker] = field(default_factory=list, init=False)
    _queue: FairQueue = field(init=False)
    _starting: asyncio.Lock = field(default_factory=asyncio.Lock, init=False)
    _has_lost_one: asyncio.Event = field(default_factory=asyncio.Event, init=False)
    _closed: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        self._queue = FairQueue(self.workers)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def run(
        self, job: SandboxJob[Options, Returned], *pictures: Options.args, **options: Options.kwargs
    ) -> Returned:
        """Execute the job in a worker and return what its function returns.

        Raises:
            SandboxBusy: if too many jobs are waiting, this one has waited too long, or the pool is closed.
            JobInterrupted: if two workers were killed or too late; WorkerUnusable if they lack what the job needs.
            JobTimeout: if the job used up its processor time.
            WorkerFailed: if the worker crashed, ran out of memory, raised an exception or returned another type.
        """
        limits = job.limits(pictures)
        async with self._place(job, limits):
            try:
                response = await self._attempt(job, pictures, options, limits)
            except (JobInterrupted, WorkerCrashed):
                response = await self._attempt(job, pictures, options, limits)
        return _returned(job, response)

    async def warm(self) -> tuple[Protection, ...]:
        """Start a worker before the first job. Returns the protections that this platform lacks.

        Raises SandboxError.
        """
        async with self._starting:
            worker = await self._start()
            self._idle.append(worker)
        return worker.missing

    async def keep_warm(self) -> None:
        """Start the successor of each worker that is killed, so that the next job need not wait for it. Never ends."""
        while await self._has_lost_one.wait():
            self._has_lost_one.clear()
            with suppress(JobInterrupted):  # The next job will try, and report it.
                if not self._idle:
                    await self.warm()

    async def aclose(self) -> None:
        """Kill the idle workers and refuse later jobs; a busy worker is killed when its job ends."""
        self._closed = True
        while self._idle:
            await self._idle.pop().kill()

    @asynccontextmanager
    async def _place(self, job: SandboxJob[Any, Any], limits: JobLimits) -> AsyncIterator[None]:
        """Wait for a place among the running jobs, and for the memory that the job may need."""
        if self._closed or self._queue.jobs >= self.workers + self.max_waiting:
            raise SandboxBusy
        async with AsyncExitStack() as stack:
            try:
                async with asyncio.timeout(self.max_wait_seconds):
                    await stack.enter_async_context(self._queue.place(heavy=job.heavy))
                    await stack.enter_async_context(self.memory.reserved(limits.memory))
            except TimeoutError:
                raise SandboxBusy from None
            yield

    async def _attempt(
        self, job: SandboxJob[Any, Any], pictures: tuple[Any, ...], options: dict[str, Any], limits: JobLimits
    ) -> bytes:
        worker = await self._take(job)
        try:
            return await worker.execute(job.name, pictures, options, limits)
        except process.ProcessorTimeUsed:
            raise JobTimeout(job.name) from None
        except process.ResponseTooLong:
            raise WorkerFailed(job.name) from None
        except TimeoutError:
            raise JobInterrupted(job.name) from None
        except (OSError, EOFError):
            raise _reason(await worker.kill())(job.name) from None
        finally:  # Also after a cancellation.
            await self._release(worker)

    async def _take(self, job: SandboxJob[Any, Any]) -> SandboxWorker:
        async with self._starting:  # Else a job starts a worker beside the one that is about to be ready.
            return self._idle.pop() if self._idle else await self._start(job.function.__module__)

    async def _start(self, *modules: str) -> SandboxWorker:
        try:
            worker = await process.start(self.limits, [*self.prepare, *modules])
        except (OSError, EOFError):
            raise JobInterrupted from None
        if self.requires_all and worker.missing:
            await worker.kill()
            raise JobInterrupted
        return worker

    async def _release(self, worker: SandboxWorker) -> None:
        is_small = worker.resident <= self.memory.idle_share and worker.unused <= MAX_UNUSED
        is_needed = len(self._idle) < self.workers and not self._closed
        if worker.is_reusable and worker.jobs < self.jobs_per_worker and is_small and is_needed:
            self._idle.append(worker)
        else:
            await worker.kill()
            self._has_lost_one.set()


def _reason(status: int) -> type[SandboxError]:
    """Return why a worker has ended by itself: its processor time, a kill from outside, or a crash."""
    if status == -signal.SIGXCPU:
        return JobTimeout
    return JobInterrupted if status == -signal.SIGKILL else WorkerCrashed


def _returned(job: SandboxJob[Options, Returned], response: bytes) -> Returned:
    content = response[1:]
    if response[:1] != SUCCEEDED:
        if content in ENVIRONMENT_ERRORS:
            logger.error("a sandbox worker cannot work", extra={"job": job.name, "error": content.decode()})
            raise WorkerUnusable(job.name)
        raise WorkerFailed(f"{job.name}: {content[:100].decode(errors='replace')}")
    try:
        return job.return_type.validate_json(content)
    except ValidationError as error:
        raise WorkerFailed(f"{job.name}: returned another type than declared") from error
