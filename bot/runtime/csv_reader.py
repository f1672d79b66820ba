"""Reads CSV files of operators: UTF-8, with or without a byte order mark, with a header row."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from bot.runtime.operator_error import OperatorError
from bot.services.values import csv_safety

MAX_CELL_CHARACTERS = 100_000
MAX_LISTED_NAMES, MAX_NAME_CHARACTERS = 20, 40


@dataclass(frozen=True)
class CsvRow:
    """A row: the number of its first line (the header is line 1) and its cells by column.

    `extra`: how many more cells than the header it has; negative if it has fewer.
    """

    line: int
    cells: dict[str, str]
    extra: int = 0


def read(path: Path, *, required: tuple[str, ...], known: tuple[str, ...]) -> Iterator[CsvRow]:
    """Yield the rows of the file, skipping empty lines. Raises OperatorError for a file that cannot be read."""
    csv.field_size_limit(MAX_CELL_CHARACTERS)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            header = [name.strip() for name in next(reader, [])]
            _check_header(path, header, required=required, known=known)
            yield from _rows(reader, header)
    except OSError as problem:
        raise OperatorError(f"{path} cannot be read: {problem.strerror}.") from None
    except UnicodeDecodeError as problem:
        line = path.read_bytes()[: problem.start].count(b"\n") + 1
        raise OperatorError(
            f"{path} is not UTF-8 (line {line} or after): save it as UTF-8, which spreadsheets call CSV UTF-8."
        ) from None
    except csv.Error as problem:
        raise OperatorError(f"{path}, line {reader.line_num}: not valid CSV: {problem}.") from None


def _rows(reader: "csv._reader", header: list[str]) -> Iterator[CsvRow]:  # type: ignore[name-defined]
    began = reader.line_num + 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            values = [csv_safety.unescape(cell) for cell in cells]
            yield CsvRow(began, dict(zip(header, values, strict=False)), len(cells) - len(header))
        began = reader.line_num + 1


def _check_header(path: Path, header: list[str], *, required: tuple[str, ...], known: tuple[str, ...]) -> None:
    faults, counted = [], Counter(header)
    if missing := [name for name in required if name not in counted]:
        faults.append(f"missing columns: {', '.join(missing)}")
    if unknown := [name for name in counted if name not in known]:
        faults.append(f"unknown columns: {_listed(name[:MAX_NAME_CHARACTERS] or '(no name)' for name in unknown)}")
    if duplicates := sorted(name for name, count in counted.items() if count > 1):
        faults.append(f"duplicate columns: {_listed(name[:MAX_NAME_CHARACTERS] for name in duplicates)}")
    if faults:
        raise OperatorError(f"{path}: the header row is wrong; {'; '.join(faults)}.\nColumns: {','.join(known)}")


def _listed(names: Iterable[str]) -> str:
    first = list(islice(names, MAX_LISTED_NAMES + 1))
    return ", ".join(first[:MAX_LISTED_NAMES]) + (", …" if len(first) > MAX_LISTED_NAMES else "")
