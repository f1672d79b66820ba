"""Imports a CSV file: all rows in one transaction, or none and a list of what is wrong."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Protocol, TypeVar

from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from bot import local_time
from bot.adapters.pictures.formats import MAX_PHOTO_BYTES
from bot.errors import Refusal
from bot.runtime import csv_reader
from bot.runtime.csv_reader import CsvRow
from bot.runtime.operator_error import OperatorError
from bot.services.importing.kinds import ImportKind
from bot.services.importing.registry import IMPORTERS, Importer
from bot.services.importing.rows import ImportContext, ImportRow, InvalidRow, RowChange, RowFault
from storage import audit
from storage.database import Database

MAX_LISTED_FAULTS = 50
ATTEMPTS = 5
# PostgreSQL: serialization failure, deadlock detected, unique violation (an ID number was verified at the desk).
RETRYABLE_STATES = frozenset({"40001", "40P01", "23505"})

COUNTED = (RowChange.NEW, RowChange.CHANGED, RowChange.UNCHANGED)
KEPT_BACK = (
    "the number is kept back, because two admins have found that it is not this person's; if it is, the person proves "
    "it in the chat, or else the row names another one"
)

Item = TypeVar("Item")


class ShowProgress(Protocol):
    """Shows the progress of an iteration."""

    def __call__(self, label: str, items: Sequence[Item]) -> Iterable[Item]:
        """Iterate over the items and show how many are done."""


class InvalidRows(OperatorError):
    """Rows that cannot be imported, each with line, column and reason. Nothing was imported."""

    def __init__(self, path: Path, faults: list[tuple[int, RowFault]]) -> None:
        lines = [
            f"  line {line}{', ' + fault.column if fault.column else ''}: {fault.reason}" for line, fault in faults
        ]
        more = len(lines) - MAX_LISTED_FAULTS
        tail = [f"  … and {more} more"] if more > 0 else []
        count = len({line for line, _ in faults})
        summary = f"{path}: nothing was imported, {count} {'row is' if count == 1 else 'rows are'} wrong:"
        super().__init__("\n".join([summary, *lines[:MAX_LISTED_FAULTS], *tail]))
        self.faults = faults


def no_progress(label: str, items: Sequence[Item]) -> Iterable[Item]:
    """Show no progress."""
    return items


def no_warning(text: str) -> None:
    """Warn of nothing."""


def import_file(
    database: Database,
    kind: ImportKind,
    path: Path,
    *,
    now: datetime,
    progress: ShowProgress = no_progress,
    silently: bool = False,
    warn: Callable[[str], object] = no_warning,
) -> Counter[RowChange]:
    """Import a file in one transaction, retried if it collides with changes at the running desk.

    warn: gets what the operator has to look at in rows that are imported. Raises OperatorError; then nothing is
    imported.
    """
    for _ in range(ATTEMPTS):
        kept_back: list[int] = []
        try:
            with database.transaction() as session:
                counts = import_rows(
                    session, kind, path, now=now, progress=progress, silently=silently, kept_back=kept_back
                )
        except Refusal:
            continue  # Somebody at the desk has just decided a filing that a row was about to end.
        except DBAPIError as problem:
            if getattr(problem.orig, "sqlstate", None) not in RETRYABLE_STATES:
                raise
            continue
        for line in kept_back:
            warn(f"{path}: line {line}, phone: {KEPT_BACK}")
        return counts
    raise OperatorError(
        f"{path}: nothing was imported, because people at the desk were changing the same vehicles. Try again."
    )


def import_rows(
    session: Session,
    kind: ImportKind,
    path: Path,
    *,
    now: datetime,
    progress: ShowProgress = no_progress,
    silently: bool = False,
    kept_back: list[int] | None = None,
) -> Counter[RowChange]:
    """Import a file in the given transaction. Raises OperatorError; the caller then rolls back.

    silently: as `ImportContext.silently`, for a first import of old records. kept_back: gets the lines of which the
    phone number is not set.
    """
    importer = IMPORTERS[kind]
    by = ImportContext(now, _pictures(path.parent), silently)
    checked, faults = _check(importer, session, path, by, today=local_time.date_of(now), progress=progress)
    counts: Counter[RowChange] = Counter()
    for line, row in progress("Importing", sorted(checked, key=lambda numbered: numbered[1].order)):
        try:
            change = importer.put(session, row, by)
            if change is RowChange.PHONE_KEPT_BACK and kept_back is not None:
                kept_back.append(line)
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
    importer: Importer, session: Session, path: Path, by: ImportContext, *, today: date, progress: ShowProgress
) -> tuple[list[tuple[int, ImportRow]], list[tuple[int, RowFault]]]:
    """Check every row and find duplicates. Invalid rows are also compared with the register, to list all faults."""
    checked: list[tuple[int, ImportRow]] = []
    faults: list[tuple[int, RowFault]] = []
    seen: dict[str, int] = {}
    csv_rows = list(csv_reader.read(path, required=importer.row.required(), known=importer.row.columns()))
    for csv_row in progress("Checking", csv_rows):
        try:
            row = _parse(importer, csv_row, today)
            first = seen.setdefault(row.key, csv_row.line)
            if first != csv_row.line:
                raise InvalidRow(RowFault("", f"duplicates line {first}"))
            checked.append((csv_row.line, row))
        except InvalidRow as wrong:
            faults.extend((csv_row.line, fault) for fault in _all_faults(importer, session, csv_row, wrong, by))
    return checked, faults


def _all_faults(
    importer: Importer, session: Session, csv_row: CsvRow, wrong: InvalidRow, by: ImportContext
) -> tuple[RowFault, ...]:
    """Return all faults of a row. Cells that are invalid are not looked up in the register."""
    if csv_row.extra:
        return wrong.faults  # The cells cannot be assigned to columns.
    known = {fault.column for fault in wrong.faults}
    more = importer.missing(session, csv_row.cells, by)
    return (*wrong.faults, *(fault for fault in more if fault.column not in known))


def _parse(importer: Importer, csv_row: CsvRow, today: date) -> ImportRow:
    if csv_row.extra:
        reason = f"has {abs(csv_row.extra)} cells {'more' if csv_row.extra > 0 else 'fewer'} than the header row"
        raise InvalidRow(RowFault("", reason))
    return importer.row.read(csv_row.cells, today=today)


def _pictures(folder: Path) -> Callable[[str, str], bytes]:
    def picture(name: str, column: str) -> bytes:
        path = folder / name
        if not path.resolve().is_relative_to(folder.resolve()):
            raise InvalidRow(RowFault(column, "must be in the folder of the CSV file"))
        try:
            if path.stat().st_size > MAX_PHOTO_BYTES:
                raise InvalidRow(RowFault(column, "is larger than 20 MB"))
            return path.read_bytes()
        except OSError as problem:
            raise InvalidRow(RowFault(column, f"cannot be read: {problem.strerror}")) from None

    return picture
