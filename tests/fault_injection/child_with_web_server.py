"""The whole desk with its web server in a child process, which kills itself at a given commit."""

import logging
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from multiprocessing.sharedctypes import Synchronized
from typing import Any

import aiohttp
from sqlalchemy import event
from sqlmodel import Session

from bot.adapters.face_check import LocalFaceCheck
from bot.cli import run
from bot.runtime import adapters as runtime_adapters
from bot.settings import Settings, load
from bot.tasks.dependencies import Adapters

# The file in the desk's folder to which all desks of a run write standard output and error.
LOG = "desk.log"


def live(given: dict[str, Any], commits: "Synchronized[int]") -> None:
    """Run the desk with these settings until it is killed from outside, or kills itself before or after a commit.

    commits: counts down before and after each commit, and kills the process at 0; 0 at first for no such kill.
    """
    log = os.open(given["data_dir"] / LOG, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    for stream in (1, 2):
        os.dup2(log, stream)

    def reach(_: Session) -> None:
        if commits.value > 0:
            commits.value -= 1
            if commits.value == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Session, "before_commit", reach)
    event.listen(Session, "after_commit", reach)
    run.run(load(**given), say=logging.getLogger("chezhu.crash").info, adapters=_adapters)


@asynccontextmanager
async def _adapters(settings: Settings) -> AsyncIterator[Adapters]:
    """Open the desk's adapters with the simulated world's face check."""
    async with runtime_adapters.open_adapters(settings) as adapters, aiohttp.ClientSession() as session:
        yield replace(adapters, face=LocalFaceCheck(settings.telegram_api_url, session))
