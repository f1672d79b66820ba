"""Reads CSV files of operators: UTF-8, with or without a byte order mark, with a header row."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from bot.runtime.import_words import ImportProblem
from bot.services.values import csv_safety
from bot.texts import Texts

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


class WrongHeader(ImportProblem):
    """The first row of a file names other columns. faults: columns that are missing, unknown or duplicate."""

    def __init__(self, path: Path, faults: Mapping[str, str], columns: str) -> None:
        self.faults = faults
        super().__init__("header", path=str(path), columns=columns)

    def in_words(self, texts: Texts) -> str:
        """Say which columns are wrong, and which there are."""
        wrong = (texts.plain(f"import-columns-{which}", columns=names) for which, names in self.faults.items())
        return texts.plain("import-error-header", **self.values, faults="; ".join(wrong))


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
        raise ImportProblem("unreadable", path=str(path), why=str(problem.strerror)) from None
    except UnicodeDecodeError:
        raise ImportProblem("not-utf8", path=str(path), line=str(_first_line_not_in_utf8(path))) from None
    except csv.Error as problem:
        raise ImportProblem("not-csv", path=str(path), line=str(reader.line_num), why=str(problem)) from None


def _first_line_not_in_utf8(path: Path) -> int:
    """Return its number. The position in the error counts from the piece of the file that was being decoded."""
    with path.open("rb") as file:
        return next((number for number, line in enumerate(file, start=1) if not _is_utf8(line)), 1)


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _rows(reader: "csv._reader", header: list[str]) -> Iterator[CsvRow]:  # type: ignore[name-defined]
    began = reader.line_num + 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            values = [csv_safety.unescape(cell) for cell in cells]
            yield CsvRow(began, dict(zip(header, values, strict=False)), len(cells) - len(header))
        began = reader.line_num + 1


def _check_header(path: Path, header: list[str], *, required: tuple[str, ...], known: tuple[str, ...]) -> None:
    faults, counted = dict[str, str](), Counter(header)
    if missing := [name for name in required if name not in counted]:
        faults["missing"] = ", ".join(missing)
    if unknown := [name for name in counted if name not in known]:
        faults["unknown"] = _listed(name[:MAX_NAME_CHARACTERS] or '""' for name in unknown)
    if duplicates := sorted(name for name, count in counted.items() if count > 1):
        faults["duplicate"] = _listed(name[:MAX_NAME_CHARACTERS] for name in duplicates)
    if faults:
        raise WrongHeader(path, faults, ",".join(known))


def _listed(names: Iterable[str]) -> str:
    first = list(islice(names, MAX_LISTED_NAMES + 1))
    return ", ".join(first[:MAX_LISTED_NAMES]) + (", …" if len(first) > MAX_LISTED_NAMES else "")
