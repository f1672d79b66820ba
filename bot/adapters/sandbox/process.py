"""A worker as the desk sees it: a child process behind a socket, asked one thing at a time."""

import asyncio
import contextlib
import json
import os
import socket
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import JsonValue

from bot.adapters.sandbox.child import HEADER, MODULE

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """What one worker may use: address space and longest answer, both in bytes."""

    memory: int
    answer: int


@dataclass
class Worker:
    """One child process; `whole` says that it has answered its last question and may be asked another."""

    process: subprocess.Popen[bytes]
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    limits: Limits
    jobs: int = 0
    whole: bool = True

    async def exchange(
        self, function: str, pictures: Sequence[bytes], options: dict[str, JsonValue], seconds: float
    ) -> bytes:
        """Ask, and return the JSON that comes back.

        Raises:
            OSError, EOFError: when the child is gone, or its answer is longer than allowed.
        """
        self.jobs += 1
        self.whole = False
        question = {"function": function, "sizes": [len(each) for each in pictures], "options": options}
        text = json.dumps({**question, "seconds": seconds}).encode()
        self.writer.writelines([HEADER.pack(len(text)), text, *pictures])
        await self.writer.drain()
        (size,) = HEADER.unpack(await self.reader.readexactly(HEADER.size))
        if size > self.limits.answer:
            raise OSError("The answer is longer than an answer may be")
        return await self.reader.readexactly(size)

    async def end(self) -> None:
        """Kill the child and wait until it is gone, wherever it is stuck."""
        self.process.kill()
        self.writer.close()
        with contextlib.suppress(OSError):
            await self.writer.wait_closed()
        await asyncio.to_thread(self.process.wait)


async def start(limits: Limits) -> Worker:
    """Start a child with nothing of ours but the code: no settings, no open files, no terminal."""
    ours, theirs = socket.socketpair()
    with theirs:
        process = await asyncio.to_thread(_spawn, theirs, limits)
    reader, writer = await asyncio.open_connection(sock=ours)
    return Worker(process, reader, writer, limits)


def _spawn(end: socket.socket, limits: Limits) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-P", "-s", "-m", MODULE, str(end.fileno()), str(limits.memory)],
        pass_fds=[end.fileno()],
        env=_surroundings(),
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _surroundings() -> dict[str, str]:
    """The child inherits no secret; one thread a library keeps its memory within the limit and the desk quick."""
    one_thread = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "OPENCV_FOR_THREADS_NUM"), "1")
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "OPENBLAS_CORETYPE") if name in os.environ}
    return kept | one_thread | {"PYTHONPATH": str(Path(__file__).parents[3]), "PYTHONDONTWRITEBYTECODE": "1"}
