"""The desk as an operator runs it, web side and all, in a process that kills itself at the commit it is told."""

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

LOG = "desk.log"
"""The file in the desk's folder into which all desks of a run speak."""


def live(given: dict[str, Any], commits: "Synchronized[int]") -> None:
    """Run the desk with these settings until it is killed from outside, or dies before or after a commit.

    commits: how many more it has, counted before and after each; 0 as long as it is to live.
    """
    speaking = os.open(given["data_dir"] / LOG, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    for stream in (1, 2):
        os.dup2(speaking, stream)

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
    """What a desk has around it, with a face check: the market's, which answers as it is told for each person."""
    async with runtime_adapters.open_adapters(settings) as adapters, aiohttp.ClientSession() as session:
        yield replace(adapters, face=LocalFaceCheck(settings.telegram_api_url, session))
