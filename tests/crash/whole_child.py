"""The desk as an operator runs it, web side and all, in a process that kills itself at the commit it is told."""

import logging
import os
import signal
from typing import Any

from sqlalchemy import event
from sqlmodel import Session

from bot.front import running
from bot.settings import load

LOG = "desk.log"
"""The file in the desk's folder into which all desks of a run speak."""


def live(given: dict[str, Any], commits: int) -> None:
    """Run the desk with these settings until it dies before or after a commit; 0: until it is killed from outside."""
    speaking = os.open(given["data_dir"] / LOG, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    for stream in (1, 2):
        os.dup2(speaking, stream)
    left = commits

    def reach(_: Session) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Session, "before_commit", reach)
    event.listen(Session, "after_commit", reach)
    running.run(load(**given), say=logging.getLogger("chezhu.crash").info)
