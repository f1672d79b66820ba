"""The inside of a worker: limits itself, then answers questions from the desk until it is killed.

A question is a length (4 bytes, big endian), that much JSON, and the pictures one after another in the sizes which
the JSON names. An answer is a length and JSON: `{"answer":…}` or `{"failed":"…"}`.
"""

import importlib
import json
import math
import os
import socket
import struct
import sys
from collections.abc import Callable
from typing import Any, BinaryIO

from pydantic import TypeAdapter

MODULE = "bot.adapters.sandbox.child"
HEADER = struct.Struct(">I")
OPEN_FILES = 64
NICENESS = 10
"""Beside a photo the chat gets nine times as much of a processor that both want."""

_ANY: TypeAdapter[Any] = TypeAdapter(Any, config={"ser_json_bytes": "base64"})


def work(questions: BinaryIO, answers: BinaryIO) -> None:
    """Answer every question until the other side is gone."""
    while header := questions.read(HEADER.size):
        question = json.loads(questions.read(*HEADER.unpack(header)))
        pictures = [questions.read(size) for size in question["sizes"]]
        _allow_seconds(question["seconds"])
        text = answer(_find(question["function"]), pictures, question["options"])
        answers.write(HEADER.pack(len(text)) + text)
        answers.flush()


def answer(function: Callable[..., Any], pictures: list[bytes], options: dict[str, Any]) -> bytes:
    """Do the job and put what came of it into JSON; a failure is told by its kind alone, never by its content."""
    try:
        return b'{"answer":' + _ANY.dump_json(function(*pictures, **options)) + b"}"
    except Exception as error:  # Whatever a library makes of a hostile picture, the desk must hear of it.
        return json.dumps({"failed": type(error).__name__}).encode()


def _find(address: str) -> Callable[..., Any]:
    module, name = address.rsplit(".", 1)
    found: Callable[..., Any] = getattr(importlib.import_module(module), name)
    return found


def _limit(memory: int) -> None:
    """Bound memory, files and dumps; where the system knows no such limits the desk's time-out is what is left."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    os.nice(NICENESS)


def _allow_seconds(seconds: float) -> None:
    """Let the processor work so long for this question; should the desk die meanwhile, nothing spins for ever."""
    if sys.platform == "win32":
        return
    import resource

    spent = resource.getrusage(resource.RUSAGE_SELF)
    until = math.ceil(spent.ru_utime + spent.ru_stime + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (until, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def main() -> None:
    """Take the socket's number and the memory limit from the command line, and work."""
    door, memory = socket.socket(fileno=int(sys.argv[1])), int(sys.argv[2])
    _limit(memory)
    with door.makefile("rb") as questions, door.makefile("wb") as answers:
        work(questions, answers)


if __name__ == "__main__":
    main()
