"""The program of a sandbox worker: it prepares, confines itself, reports that it is ready, then executes jobs.

A request is a length (4 bytes, big endian), that much JSON, and the pictures one after another in the sizes that the
JSON lists. A response is a length and that much data: `+` and the returned value as JSON (bytes in Base64), or `-` and
the class name of the exception. The first response, which nobody has asked for, says that the worker is ready, and
lists the protections that the platform lacks.
"""

import gc
import importlib
import json
import os
import resource
import struct
import sys
from collections.abc import Callable
from functools import cache
from typing import Any, BinaryIO

from pydantic import TypeAdapter, validate_call

from bot.adapters.sandbox.confinement import confine

MODULE = "bot.adapters.sandbox.child"
HEADER = struct.Struct(">I")
SUCCEEDED, FAILED = b"+", b"-"
MAX_OPEN_FILES = 64
NICENESS = 3  # The main process gets twice as much of a processor that both want.

_ANY: TypeAdapter[Any] = TypeAdapter(Any, config={"ser_json_bytes": "base64"})


class Connection:
    """The socket to the main process."""

    def __init__(self, descriptor: int) -> None:
        self.requests: BinaryIO = os.fdopen(descriptor, "rb")
        self._responses: BinaryIO = os.fdopen(os.dup(descriptor), "wb")

    def respond(self, response: bytes) -> None:
        """Send a response."""
        self._responses.write(HEADER.pack(len(response)) + response)
        self._responses.flush()


def serve(connection: Connection) -> None:
    """Execute every request until the main process closes the socket."""
    while header := connection.requests.read(HEADER.size):
        request = json.loads(connection.requests.read(*HEADER.unpack(header)))
        limit(request["limits"])
        pictures = [connection.requests.read(size) for size in request["sizes"]]
        connection.respond(execute(request["function"], pictures, request["options"]))


def limit(limits: dict[str, int]) -> None:
    """Limit memory (`AS`, bytes) and processor time (`CPU`, seconds), if the main process may not do so."""
    for name, soft in limits.items():
        number = getattr(resource, f"RLIMIT_{name}")
        resource.setrlimit(number, (soft, resource.getrlimit(number)[1]))


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


def _prepare(names: list[str]) -> None:
    """Import these modules, and call these functions (`module:name`), while programs and files can still be used."""
    for name in names:
        module, _, function = name.partition(":")
        imported = importlib.import_module(module)
        if function:
            getattr(imported, function)()
    gc.freeze()


def main() -> None:
    """Serve the socket whose descriptor is the first argument; the second is JSON: see `process`."""
    given = json.loads(sys.argv[2])
    connection = Connection(int(sys.argv[1]))
    _limit_resources(given["memory"])
    _prepare(given["prepare"])
    connection.respond(SUCCEEDED + _ANY.dump_json({"missing": confine(limits_itself=given["limits_itself"])}))
    serve(connection)


if __name__ == "__main__":
    main()
