"""Imports a file: all rows or none, and a list of what is wrong; beside the running desk, or in one transaction."""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol, TypeVar

from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from bot import local_time, texts as catalogues
from bot.errors import Refusal
from bot.runtime import import_check, import_claims, import_pieces
from bot.runtime.import_check import InvalidRows, all_faults, parse, pictures_in, read_rows
from bot.runtime.import_collisions import is_collision
from bot.runtime.import_pieces import LoggedProgress, Progress
from bot.runtime.import_words import TERMINAL, ImportProblem
from bot.runtime.staged_import import ATTEMPTS, StagedImport
from bot.services.importing.comparison import ImportComparison
from bot.services.importing.kinds import ImportKind
from bot.services.importing.registry import IMPORTERS
from bot.services.importing.rows import ImportContext, ImportRow, InvalidRow, RowChange, RowFault
from bot.texts import Texts
from storage import audit
from storage.database import Database

COUNTED = (RowChange.NEW, RowChange.CHANGED, RowChange.UNCHANGED)
Item = TypeVar("Item")


class ShowProgress(Protocol):
    """Shows the progress of an iteration."""

    def __call__(self, label: str, items: Sequence[Item]) -> Iterable[Item]:
        """Iterate over the items and show how many are done."""


def no_progress(label: str, items: Sequence[Item]) -> Iterable[Item]:
    """Show no progress."""
    return items


def no_warning(text: str) -> None:
    """Warn of nothing."""


@dataclass(frozen=True)
class FileOptions:
    """How a file is read. good_rows: they are imported although others are wrong. checked: gets what was found."""

    good_rows: bool = False
    encoding: str | None = None
    checked: Callable[[ImportComparison], object] = lambda found: None


def import_file(
    database: Database,
    kind: ImportKind,
    path: Path,
    *,
    now: datetime,
    show: Progress = import_pieces.no_progress,
    silently: bool = False,
    warn: Callable[[str], object] = no_warning,
    texts: Texts | None = None,
    options: FileOptions = FileOptions(),
) -> Counter[RowChange]:
    """Import a file, all rows or none, beside the running desk.

    warn: gets what the operator has to look at in rows that are imported. Raises OperatorError; then nothing is
    imported.
    """
    began, words = time.monotonic(), texts or catalogues.texts(TERMINAL)

    def moment() -> datetime:
        return now + timedelta(seconds=time.monotonic() - began)

    shown = LoggedProgress(show)
    running = _retried(
        path, lambda: import_claims.begin(database, kind, silently=silently, moment=moment, progress=shown)
    )
    found = _stage(running, path, silently=silently, options=options)
    if found.faults:
        warn(InvalidRows(path, list(found.faults), others_imported=True).in_words(words))
    refused = running.finish()
    found.faults.extend(refused)
    for text in import_check.warnings(path, found.kept_back, refused, words):
        warn(text)
    return running.counts()


def dry_run(
    database: Database,
    kind: ImportKind,
    path: Path,
    *,
    now: datetime,
    show: Progress = import_pieces.no_progress,
    options: FileOptions = FileOptions(),
) -> Counter[RowChange]:
    """Return what an import would change, and change nothing. Raises OperatorError, with all that is wrong."""
    found = import_check.check(database, kind, path, moment=lambda: now, progress=show, encoding=options.encoding)
    options.checked(found)
    if found.faults and not options.good_rows:
        raise InvalidRows(path, found.faults)
    counted = {RowChange.NEW: len(found.new), RowChange.CHANGED: len(found.changed)}
    return +Counter({**counted, RowChange.UNCHANGED: found.unchanged})


def _stage(running: StagedImport, path: Path, *, silently: bool, options: FileOptions) -> ImportComparison:
    """Check and stage a file, and switch. Returns what was found, with the rows that are left out."""
    try:
        found = import_check.check(
            running.database,
            running.kind,
            path,
            moment=running.moment,
            silently=silently,
            progress=running.progress,
            renew=running.renew_staging,
            encoding=options.encoding,
        )
        options.checked(found)
        if found.faults and not options.good_rows:
            raise InvalidRows(path, found.faults)
        _retried(path, lambda: running.stage(found))
    except BaseException:
        with suppress(Exception):  # What is left of it is hidden, and discarded by whoever looks next.
            running.discard()
        raise
    return found


def _retried(path: Path, work: Callable[[], Item]) -> Item:
    """Do something, again if it collides with changes at the running desk. Raises OperatorError."""
    for _ in range(ATTEMPTS):
        try:
            return work()
        except Refusal:
            continue  # Somebody at the desk has just decided a filing that a row was about to end.
        except DBAPIError as problem:
            if not is_collision(problem):
                raise
    raise ImportProblem("busy", path=str(path))


def import_rows(
    session: Session,
    kind: ImportKind,
    path: Path,
    *,
    now: datetime,
    progress: ShowProgress = no_progress,
    silently: bool = False,
) -> Counter[RowChange]:
    """Import a file in the given transaction. Raises OperatorError; the caller then rolls back.

    silently: as `ImportContext.silently`, for a first import of old records.
    """
    importer = IMPORTERS[kind]
    by = ImportContext(now, pictures_in(path.parent), silently)
    checked, faults = _check(kind, session, path, by, progress=progress)
    counts: Counter[RowChange] = Counter()
    for line, row in progress("Importing", sorted(checked, key=lambda numbered: numbered[1].order)):
        try:
            change = importer.put(session, row, by)
            counts[RowChange.CHANGED if change is RowChange.PHONE_KEPT_BACK else change] += 1
        except InvalidRow as wrong:
            faults.extend((line, fault) for fault in wrong.faults)
    if faults:
        raise InvalidRows(path, sorted(faults, key=lambda numbered: numbered[0]))
    if counts[RowChange.NEW] or counts[RowChange.CHANGED]:
        details = {change.value: counts[change] for change in COUNTED}
        audit.record(session, audit.Action.REGISTER_IMPORTED, by=None, on=None, at=now, kind=kind.value, **details)
    return counts


def _check(
    kind: ImportKind, session: Session, path: Path, by: ImportContext, *, progress: ShowProgress
) -> tuple[list[tuple[int, ImportRow]], list[tuple[int, RowFault]]]:
    """Check every row and find duplicates. Invalid rows are also compared with the register, to list all faults."""
    importer, today = IMPORTERS[kind], local_time.date_of(by.now)
    checked: list[tuple[int, ImportRow]] = []
    faults: list[tuple[int, RowFault]] = []
    seen: dict[str, int] = {}
    for file_row in progress("Checking", list(read_rows(kind, path))):
        try:
            checked.append((file_row.line, parse(importer, file_row, today, seen)))
        except InvalidRow as wrong:
            faults.extend((file_row.line, fault) for fault in all_faults(importer, session, file_row, wrong, by))
    return checked, faults
