"""Carries an import out in short transactions beside the chat, and goes on with one that somebody else has left.

On SQLite no transaction holds the writer for long: the size of the pieces follows the time that they take, and between
two of them others get their turn. On PostgreSQL, which has many writers, what comes before the switch is one
transaction.
"""

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple, TypeVar
from uuid import UUID

from sqlmodel import Session

from bot.errors import Refusal
from bot.runtime.import_collisions import is_collision
from bot.runtime.import_pieces import LARGEST_WAL, PIECE_SECONDS, Pieces, Progress, no_progress, without_collection
from bot.runtime.import_words import ImportProblem
from bot.services.importing import staging
from bot.services.importing.comparison import ImportComparison
from bot.services.importing.kinds import ImportKind
from bot.services.importing.rows import InvalidRow, RowChange, RowFault
from storage.database import Database, defer_checkpoint, wait_briefly_for_locks
from storage.database.faults import is_fault
from storage.register import imports
from storage.register.imports import ImportState, RegisterImport

log = logging.getLogger("chezhu.import")

# An import that nobody has renewed for so long is taken over.
LEASE = timedelta(seconds=60)
RENEWED_AFTER = timedelta(seconds=5)
ATTEMPTS = 5
WHOLE_BATCH = 1_000
BUSY, FAILED = RowFault("", "busy"), RowFault("", "failed")

Item = TypeVar("Item")
OpenPiece = Callable[[], AbstractContextManager[Session]]


class _TriedJob(NamedTuple):
    """The job that a transaction has tried: its row cannot be read once the transaction has failed."""

    id: int
    line: int
    attempts: int


class ImportInProgress(ImportProblem):
    """Another import is carried out now."""

    exit_code = 75  # EX_TEMPFAIL: the same may succeed later.

    def __init__(self, other: RegisterImport) -> None:
        super().__init__("in-progress", kind=other.kind, id=str(other.id), at=f"{other.begun_at:%H:%M} UTC")


class ImportLost(ImportProblem):
    """Another process has discarded this import, because this one did nothing for a minute."""

    def __init__(self) -> None:
        super().__init__("lost")


