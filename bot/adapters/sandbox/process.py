"""Starts, calls, limits and kills the child process of a sandbox worker."""

import asyncio
import contextlib
import json
import math
import os
import re
import resource
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from pydantic_core import to_json

from bot.adapters.sandbox.child import HEADER, MODULE
from bot.adapters.sandbox.confinement import Protection
from bot.adapters.sandbox.process_memory import ProcessMemory

READY_SECONDS, MAX_READY_BYTES = 60, 1000
# What the numeric libraries may read: one thread each, and the processor's kind where a machine sets it.
_KEPT = ("LD_LIBRARY_PATH", "OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")
_CAP_SYS_RESOURCE = 1 << 24
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "OPENCV_FOR_THREADS_NUM")


class ResponseTooLong(Exception):
    """The response of a worker is longer than allowed."""


class ProcessorTimeUsed(Exception):
    """The job used more processor time than it may."""


@dataclass(frozen=True)
class WorkerLimits:
    """The bounds of one worker: address space and size of a response, both in bytes."""

    memory: int
    response: int


@dataclass(frozen=True)
class JobLimits:
    """The bounds of one job: processor seconds, elapsed seconds, and bytes beyond what the worker has already."""

    processor: float
    elapsed: float
    memory: int


@dataclass
class SandboxWorker:
    """A child process that executes one job at a time; `is_reusable` once it has answered its latest request.

    address_space, resident, unused: bytes that it has, of these in memory, and not in memory beyond those of its start.
    Before the start, and where the platform does not tell, they are 0.
    """

    process: subprocess.Popen[bytes]
    memory: ProcessMemory
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    limits: WorkerLimits
    missing: tuple[Protection, ...] = ()
    jobs: int = 0
    is_reusable: bool = True
    address_space: int = field(default=0, init=False)
    resident: int = field(default=0, init=False)
    _unused_at_start: int = field(default=0, init=False)

    @property
    def unused(self) -> int:
        """Address space that is not in memory, beyond that of the start: it could be used at once, without a limit."""
        return self.address_space - self.resident - self._unused_at_start

    async def execute(
        self, function: str, pictures: Sequence[Any], options: Mapping[str, object], limits: JobLimits
    ) -> bytes:
        """Send a request and return the response.

        Raises:
            TimeoutError: if the elapsed time ends first, however little of the processor the child was given.
            ProcessorTimeUsed: if the child used its processor time up.
            ResponseTooLong: if the response is longer than allowed.
            OSError, EOFError: if the child has ended.
        """
        self.jobs += 1
        self.is_reusable = False
        own = self._limit(limits)
        sizes = [len(picture) for picture in pictures]
        request = to_json({"function": function, "sizes": sizes, "options": options, "limits": own})
        self.writer.writelines([HEADER.pack(len(request)), request, *pictures])
        async with asyncio.timeout(limits.elapsed):
            response = await self._response_within(limits.processor)
        self.is_reusable = True
        return response

    async def wait_until_ready(self) -> None:
        """Wait until the child has prepared and confined itself. Raises OSError or EOFError if it has ended."""
        async with asyncio.timeout(READY_SECONDS):
            header = await self.reader.readexactly(HEADER.size)
            ready = await self._content(header, MAX_READY_BYTES)
        self._unused_at_start = self.address_space - self.resident
        self.missing = tuple(Protection(name) for name in json.loads(ready[1:])["missing"])

    async def kill(self) -> int:
        """Kill the child, wait until it has ended, and return its exit status."""
        self.process.kill()
        self.memory.close()
        self.writer.close()
        with contextlib.suppress(OSError):
            await self.writer.wait_closed()
        return await asyncio.to_thread(self.process.wait)

    async def _response_within(self, seconds: float) -> bytes:
        """Return the response. One thread uses at most a second of processor time in a second."""
        end = self._processor_time() + seconds
        await self.writer.drain()
        while (left := end - self._processor_time()) > 0:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(max(left, 0.01)):
                    header = await self.reader.readexactly(HEADER.size)  # Loses nothing if it is cancelled.
                return await self._content(header, self.limits.response)
        raise ProcessorTimeUsed

    async def _content(self, header: bytes, max_size: int) -> bytes:
        size = HEADER.unpack(header)[0]
        if size > max_size:
            raise ResponseTooLong
        content = await self.reader.readexactly(size)
        self.address_space, self.resident = self.memory.read()
        return content

    def _processor_time(self) -> float:
        """Return the processor time that the child has used; elapsed time where the platform does not tell."""
        if sys.platform != "linux":
            return time.monotonic()
        with contextlib.suppress(OSError):
            return time.clock_gettime(~self.process.pid << 3 | 2)  # As clock_getcpuclockid(3) computes its number.
        return 0.0  # It has ended, which the connection tells.

    def _limit(self, limits: JobLimits) -> dict[str, int]:
        """Limit the child from outside, so that no library can lift it; it also ends if the main process dies.

        Returns the limits that the child has to set itself, where this process may not.
        """
        memory = min(self.limits.memory, self.address_space + limits.memory)
        soft = {"AS": memory, "CPU": math.ceil(self._processor_time() + limits.processor) + 1}
        if sys.platform != "linux" or not limits_from_outside():
            return soft if self.address_space else {}
        for name, value in soft.items():
            number = getattr(resource, f"RLIMIT_{name}")
            with contextlib.suppress(ProcessLookupError):  # It has ended, which the connection tells.
                _, hard = resource.prlimit(self.process.pid, number)
                resource.prlimit(self.process.pid, number, (value, hard))
        return {}


