"""The processes of the desk that run now, and their versions: each one renews its row, so that others know of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, not_, select
from sqlmodel import Session

from storage.database import INSERTS, UuidRow, instant, table_of
from storage.retention import without_personal_data

# A process that has not renewed its row for so long does not run any more. Its row is deleted later.
SILENCE = timedelta(seconds=60)
FORGOTTEN_AFTER = timedelta(minutes=10)


class RunningProcess(UuidRow, table=True):
    """One process. `seen_at`: when it renewed its row, by its own clock."""

    __tablename__ = "processes"

    version: str
    role: str
    started_at: datetime = instant()
    seen_at: datetime = instant()


without_personal_data(RunningProcess, "which processes run, and their versions")


@dataclass(frozen=True)
class ProcessIdentity:
    """What a process says of itself."""

    id: UUID
    version: str
    role: str
    started_at: datetime


class ProcessKind(NamedTuple):
    """What one running process is."""

    version: str
    role: str


_processes = table_of(RunningProcess)


def renew(session: Session, process: ProcessIdentity, *, now: datetime) -> None:
    """Record that a process runs, and forget those that have ended long ago."""
    connection = session.connection()
    row = {**vars(process), "seen_at": now}
    insert = INSERTS[connection.dialect.name](_processes)
    connection.execute(insert.on_conflict_do_update(index_elements=["id"], set_={"seen_at": now}), row)
    connection.execute(_processes.delete().where(not_(_is_around(now, FORGOTTEN_AFTER))))


def end(session: Session, process_id: UUID) -> None:
    """Record that a process has ended."""
    session.connection().execute(_processes.delete().where(_processes.c.id == process_id))


def has_others(session: Session, process_id: UUID) -> bool:
    """Return whether there is a row of another process: one that runs, or has died not long ago."""
    query = select(_processes.c.id).where(_processes.c.id != process_id)
    return session.connection().execute(query.limit(1)).first() is not None


def running(session: Session, *, now: datetime) -> list[ProcessKind]:
    """Return version and role of each process that runs."""
    query = select(_processes.c.version, _processes.c.role).where(_is_around(now, SILENCE))
    found = session.connection().execute(query.order_by(_processes.c.version, _processes.c.role)).all()
    return [ProcessKind(row.version, row.role) for row in found]


def is_renewed(session: Session, process_id: UUID, *, since: datetime) -> bool:
    """Return whether a process has renewed its row since this moment."""
    query = select(_processes.c.id).where(_processes.c.id == process_id, _processes.c.seen_at >= since)
    return session.connection().execute(query).first() is not None


def newer_runs(session: Session, process: ProcessIdentity, *, now: datetime) -> bool:
    """Return whether a process of another version runs whose first process has started after the first of this one.

    A process of the older version that is restarted during an upgrade does not become the newer one, while another
    process of its version runs or has died not long ago: a clean stop deletes the row of a process.
    """
    versions, started = _processes.c.version, func.min(_processes.c.started_at)
    found = session.connection().execute(select(versions, started).group_by(versions)).all()
    first = {row[0]: row[1] for row in found}
    own = min(process.started_at, first.pop(process.version, process.started_at))
    newer = [version for version, began in first.items() if began > own]
    query = select(_processes.c.id).where(_is_around(now, SILENCE), versions.in_(newer))
    return session.connection().execute(query.limit(1)).first() is not None


def _is_around(now: datetime, time: timedelta) -> ColumnElement[bool]:
    """Return the condition that a row was renewed not long ago. One that lies far ahead was, before a clock was set."""
    return and_(_processes.c.seen_at > now - time, _processes.c.seen_at < now + time)
