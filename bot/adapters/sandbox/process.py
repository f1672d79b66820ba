"""Starts, calls and kills the child process of a sandbox worker."""

import asyncio
import contextlib
import os
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic_core import to_json

from bot.adapters.sandbox.child import HEADER, MODULE

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class WorkerLimits:
    """What one worker may use: address space and size of a response, both in bytes."""

    memory: int
    response: int


@dataclass
class SandboxWorker:
    """A child process that executes one job at a time; `is_reusable` once it has answered its latest request."""

    process: subprocess.Popen[bytes]
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    limits: WorkerLimits
    jobs: int = 0
    is_reusable: bool = True

    async def execute(
        self, function: str, pictures: Sequence[Any], options: Mapping[str, object], seconds: float
    ) -> bytes:
        """Send a request and return the response.

        Raises:
            OSError, EOFError: if the child has ended, or its response is longer than allowed.
        """
        self.jobs += 1
        self.is_reusable = False
        sizes = [len(picture) for picture in pictures]
        request = to_json({"function": function, "sizes": sizes, "options": options, "seconds": seconds})
        self.writer.writelines([HEADER.pack(len(request)), request, *pictures])
        await self.writer.drain()
        (size,) = HEADER.unpack(await self.reader.readexactly(HEADER.size))
        if size > self.limits.response:
            raise OSError("the response is too long")
        response = await self.reader.readexactly(size)
        self.is_reusable = True
        return response

    async def kill(self) -> None:
        """Kill the child and wait until it has ended."""
        self.process.kill()
        self.writer.close()
        with contextlib.suppress(OSError):
            await self.writer.wait_closed()
        await asyncio.to_thread(self.process.wait)


async def start(limits: WorkerLimits) -> SandboxWorker:
    """Start a child process that inherits neither settings nor open files nor a terminal."""
    ours, theirs = socket.socketpair()
    with theirs:
        process = await asyncio.to_thread(_spawn, theirs, limits)
    reader, writer = await asyncio.open_connection(sock=ours)
    return SandboxWorker(process, reader, writer, limits)


def _spawn(connection: socket.socket, limits: WorkerLimits) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-P", "-s", "-m", MODULE, str(connection.fileno()), str(limits.memory)],
        pass_fds=[connection.fileno()],
        env=_environment(),
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _environment() -> dict[str, str]:
    """Return an environment without secrets; single-threaded libraries keep within the memory limit."""
    one_thread = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "OPENCV_FOR_THREADS_NUM"), "1")
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "OPENBLAS_CORETYPE") if name in os.environ}
    return kept | one_thread | {"PYTHONPATH": str(Path(__file__).parents[3]), "PYTHONDONTWRITEBYTECODE": "1"}
