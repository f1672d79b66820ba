"""What the running desk does about imports: it ends what another process has left, and imports the watched folder."""

import asyncio
import logging
import threading
from functools import partial
from pathlib import Path

from bot.engine.clock import Clock
from bot.runtime import import_claims, import_folder
from bot.runtime.import_folder import RunImport, run_process
from bot.runtime.operator_error import OperatorError
from storage.database import Database
from storage.database.faults import is_lock_timeout

log = logging.getLogger("chezhu.import")

PAUSE_SECONDS = 3.0


class StoppedImport(OperatorError):
    """The desk stops; the import goes on at the next start."""


async def run(
    database: Database,
    folder: Path | None,
    *,
    clock: Clock,
    pause: float = PAUSE_SECONDS,
    run_import: RunImport = run_process,
) -> None:
    """Look every few seconds until cancelled. An error is logged, and the next look tries again."""
    stopped = threading.Event()
    if folder is not None:
        await asyncio.to_thread(import_folder.put_back, folder)
    try:
        while True:
            try:
                await asyncio.to_thread(_bring_to_end, database, clock, stopped)
                if folder is not None:
                    await import_folder.import_next(folder, now=clock(), run=run_import)
            except Exception as problem:
                if not is_lock_timeout(problem):
                    log.exception("looking after imports failed")
            await asyncio.sleep(pause)
    finally:
        stopped.set()


def _bring_to_end(database: Database, clock: Clock, stopped: threading.Event) -> None:
    import_claims.bring_last_to_end(database, moment=clock, progress=partial(_stop, stopped))


def _stop(stopped: threading.Event, step: str, done: int, total: int) -> None:
    if stopped.is_set():
        raise StoppedImport
