"""Reading an operator's file: CSV in UTF-8 with or without a mark at its beginning, a header row first."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.runtime.operator_error import Mistake
from bot.services.values import csv_safety

MOST_CHARACTERS_A_CELL = 100_000


@dataclass(frozen=True)
class Line:
    """A row of the file: the line on which it begins (the header is line 1), and its cells by column.

    `extra`: how many cells it has more (or, negative, less) than the header has columns.
    """

    number: int
    cells: dict[str, str]
    extra: int = 0


def read(path: Path, *, required: tuple[str, ...], known: tuple[str, ...]) -> Iterator[Line]:
    """Yield the rows of the file; empty lines are passed over. Raises Mistake for a file that cannot be read."""
    csv.field_size_limit(MOST_CHARACTERS_A_CELL)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            header = [name.strip() for name in next(reader, [])]
            _check_header(path, header, required=required, known=known)
            yield from _rows(reader, header)
    except OSError as problem:
        raise Mistake(f"{path} cannot be read: {problem.strerror}.") from None
    except UnicodeDecodeError as problem:
        line = path.read_bytes()[: problem.start].count(b"\n") + 1
        raise Mistake(
            f"{path} is not UTF-8 (line {line} or after): save it as UTF-8; spreadsheets call it CSV UTF-8."
        ) from None
    except csv.Error as problem:
        raise Mistake(f"{path}, line {reader.line_num}: not readable as CSV: {problem}.") from None


def _rows(reader: "csv._reader", header: list[str]) -> Iterator[Line]:  # type: ignore[name-defined]
    began = reader.line_num + 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            values = [csv_safety.value(cell) for cell in cells]
            yield Line(began, dict(zip(header, values, strict=False)), len(cells) - len(header))
        began = reader.line_num + 1


def _check_header(path: Path, header: list[str], *, required: tuple[str, ...], known: tuple[str, ...]) -> None:
    faults = []
    if missing := [name for name in required if name not in header]:
        faults.append(f"missing columns: {', '.join(missing)}")
    if strange := [name for name in header if name not in known]:
        faults.append(f"unknown columns: {', '.join(name or '(no name)' for name in strange)}")
    if twice := sorted({name for name in header if header.count(name) > 1}):
        faults.append(f"columns that stand there twice: {', '.join(twice)}")
    if faults:
        raise Mistake(f"{path}: the header row does not fit; {'; '.join(faults)}.\nColumns: {','.join(known)}")
