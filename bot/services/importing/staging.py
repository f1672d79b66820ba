"""An import in steps: rows are inserted where nobody finds them, then all of them count at once, then the rest is done.

insert ──► insert ──► … ──► switch ──► run ──► run ──► …

Every step is one call in one short transaction. A crash before the switch leaves rows that nobody finds, and that
`discard` deletes; after it, jobs that anybody can go on with. Changed rows are jobs, so that each is compared with the
register once more when it is carried out: what the desk has changed meanwhile is not overwritten.
"""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, delete, select
from sqlmodel import Session

from bot import local_time
from bot.services.importing import people_batches, pictures
from bot.services.importing.comparison import ChangedRow, NewRow
from bot.services.importing.kinds import ImportKind
from bot.services.importing.pictures import CleanPicture
from bot.services.importing.registry import IMPORTERS, STAGED
from bot.services.importing.rows import ImportContext, InvalidRow, RowChange, RowFault
from storage import audit, files
from storage.database import table_of
from storage.register import imports
from storage.register.imports import ImportJob, ImportWork, RegisterImport

PICTURE_IS_GONE = RowFault("", "picture-gone")


def insert(session: Session, kind: ImportKind, import_id: int, rows: Sequence[NewRow], *, now: datetime) -> int:
    """Insert new rows. Those whose key the register has meanwhile become jobs. Returns how many were inserted."""
    importer = STAGED[kind]
    for row in rows:
        row.values["import_id"] = import_id
    taken = importer.taken(session, rows)
    fresh = [row for row in rows if row.line not in taken]
    for row in fresh:
        if row.picture is not None:
            row.values[importer.picture[1]] = pictures.store(session, row.picture, kind=importer.picture[0], at=now)
    if fresh:
        session.connection().execute(table_of(importer.table).insert(), [row.values for row in fresh])
    imports.add_jobs(session, [_sequel(import_id, row) for row in fresh if row.has_sequel])
    add_changed(session, import_id, [row.as_changed() for row in rows if row.line in taken], now=now)
    return len(fresh)


def add_changed(session: Session, import_id: int, rows: Sequence[ChangedRow], *, now: datetime) -> None:
    """Insert jobs that carry out changed rows."""
    jobs = []
    for row in rows:
        staged = pictures.stage(session, row.picture, at=now) if row.picture is not None else None
        content = {"cells": dict(row.cells), "picture": staged.hex if staged else ""}
        jobs.append(imports.job(import_id, row.line, ImportWork.PUT, row=content))
    imports.add_jobs(session, jobs)


def changed_rows(session: Session, import_id: int) -> int:
    """Return how many changed rows an import has: nobody else adds any. It reads all its jobs."""
    return imports.open_jobs(session, import_id, work=ImportWork.PUT)


def switch(
    session: Session,
    kind: ImportKind,
    import_id: int,
    *,
    new: int,
    changed: int,
    unchanged: int,
    claimed_at: datetime,
    by: UUID | None,
    now: datetime,
) -> bool:
    """Let all new rows count, and record the import. Returns False if somebody else has claimed it.

    changed: as `changed_rows` has counted them, before this transaction holds the writer. by: the account of who
    decided it, if it was not the operator.
    """
    if kind is ImportKind.PEOPLE and new:
        imports.add_jobs(session, [imports.job(import_id, 0, ImportWork.DECLARED)])
    if not imports.switch(session, import_id, claimed_at=claimed_at, at=now, new=new, unchanged=unchanged):
        return False
    if new or changed:
        action, counts = audit.Action.REGISTER_IMPORTED, {"new": new, "changed": changed, "unchanged": unchanged}
        audit.record(session, action, by=by, on=None, at=now, kind=kind.value, **counts)
    return True


def run(session: Session, found: RegisterImport, job: ImportJob, *, now: datetime) -> None:
    """Do a job and delete it. Nothing is done if somebody else has done it. Raises InvalidRow, Refusal."""
    assert job.id is not None
    assert found.id is not None
    kind = ImportKind(found.kind)
    if not imports.end_job(session, job.id):
        return
    context = ImportContext(now, silently=found.silently, import_id=found.id)
    if job.work is ImportWork.PUT:
        _count(session, found.id, _put(session, kind, job, context))
    elif job.work is ImportWork.FOLLOW:
        assert job.row_id is not None
        STAGED[kind].follow(session, job.row_id, imports.row_of(job) if job.sealed_row else {}, context)
    else:
        for person in people_batches.declarers(session, found.id):
            people_batches.follow_declared(session, person, context)


def fail(session: Session, job_id: int, *faults: RowFault) -> None:
    """Record why a job cannot be done."""
    imports.fail_job(session, job_id, json.dumps([fault.to_json() for fault in faults]))


def faults(session: Session, import_id: int) -> list[tuple[int, RowFault]]:
    """Return lines that were not carried out, and why."""
    stored = imports.faults(session, import_id)
    return [(line, RowFault(*fault)) for line, faults in stored for fault in json.loads(faults)]


def hidden_rows(session: Session, kind: ImportKind, import_id: int) -> list[UUID]:
    """Return the ids of the rows of an import that is not switched."""
    return imports.rows_of(session, STAGED[kind].table, import_id)


def discard(session: Session, kind: ImportKind, import_id: int, row_ids: Sequence[UUID]) -> None:
    """Delete rows of an import that was not switched, with their pictures."""
    table, column = table_of(STAGED[kind].table), STAGED[kind].picture[1]
    mine = and_(table.c.id.in_(row_ids), table.c.import_id == import_id)
    if column:
        for file_id in session.connection().execute(select(table.c[column]).where(mine, table.c[column].is_not(None))):
            files.delete_file(session, file_id[0])
    session.connection().execute(delete(table).where(mine))


def _sequel(import_id: int, row: NewRow) -> dict[str, Any]:
    cells = {name: row.cells[name] for name in row.sequel_cells} or None
    return imports.job(import_id, row.line, ImportWork.FOLLOW, row_id=row.id, row=cells)


def _put(session: Session, kind: ImportKind, job: ImportJob, context: ImportContext) -> RowChange:
    content = imports.row_of(job)
    picture = UUID(hex=content["picture"]) if content["picture"] else None
    row = IMPORTERS[kind].row.read(content["cells"], today=local_time.date_of(context.now))
    change = IMPORTERS[kind].put(session, row, replace(context, picture=lambda *_: _staged(session, picture)))
    if picture is not None:
        files.delete_file(session, picture)
    return change


def _staged(session: Session, picture: UUID | None) -> CleanPicture | None:
    """Return the picture of a row; None if it is the one on record. Raises InvalidRow if it was not kept so long."""
    found = pictures.staged(session, picture) if picture is not None else None
    if picture is not None and found is None:
        raise InvalidRow(PICTURE_IS_GONE)
    return found


def _count(session: Session, import_id: int, change: RowChange) -> None:
    new, unchanged = change is RowChange.NEW, change is RowChange.UNCHANGED
    imports.count(session, import_id, new=int(new), unchanged=int(unchanged), changed=int(not new and not unchanged))
