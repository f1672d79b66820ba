"""Imports of the register, and what one has still to do: changed rows, and what follows from new ones.

staging ──► switched ──► done          An import that ends before the switch leaves nothing.

Only one is open at a time. Whoever carries it out renews `touched_at`; others take it over when that is old.
"""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, delete, func, text, update
from sqlmodel import Field, Session, SQLModel, col, select

from storage.database import add_once, big_integer, choice, encrypted_bytes, instant, partial_index, table_of
from storage.database.encryption import current_keyring
from storage.retention import RetentionPeriod, delete_after, delete_with, older


class ImportState(StrEnum):
    """The state of an import."""

    STAGING = "staging"
    SWITCHED = "switched"
    DONE = "done"


class ImportWork(StrEnum):
    """What is done after the switch.

    put: carry out a changed row. follow: what follows from a new row. declared: tell who has declared the ID number of
    somebody new.
    """

    PUT = "put"
    FOLLOW = "follow"
    DECLARED = "declared"


class RegisterImport(SQLModel, table=True):
    """One import. `open_slot`: 1 until it is done, so that there is one at a time. The counts are of rows."""

    __tablename__ = "imports"
    __table_args__ = (
        CheckConstraint("(open_slot IS NULL) = (state = 'done')", name="open_until_done"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = big_integer(default=None, primary_key=True)
    kind: str
    state: ImportState = choice(ImportState, default=ImportState.STAGING)
    open_slot: int | None = Field(default=None, unique=True)
    silently: bool = False
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    begun_at: datetime = instant()
    touched_at: datetime = instant()
    switched_at: datetime | None = instant(default=None)
    done_at: datetime | None = instant(default=None)


delete_after(RetentionPeriod.RECORD_DAYS, RegisterImport, older("done_at"))

IS_WAITING = "fault = ''"


class ImportJob(SQLModel, table=True):
    """One thing to do after the switch; deleted in the transaction that does it. `fault`: why it was not done."""

    __tablename__ = "import_jobs"
    __table_args__ = (
        partial_index("ix_import_jobs_waiting", "import_id", "id", where=IS_WAITING),
        {"sqlite_autoincrement": True},
    )

    id: int | None = big_integer(default=None, primary_key=True)
    import_id: int = big_integer(foreign_key="imports.id", index=True)
    line: int
    work: ImportWork = choice(ImportWork)
    row_id: UUID | None = None
    sealed_row: bytes = encrypted_bytes(default=b"")
    attempts: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    fault: str = Field(default="", sa_column_kwargs={"server_default": text("''")})


delete_with(ImportJob, "import_id")


def begin(session: Session, kind: str, *, silently: bool, at: datetime) -> int | None:
    """Begin an import. Returns its id, or None if another one is open."""
    values = {"kind": kind, "state": ImportState.STAGING, "open_slot": 1, "silently": silently}
    counts = {"new": 0, "changed": 0, "unchanged": 0}
    if not add_once(session, RegisterImport, {**values, **counts, "begun_at": at, "touched_at": at}):
        return None
    return session.exec(select(RegisterImport.id).where(RegisterImport.open_slot == 1)).one()


def current(session: Session) -> RegisterImport | None:
    """Return the open import."""
    query = select(RegisterImport).where(RegisterImport.open_slot == 1).execution_options(populate_existing=True)
    return session.exec(query).one_or_none()


def touch(session: Session, import_id: int, state: ImportState, *, claimed_at: datetime, at: datetime) -> bool:
    """Renew the claim on an import in this state. Returns False if somebody else has claimed it since.

    claimed_at: when this process has claimed or renewed it.
    """
    query = update(RegisterImport).where(col(RegisterImport.id) == import_id, col(RegisterImport.state) == state)
    return session.exec(query.where(col(RegisterImport.touched_at) == claimed_at).values(touched_at=at)).rowcount == 1


def claim(session: Session, found: RegisterImport, *, at: datetime) -> bool:
    """Take over an import that nobody carries out. Returns False if somebody was faster."""
    unmoved = col(RegisterImport.touched_at) == found.touched_at
    query = update(RegisterImport).where(col(RegisterImport.id) == found.id, unmoved)
    return session.exec(query.values(touched_at=at)).rowcount == 1


def switch(session: Session, import_id: int, *, claimed_at: datetime, at: datetime, **counts: int) -> bool:
    """Let the rows of an import count. Returns False if it is not staged any more, or somebody else has claimed it."""
    if not touch(session, import_id, ImportState.STAGING, claimed_at=claimed_at, at=at):
        return False
    values = {"state": ImportState.SWITCHED, "switched_at": at, **counts}
    session.exec(update(RegisterImport).where(col(RegisterImport.id) == import_id).values(**values))
    return True


def finish(session: Session, import_id: int, *, at: datetime) -> bool:
    """End an import whose jobs are done. Returns False if it is not switched."""
    query = update(RegisterImport).where(col(RegisterImport.id) == import_id)
    query = query.where(col(RegisterImport.state) == ImportState.SWITCHED)
    values = {"state": ImportState.DONE, "open_slot": None, "done_at": at}
    return session.exec(query.values(**values)).rowcount == 1


def count(session: Session, import_id: int, **more: int) -> None:
    """Add to the counts of an import."""
    added = {name: getattr(RegisterImport, name) + number for name, number in more.items() if number}
    if added:
        session.exec(update(RegisterImport).where(col(RegisterImport.id) == import_id).values(**added))


def remove(session: Session, import_id: int) -> None:
    """Delete an import that was never switched, and its jobs."""
    session.exec(delete(ImportJob).where(col(ImportJob.import_id) == import_id))
    staged = col(RegisterImport.state) == ImportState.STAGING
    session.exec(delete(RegisterImport).where(col(RegisterImport.id) == import_id, staged))


def add_jobs(session: Session, jobs: Collection[dict[str, Any]]) -> None:
    """Insert jobs, as `job` returns them."""
    if jobs:
        session.connection().execute(table_of(ImportJob).insert(), list(jobs))


def job(import_id: int, line: int, work: ImportWork, *, row_id: UUID | None = None, row: Any = None) -> dict[str, Any]:
    """Return the columns of a job. row: JSON, the row of the file."""
    sealed = current_keyring().encrypt_json(row, _location(import_id, line)) if row is not None else b""
    return {"import_id": import_id, "line": line, "work": work, "row_id": row_id, "sealed_row": sealed, "attempts": 0}


def row_of(job: ImportJob) -> Any:
    """Return the row of the file that a job carries out."""
    return current_keyring().decrypt_json(job.sealed_row, _location(job.import_id, job.line))


def next_jobs(session: Session, import_id: int, *, limit: int) -> list[ImportJob]:
    """Return the next jobs of an import, in the order of its file."""
    query = select(ImportJob).where(ImportJob.import_id == import_id, text(IS_WAITING)).order_by(col(ImportJob.id))
    return list(session.exec(query.limit(limit)))


def open_jobs(session: Session, import_id: int, *, work: ImportWork | None = None) -> int:
    """Return how many jobs of an import (of one kind) are still to be done."""
    query = select(func.count()).select_from(ImportJob).where(ImportJob.import_id == import_id, text(IS_WAITING))
    return session.exec(query if work is None else query.where(ImportJob.work == work)).one()


def faults(session: Session, import_id: int) -> list[tuple[int, str]]:
    """Return lines that were not carried out, and why."""
    query = select(ImportJob.line, ImportJob.fault).where(ImportJob.import_id == import_id, text("fault <> ''"))
    return [(line, fault) for line, fault in session.exec(query.order_by(col(ImportJob.line)))]


def end_job(session: Session, job_id: int) -> bool:
    """Delete a job that is done. Returns False if somebody else has done it."""
    return session.exec(delete(ImportJob).where(col(ImportJob.id) == job_id, text(IS_WAITING))).rowcount == 1


def fail_job(session: Session, job_id: int, fault: str) -> None:
    """Record why a job cannot be done; its row is deleted."""
    session.exec(update(ImportJob).where(col(ImportJob.id) == job_id).values(fault=fault, sealed_row=b""))


def count_attempt(session: Session, job_id: int) -> None:
    """Count an attempt at a job that may succeed later."""
    tried = col(ImportJob.attempts) + 1
    session.exec(update(ImportJob).where(col(ImportJob.id) == job_id).values(attempts=tried))


def rows_of(session: Session, kind: type[SQLModel], import_id: int) -> list[UUID]:
    """Return the ids of the rows that an import has brought, the hidden ones too."""
    table = table_of(kind)
    found = session.connection().execute(select(table.c.id).where(table.c.import_id == import_id))
    return list(found.scalars())


def _location(import_id: int, line: int) -> str:
    return f"import_jobs:{import_id}:{line}"
