"""What the running desk does about imports: it ends what another process has left, and imports the watched folder."""

import asyncio
import logging
import threading
from functools import partial
from pathlib import Path

from sqlmodel import Session

from bot.engine.clock import Clock
from bot.runtime import import_claims, import_folder
from bot.runtime.import_folder import RunImport, run_process
from bot.runtime.operator_error import OperatorError
from storage.database import Database
from storage.database.faults import is_lock_timeout
from storage.register import imports
from storage.register.imports import RegisterImport

log = logging.getLogger("chezhu.import")

PAUSE_SECONDS = 3.0


class StoppedImport(OperatorError):
    """The desk stops; the import goes on at the next start."""


class ObservedImport:
    """Logs what becomes of an import, whichever process carries it out: its number, its kind, its state and counts."""

    def __init__(self) -> None:
        self._number: int | None = None
        self._logged: tuple[object, ...] = ()

    def look(self, session: Session) -> None:
        """Log the open import if it has changed, and the end of the one that was open."""
        found = imports.current(session)
        if self._number is not None and (found is None or found.id != self._number):
            self._log_end(session, self._number)
        self._number = found.id if found is not None else None
        if found is not None and found.id is not None:
            counts = {"new": found.new, "changed": found.changed, "left": imports.open_jobs(session, found.id)}
            if (now := (found.id, found.state, *counts.values())) != self._logged:
                self._logged = now
                about = {"number": found.id, "kind": found.kind, "state": found.state.value}
                log.info("import in progress", extra={**about, **counts})

    def _log_end(self, session: Session, number: int) -> None:
        ended = session.get(RegisterImport, number)
        if ended is None:
            log.info("import discarded", extra={"number": number})
            return
        counts = {"new": ended.new, "changed": ended.changed, "unchanged": ended.unchanged}
        log.info("import done", extra={"number": number, "kind": ended.kind, **counts})


async def run(
    database: Database,
    folder: Path | None,
    *,
    clock: Clock,
    pause: float = PAUSE_SECONDS,
    run_import: RunImport = run_process,
) -> None:
    """Look every few seconds until cancelled. An error is logged, and the next look tries again."""
    stopped, observed = threading.Event(), ObservedImport()
    if folder is not None:
        await asyncio.to_thread(import_folder.put_back, folder)
    try:
        while True:
            try:
                await database.read(observed.look)
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
