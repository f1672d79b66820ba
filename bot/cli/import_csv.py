"""Importing a file: all its rows in one transaction or none, with a list of what is wrong."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Protocol, TypeVar

from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from bot import local_time
from bot.errors import Refusal
from bot.runtime import csv_reader
from bot.runtime.csv_reader import Line
from bot.runtime.operator_error import OperatorError
from bot.services.importing.kinds import Kind
from bot.services.importing.registry import EVERY_IMPORTER, Importer
from bot.services.importing.rows import Change, Fault, Import, ImportRow, WrongRow
from storage import audit
from storage.database import Database

MOST_LISTED = 50
MOST_PICTURE_BYTES = 20 * 1024 * 1024
ATTEMPTS = 5
COLLISIONS = frozenset({"40001", "40P01"})
"""What PostgreSQL calls a transaction that lost against another: serialization failure, deadlock detected."""

Piece = TypeVar("Piece")


class Progress(Protocol):
    """Shows how far a piece of work is."""

    def __call__(self, words: str, pieces: Sequence[Piece]) -> Iterable[Piece]:
        """Hand out the pieces, one after the other."""


class WrongRows(OperatorError):
    """The rows that stand in the way, each with its line, column and reason; nothing was imported."""

    def __init__(self, path: Path, faults: list[tuple[int, Fault]]) -> None:
        lines = [
            f"  line {line}{', ' + fault.column if fault.column else ''}: {fault.reason}" for line, fault in faults
        ]
        more = len(lines) - MOST_LISTED
        tail = [f"  … and {more} more"] if more > 0 else []
        count = len({line for line, _ in faults})
        said = f"{path}: nothing was imported, {count} {'row is' if count == 1 else 'rows are'} wrong:"
        super().__init__("\n".join([said, *lines[:MOST_LISTED], *tail]))
        self.faults = faults


def quietly(words: str, pieces: Sequence[Piece]) -> Iterable[Piece]:
    """Show no progress."""
    return pieces


def import_file(
    database: Database,
    kind: Kind,
    path: Path,
    *,
    now: datetime,
    progress: Progress = quietly,
    silently: bool = False,
) -> Counter[Change]:
    """Take a file over in a transaction of its own; begun anew where people at a running desk were in its way.

    Raises OperatorError, and nothing of the file is kept then.
    """
    for _ in range(ATTEMPTS):
        try:
            with database.transaction() as session:
                return import_rows(session, kind, path, now=now, progress=progress, silently=silently)
        except Refusal:
            continue  # Somebody has decided meanwhile what a row was about to end.
        except OperationalError as problem:
            if getattr(problem.orig, "sqlstate", None) not in COLLISIONS:
                raise
    raise OperatorError(
        f"{path}: nothing was imported: people at the desk were changing the same cars. Import it again."
    )


def import_rows(
    session: Session,
    kind: Kind,
    path: Path,
    *,
    now: datetime,
    progress: Progress = quietly,
    silently: bool = False,
) -> Counter[Change]:
    """Take a file over within this transaction. Raises OperatorError, and nothing of the file is to be kept then.

    silently: nobody is told of new records; for a first import, of what happened long ago.
    """
    importer = EVERY_IMPORTER[kind]
    by = Import(now, _pictures(path.parent), silently)
    checked, faults = _check(importer, session, path, by, today=local_time.date_of(now), progress=progress)
    counts: Counter[Change] = Counter()
    for line, row in progress("Importing", sorted(checked, key=lambda found: found[1].turn)):
        try:
            counts[importer.put(session, row, by)] += 1
        except WrongRow as wrong:
            faults.extend((line, fault) for fault in wrong.faults)
    if faults:
        raise WrongRows(path, sorted(faults, key=lambda found: found[0]))
    if counts[Change.NEW] or counts[Change.CHANGED]:
        named = {change.value: counts[change] for change in Change}
        audit.record(session, audit.Action.REGISTER_IMPORTED, by=None, on=None, at=now, kind=kind.value, **named)
    return counts


def _check(
    importer: Importer, session: Session, path: Path, by: Import, *, today: date, progress: Progress
) -> tuple[list[tuple[int, ImportRow]], list[tuple[int, Fault]]]:
    """Check every row by itself, and that no two are of the same thing; the wrong ones against the register, too."""
    checked: list[tuple[int, ImportRow]] = []
    faults: list[tuple[int, Fault]] = []
    seen: dict[str, int] = {}
    lines = list(csv_reader.read(path, required=importer.row.required(), known=importer.row.columns()))
    for line in progress("Checking", lines):
        try:
            row = _row(importer, line, today)
            first = seen.setdefault(row.key, line.number)
            if first != line.number:
                raise WrongRow(Fault("", f"stands in line {first} already"))
            checked.append((line.number, row))
        except WrongRow as wrong:
            faults.extend((line.number, fault) for fault in _all_faults(importer, session, line, wrong, by))
    return checked, faults


def _all_faults(importer: Importer, session: Session, line: Line, wrong: WrongRow, by: Import) -> tuple[Fault, ...]:
    """Return everything that is wrong with a row: a cell that is wrong by itself is not looked up besides."""
    if line.extra:
        return wrong.faults  # Who knows which cell is which?
    known = {fault.column for fault in wrong.faults}
    more = importer.lacking(session, line.cells, by)
    return (*wrong.faults, *(fault for fault in more if fault.column not in known))


def _row(importer: Importer, line: Line, today: date) -> ImportRow:
    if line.extra:
        said = f"has {abs(line.extra)} cells {'more' if line.extra > 0 else 'less'} than the header row"
        raise WrongRow(Fault("", said))
    return importer.row.read(line.cells, today=today)


def _pictures(folder: Path) -> Callable[[str, str], bytes]:
    def picture(name: str, column: str) -> bytes:
        path = folder / name
        if not path.resolve().is_relative_to(folder.resolve()):
            raise WrongRow(Fault(column, "has to lie beside the file, not elsewhere"))
        try:
            if path.stat().st_size > MOST_PICTURE_BYTES:
                raise WrongRow(Fault(column, "is larger than 20 MB"))
            return path.read_bytes()
        except OSError as problem:
            raise WrongRow(Fault(column, f"cannot be read: {problem.strerror}")) from None

    return picture
