"""The program of a sandbox worker: it limits its own resources, then executes jobs until the socket closes.

A request is a length (4 bytes, big endian), that much JSON, and the pictures one after another in the sizes that the
JSON lists. A response is a length and that much data: `+` and the returned value as JSON (bytes in Base64), or `-`
and the class name of the exception.
"""

import importlib
import json
import math
import os
import resource
import socket
import struct
import sys
from collections.abc import Callable
from functools import cache
from typing import Any, BinaryIO

from pydantic import TypeAdapter, validate_call

MODULE = "bot.adapters.sandbox.child"
HEADER = struct.Struct(">I")
SUCCEEDED, FAILED = b"+", b"-"
MAX_OPEN_FILES = 64
NICENESS = 10  # The main process gets nine times as much of a processor that both want.

_ANY: TypeAdapter[Any] = TypeAdapter(Any, config={"ser_json_bytes": "base64"})


def serve(requests: BinaryIO, responses: BinaryIO) -> None:
    """Execute every request until the main process closes the socket."""
    while header := requests.read(HEADER.size):
        request = json.loads(requests.read(*HEADER.unpack(header)))
        pictures = [requests.read(size) for size in request["sizes"]]
        _limit_seconds(request["seconds"])
        response = execute(request["function"], pictures, request["options"])
        responses.write(HEADER.pack(len(response)) + response)
        responses.flush()


def execute(name: str, pictures: list[bytes], options: dict[str, Any]) -> bytes:
    """Call the function `module:qualified_name` and return the response; options are converted by its annotations.

    Of an exception only the class name is reported: its message may quote the picture.
    """
    try:
        return SUCCEEDED + _ANY.dump_json(_function(name)(*pictures, **options))
    except Exception as error:  # A hostile picture may raise anything in a library.
        return FAILED + type(error).__name__.encode()


@cache
def _function(name: str) -> Callable[..., Any]:
    module, _, qualified_name = name.partition(":")
    function: Callable[..., Any] = getattr(importlib.import_module(module), qualified_name)
    return validate_call(function)


def _limit_resources(memory: int) -> None:
    """Limit address space (bytes), open files, file sizes and core dumps."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_NOFILE, (MAX_OPEN_FILES, MAX_OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    os.nice(NICENESS)


def _limit_seconds(seconds: float) -> None:
    """Limit the processor time of this request, so that no worker runs on if the main process dies meanwhile."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = math.ceil(used.ru_utime + used.ru_stime + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def main() -> None:
    """Serve the socket whose descriptor is the first argument; the second is the memory limit in bytes."""
    connection, memory = socket.socket(fileno=int(sys.argv[1])), int(sys.argv[2])
    _limit_resources(memory)
    with connection.makefile("rb") as requests, connection.makefile("wb") as responses:
        serve(requests, responses)


if __name__ == "__main__":
    main()