@cache
def limits_from_outside() -> bool:
    """Whether this process may change the limits of a worker: as the same user, or as root with CAP_SYS_RESOURCE."""
    if sys.platform != "linux":
        return False
    privileges = re.search(r"^CapEff:\s*(\w+)", Path("/proc/self/status").read_text(), re.MULTILINE)
    return os.geteuid() != 0 or bool(privileges and int(privileges[1], 16) & _CAP_SYS_RESOURCE)


async def start(limits: WorkerLimits, prepare: Sequence[str]) -> SandboxWorker:
    """Start a child process that inherits neither settings nor open files nor a terminal, and wait until it is ready.

    prepare: modules to import and functions (`module:name`) to call before it is confined. Raises OSError or EOFError.
    """
    ours, theirs = socket.socketpair()
    spawned = asyncio.get_running_loop().run_in_executor(None, _spawn, theirs, limits, prepare)
    try:
        process, memory = await asyncio.shield(spawned)
    except BaseException:
        ours.close()  # Which ends the child; a cancellation does not stop the thread that starts it.
        spawned.add_done_callback(_discard)
        raise
    reader, writer = await asyncio.open_connection(sock=ours)
    worker = SandboxWorker(process, memory, reader, writer, limits)
    try:
        await worker.wait_until_ready()
    except BaseException:
        await worker.kill()
        raise
    return worker


def _spawn(
    connection: socket.socket, limits: WorkerLimits, prepare: Sequence[str]
) -> tuple[subprocess.Popen[bytes], ProcessMemory]:
    itself = not limits_from_outside()
    given = json.dumps({"memory": limits.memory, "prepare": list(prepare), "limits_itself": itself})
    with connection:
        process = subprocess.Popen(
            [sys.executable, "-P", "-s", "-m", MODULE, str(connection.fileno()), given],
            pass_fds=[connection.fileno()],
            env=_environment(),
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C in a terminal is for the desk alone, which ends its workers.
        )
    return process, ProcessMemory(process.pid)


def _discard(spawned: "asyncio.Future[tuple[subprocess.Popen[bytes], ProcessMemory]]") -> None:
    """Kill a child that nobody waits for any more."""
    if not spawned.cancelled() and spawned.exception() is None:
        process, memory = spawned.result()
        process.kill()
        memory.close()
        process.wait()


def _environment() -> dict[str, str]:
    """Return the environment of a worker: nothing of this process's but what numeric libraries need."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    own = {
        "PATH": os.defpath,
        "MALLOC_ARENA_MAX": "1",
        "PYTHONPATH": str(Path(__file__).parents[3]),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    return kept | dict.fromkeys(_ONE_THREAD, "1") | own
