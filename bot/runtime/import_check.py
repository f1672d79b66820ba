"""Reads a file of the register and checks every row, outside any write: what it would change, or all that is wrong."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from pathlib import Path

from sqlmodel import Session

from bot import local_time
from bot.adapters.pictures.formats import MAX_PHOTO_BYTES
from bot.runtime import import_words, table_reader
from bot.runtime.file_columns import Columns, FileRow
from bot.runtime.import_pieces import Progress, no_progress
from bot.runtime.import_words import ImportProblem
from bot.services.importing.comparison import ImportComparison, ReadRow
from bot.services.importing.kinds import ImportKind
from bot.services.importing.registry import IMPORTERS, STAGED, Importer
from bot.services.importing.rows import ImportContext, ImportRow, InvalidRow, RowFault
from bot.texts import Texts
from storage.database import Database

MAX_LISTED_FAULTS = 50
MAX_LOOKED_UP = 1_000  # Cells of so many invalid rows are looked up in the register.
BATCH = 500


class InvalidRows(ImportProblem):
    """Rows that cannot be imported, each with line, column and reason. Nothing was imported, unless the others were."""

    def __init__(self, path: Path, faults: list[tuple[int, RowFault]], *, others_imported: bool = False) -> None:
        self.faults = faults
        self.wrong = len({line for line, _ in faults})
        super().__init__("rows-left-out" if others_imported else "rows", path=str(path), count=self.wrong)

    def in_words(self, texts: Texts) -> str:
        """Say what is wrong in the rows, each on a line of its own."""
        lines = [f"  {import_words.line_of(line, fault, texts)}" for line, fault in self.faults[:MAX_LISTED_FAULTS]]
        more = len(self.faults) - len(lines)
        tail = [f"  {texts.plain('import-error-more', more=str(more))}"] if more > 0 else []
        return "\n".join([super().in_words(texts), *lines, *tail])


def check(
    database: Database,
    kind: ImportKind,
    path: Path,
    *,
    moment: Callable[[], datetime],
    silently: bool = False,
    progress: Progress = no_progress,
    renew: Callable[[], object] = lambda: None,
    encoding: str | None = None,
) -> ImportComparison:
    """Read a file and compare it with the register, a batch of rows in one snapshot. Raises OperatorError.

    renew: called between the batches; encoding: of a CSV file, None: it is found. The faults are in the result, whose
    new and changed rows have none.
    """
    context, total = ImportContext(moment(), pictures_in(path.parent), silently), _lines(path)
    found, seen, valid = ImportComparison(), dict[str, int](), list[ReadRow]()
    rows, whole = read_rows(kind, path, encoding=encoding), STAGED[kind].compare_whole
    while batch := list(islice(rows, BATCH)):
        with database.reading() as session:
            read = _check_batch(session, kind, batch, seen, context, found)
        valid.extend(read if whole is not None else ())
        progress("Checking", min(batch[-1].line, total), total)
        renew()
    if whole is not None:
        with database.reading() as session:
            found.faults.extend(whole(session, valid))
    found.faults.sort(key=lambda numbered: numbered[0])
    found.leave_out({line for line, _ in found.faults})
    found.changed.sort(key=lambda row: row.order)
    return found


def read_rows(kind: ImportKind, path: Path, *, encoding: str | None = None) -> Iterator[FileRow]:
    """Yield the rows of a file of this kind. encoding: of a CSV file; None: it is found. Raises OperatorError."""
    row = IMPORTERS[kind].row
    return table_reader.read(path, Columns(row.required(), row.columns(), kind), encoding=encoding)


def all_faults(
    importer: Importer, session: Session, file_row: FileRow, wrong: InvalidRow, context: ImportContext
) -> tuple[RowFault, ...]:
    """Return all faults of a row. Cells that are invalid are not looked up in the register."""
    if file_row.extra:
        return wrong.faults  # The cells cannot be assigned to columns.
    known = {fault.column for fault in wrong.faults}
    more = importer.missing(session, file_row.cells, context)
    return (*wrong.faults, *(fault for fault in more if fault.column not in known))


def parse(importer: Importer, file_row: FileRow, today: date, seen: dict[str, int]) -> ImportRow:
    """Validate a row. seen: keys of the rows before. Raises InvalidRow."""
    if file_row.extra:
        reason = "cells-more" if file_row.extra > 0 else "cells-fewer"
        raise InvalidRow(RowFault("", reason, {"count": str(abs(file_row.extra))}))
    if file_row.faults:
        raise InvalidRow(*file_row.faults)
    row = importer.row.read(file_row.cells, today=today)
    first = seen.setdefault(row.key, file_row.line)
    if first != file_row.line:
        raise InvalidRow(RowFault("", "duplicate", {"line": str(first)}))
    return row


def pictures_in(folder: Path) -> Callable[[str, str], bytes]:
    """Return a function that reads a picture in this folder, by name and column. It raises InvalidRow."""

    def picture(name: str, column: str) -> bytes:
        try:
            path = folder / name
            if not path.resolve().is_relative_to(folder.resolve()):
                raise InvalidRow(RowFault(column, "picture-folder"))
            if path.stat().st_size > MAX_PHOTO_BYTES:
                raise InvalidRow(RowFault(column, "picture-too-large"))
            return path.read_bytes()
        except OSError as problem:
            raise InvalidRow(RowFault(column, "picture-unreadable", {"why": str(problem.strerror)})) from None
        except ValueError:  # A null character.
            raise InvalidRow(RowFault(column, "no-file-name")) from None

    return picture


def warnings(
    path: Path, kept_back: Iterable[tuple[int, RowFault]], refused: Iterable[tuple[int, RowFault]], texts: Texts
) -> Iterator[str]:
    """Yield what the operator has to look at after an import."""
    for line, fault in kept_back:
        yield f"{path}: {import_words.line_of(line, fault, texts)}"
    for line, fault in refused:
        what = import_words.fault(fault, texts)
        yield texts.plain("import-error-not-imported", path=str(path), line=str(line), what=what)


def _check_batch(
    session: Session,
    kind: ImportKind,
    batch: Sequence[FileRow],
    seen: dict[str, int],
    context: ImportContext,
    found: ImportComparison,
) -> list[ReadRow]:
    importer, today = IMPORTERS[kind], local_time.date_of(context.now)
    valid: list[ReadRow] = []
    for file_row in batch:
        try:
            valid.append(ReadRow(file_row.line, parse(importer, file_row, today, seen), file_row.cells))
        except InvalidRow as wrong:
            looks_up = len(found.faults) < MAX_LOOKED_UP
            faults = all_faults(importer, session, file_row, wrong, context) if looks_up else wrong.faults
            found.faults.extend((file_row.line, fault) for fault in faults)
    part = STAGED[kind].compare(session, valid, context)
    found.faults.extend(part.faults)
    found.kept_back.extend(part.kept_back)
    found.unchanged += part.unchanged
    found.new.extend(part.new)
    found.changed.extend(part.changed)
    found.lines.extend(file_row.line for file_row in batch)
    return valid


def _lines(path: Path) -> int:
    """Return about how many lines a file has. Raises OperatorError."""
    try:
        with path.open("rb") as file:
            return sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(1 << 20), b""))
    except OSError as problem:
        raise ImportProblem("unreadable", path=str(path), why=str(problem.strerror)) from None
