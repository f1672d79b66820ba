"""Who carries an import out: one at a time, and what somebody has left is brought to its end by the next."""

import logging
from collections.abc import Callable
from datetime import datetime

from sqlalchemy.exc import DBAPIError

from bot.engine.clock import is_within
from bot.runtime.import_pieces import Progress, no_progress
from bot.runtime.staged_import import LEASE, ImportInProgress, StagedImport
from bot.services.importing.kinds import ImportKind
from storage.database import Database, wait_briefly_for_locks
from storage.database.faults import is_lock_timeout
from storage.register import imports
from storage.register.imports import ImportState, RegisterImport

log = logging.getLogger("chezhu.import")


def begin(
    database: Database,
    kind: ImportKind,
    *,
    silently: bool = False,
    moment: Callable[[], datetime],
    progress: Progress = no_progress,
) -> StagedImport:
    """Begin an import; one that somebody else has left is brought to its end first. Raises ImportInProgress."""
    while True:
        require_free(database, moment=moment)
        now = moment()
        with database.transaction() as session:
            number = imports.begin(session, kind.value, silently=silently, at=now)
        if number is not None:
            log.info("import begun", extra={"number": number, "kind": kind.value})
            return StagedImport(database, kind, number, now, moment, progress)


def require_free(database: Database, *, moment: Callable[[], datetime]) -> None:
    """Check that no import is carried out, and bring one to its end that somebody has left. Raises ImportInProgress."""
    with database.reading() as session:
        other = imports.current(session)
    if other is not None and not bring_to_end(database, other, moment=moment):
        raise ImportInProgress(other)


def bring_to_end(
    database: Database, found: RegisterImport, *, moment: Callable[[], datetime], progress: Progress = no_progress
) -> bool:
    """Discard or finish an import that somebody has left. Returns False if it is carried out."""
    now = moment()
    if is_within(LEASE, found.touched_at, now):
        return False
    try:
        with database.transaction() as session:
            wait_briefly_for_locks(session)  # On PostgreSQL an import that is staged holds its row.
            if not imports.claim(session, found, at=now):
                return False
    except DBAPIError as problem:
        if not is_lock_timeout(problem):
            raise
        return False
    assert found.id is not None
    left = StagedImport(database, ImportKind(found.kind), found.id, now, moment, progress)
    if found.state is ImportState.STAGING:
        left.discard()
    else:
        left.finish()
    return True


def bring_last_to_end(database: Database, *, moment: Callable[[], datetime], progress: Progress = no_progress) -> bool:
    """Discard or finish the open import if somebody has left it. Returns False if there is none."""
    with database.reading() as session:
        found = imports.current(session)
    return found is not None and bring_to_end(database, found, moment=moment, progress=progress)