@dataclass
class StagedImport:
    """One import that this process carries out. `claimed_at`: when it has claimed or renewed it. `moment`: a clock."""

    database: Database
    kind: ImportKind
    id: int
    claimed_at: datetime
    moment: Callable[[], datetime]
    progress: Progress = no_progress
    pieces: Pieces = field(default_factory=Pieces)

    def renew(self, state: ImportState) -> bool:
        """Renew the claim if it is some seconds old. Returns False if somebody else has claimed the import."""
        if self.moment() - self.claimed_at < RENEWED_AFTER:
            return True
        with self.database.transaction() as session:
            return self._renew(session, state)

    def renew_staging(self) -> None:
        """Renew the claim before the switch. Raises ImportLost."""
        if not self.renew(ImportState.STAGING):
            raise ImportLost

    def counts(self) -> Counter[RowChange]:
        """Return how many rows were new, changed and unchanged."""
        with self.database.reading() as session:
            found = session.get_one(RegisterImport, self.id)
        counted = {RowChange.NEW: found.new, RowChange.CHANGED: found.changed, RowChange.UNCHANGED: found.unchanged}
        return +Counter(counted)

    def stage(self, comparison: ImportComparison, *, by: UUID | None = None) -> None:
        """Insert what is new, list what has changed, and switch. Raises ImportLost; nothing is imported then."""
        if self.database.is_sqlite:
            new = self._insert_all(self._claimed_piece, comparison)
            with self.database.reading() as session:
                changed = staging.changed_rows(session, self.id)
            with self._claimed_piece() as session:
                self._switch(session, comparison, new=new, changed=changed, by=by)
        else:
            self.pieces.size = WHOLE_BATCH
            with self._claimed_piece() as session:
                new = self._insert_all(lambda: nullcontext(session), comparison)
                changed = staging.changed_rows(session, self.id)
                self._switch(session, comparison, new=new, changed=changed, by=by)
        log.info("import switched", extra={"number": self.id, "kind": self.kind.value, "new": new})

    def finish(self) -> list[tuple[int, RowFault]]:
        """Do what is left after the switch. Returns lines that could not be carried out, and why."""
        total = left = self._left()
        while left:
            self.progress("Following up", total - left, total)
            self._run_piece()
            self.renew(ImportState.SWITCHED)
            left = self._left()
        with self.database.transaction() as session:
            imports.finish(session, self.id, at=self.moment())
            faults = staging.faults(session, self.id)
        longest = round(1000 * self.pieces.longest)
        log.info("import done", extra={"number": self.id, "refused": len(faults), "longest_ms": longest})
        return faults

    def discard(self) -> None:
        """Delete everything of an import that is not switched."""
        rows: list[UUID] = []
        if self.database.is_sqlite:
            with self.database.reading() as session:
                rows = staging.hidden_rows(session, self.kind, self.id)
        for part in self._parts(rows):
            self.progress("Discarding", 0, len(rows))
            with self._claimed_piece() as session:
                staging.discard(session, self.kind, self.id, part)
        with self._claimed_piece() as session:
            imports.remove(session, self.id)
        log.info("import discarded", extra={"number": self.id, "kind": self.kind.value})

    def _insert_all(self, piece: OpenPiece, comparison: ImportComparison) -> int:
        new, done, total = 0, 0, len(comparison.new) + len(comparison.changed)
        for rows in self._parts(comparison.new):
            with piece() as session:
                new += staging.insert(session, self.kind, self.id, rows, now=self.moment())
            done += len(rows)
            self.progress("Writing", done, total)
        for changed in self._parts(comparison.changed):
            with piece() as session:
                staging.add_changed(session, self.id, changed, now=self.moment())
            done += len(changed)
            self.progress("Writing", done, total)
        return new

    def _switch(
        self, session: Session, comparison: ImportComparison, *, new: int, changed: int, by: UUID | None
    ) -> None:
        counts = {"new": new, "changed": changed, "unchanged": comparison.unchanged}
        claimed_at, now = self.claimed_at, self.moment()
        if not staging.switch(session, self.kind, self.id, **counts, claimed_at=claimed_at, by=by, now=now):
            raise ImportLost

    def _left(self) -> int:
        with self.database.reading() as session:
            return imports.open_jobs(session, self.id)

    def _renew(self, session: Session, state: ImportState) -> bool:
        now = self.moment()
        if not imports.touch(session, self.id, state, claimed_at=self.claimed_at, at=now):
            return False
        self.claimed_at = now
        return True

    def _parts(self, items: Sequence[Item]) -> Iterator[Sequence[Item]]:
        at = 0
        while at < len(items):
            part = items[at : at + self.pieces.size]
            yield part
            at += len(part)

    @contextmanager
    def _claimed_piece(self) -> Iterator[Session]:
        """Open a transaction in which the import is staged and this process's. Raises ImportLost."""
        before = self.claimed_at
        try:
            with self._piece() as session:
                if not self._renew(session, ImportState.STAGING):
                    raise ImportLost
                yield session
        except BaseException:
            self.claimed_at = before
            raise

    @contextmanager
    def _piece(self) -> Iterator[Session]:
        with without_collection():
            with self.database.transaction() as session:
                began = time.perf_counter()
                defer_checkpoint(session)
                yield session
                session.flush()
                worked = time.perf_counter() - began
            held = time.perf_counter() - began
        self.database.checkpoint(beyond=LARGEST_WAL)
        self.pieces.took(worked, held=held)

    def _run_piece(self) -> None:
        """Do the next jobs in one transaction. If one fails, none is done, and it is tried alone the next time."""
        tried, is_first = None, True
        try:
            with self._piece() as session:
                found, until = imports.current(session), time.perf_counter() + PIECE_SECONDS
                for job in imports.next_jobs(session, self.id, limit=self.pieces.size) if found else ():
                    assert found is not None
                    assert job.id is not None
                    tried = _TriedJob(job.id, job.line, job.attempts)
                    staging.run(session, found, job, now=self.moment())
                    session.flush()
                    if time.perf_counter() > until:
                        break
                    is_first = False
                    wait_briefly_for_locks(session)  # Only the first may wait: it is part of no deadlock.
        except Exception as problem:
            if tried is None or (is_fault(problem) and not is_collision(problem)):
                raise
            if is_first:
                self._note_failure(tried, problem)
            self.pieces.size = 1

    def _note_failure(self, job: _TriedJob, problem: Exception) -> None:
        is_expected = isinstance(problem, Refusal) or is_collision(problem)
        if not isinstance(problem, InvalidRow) and not is_expected:
            log.error("a line of an import failed", extra={"number": self.id, "line": job.line}, exc_info=problem)
        with self.database.transaction() as session:
            if isinstance(problem, InvalidRow):
                staging.fail(session, job.id, *problem.faults)
            elif job.attempts + 1 >= ATTEMPTS:
                staging.fail(session, job.id, BUSY if is_expected else FAILED)
            else:
                imports.count_attempt(session, job.id)
