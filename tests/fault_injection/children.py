"""Child processes of a run: started by a fork server with preloaded imports, and ended when the run's process ends."""

import os
import threading
import time
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from multiprocessing.sharedctypes import Synchronized
from typing import Any, cast

from tests import fork_server, log_scanner


def start(work: Callable[..., None], *about: Any) -> BaseProcess:
    """Start a process that calls this function."""
    process = cast(BaseProcess, fork_server.context().Process(target=_work, args=(os.getpid(), work, about)))
    process.start()
    return process


def number() -> "Synchronized[int]":
    """Return an integer, 0 at first, that is shared with the processes started here."""
    return fork_server.context().Value("i", 0)


def _work(run: int, work: Callable[..., None], about: tuple[Any, ...]) -> None:
    threading.Thread(target=_end_with, args=(run,), daemon=True).start()
    log_scanner.begin()
    work(*about)


def _end_with(run: int) -> None:
    """End this process when the process of the run no longer exists."""
    while True:
        try:
            os.kill(run, 0)
        except ProcessLookupError:
            os._exit(1)
        time.sleep(1)
