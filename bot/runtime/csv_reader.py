"""Reads CSV files of operators: a header row, in the encodings and with the separators that spreadsheets write here."""

import csv
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import TextIO

from bot.runtime import file_cells, file_columns, text_encoding
from bot.runtime.file_columns import Cells, Columns, FileRow
from bot.runtime.import_words import ImportProblem
from bot.runtime.operator_error import WrongConfiguration

MAX_CELL_CHARACTERS = 100_000
SEPARATORS = ",;\t，；|"
_NAMED_SEPARATOR = re.compile(r"\ufeff?sep=(.)\s*", re.IGNORECASE)


def read(
    path: Path, *, required: tuple[str, ...], known: tuple[str, ...], encoding: str | None = None
) -> Iterator[FileRow]:
    """Yield the rows of a file whose columns have these names, skipping empty lines. Raises OperatorError."""
    return read_columns(path, Columns(required, known), encoding=encoding)


def read_setting(path: Path, setting: str, *, columns: tuple[str, ...]) -> Iterator[FileRow]:
    """Yield the rows of a file that a setting names. Raises WrongConfiguration, which names the setting."""
    try:
        yield from read(path, required=columns, known=columns)
    except ImportProblem as problem:
        raise WrongConfiguration(f"{setting}: {problem}") from None


def read_columns(path: Path, wanted: Columns, *, encoding: str | None = None) -> Iterator[FileRow]:
    """Yield the rows of a file, without empty lines. encoding: None for the one that is found. Raises OperatorError."""
    csv.field_size_limit(MAX_CELL_CHARACTERS)
    line = [0]
    try:
        with path.open(encoding=encoding or text_encoding.detect(path), newline="") as file:
            yield from file_columns.rows_of(path, _table(file, wanted, line), wanted, padded=False)
    except OSError as problem:
        raise ImportProblem("unreadable", path=str(path), why=str(problem.strerror)) from None
    except UnicodeDecodeError:
        raise ImportProblem("broken-encoding", path=str(path), encoding=str(encoding).upper()) from None
    except csv.Error as problem:
        raise ImportProblem("not-csv", path=str(path), line=str(line[0]), why=str(problem)) from None


def _table(file: TextIO, wanted: Columns, line: list[int]) -> Iterator[tuple[int, Cells]]:
    """Yield the rows with the number of their first line. line: is set to that of the last one read."""
    first, skipped = next(file, ""), 0
    named = _NAMED_SEPARATOR.fullmatch(first)
    if named:
        first, skipped = next(file, ""), 1
    first = first.removeprefix("\ufeff")
    separator = named[1] if named else _separator(first, wanted)
    yield from _rows(chain([first], file), separator, skipped, line)


def _rows(lines: Iterable[str], separator: str, skipped: int, line: list[int]) -> Iterator[tuple[int, Cells]]:
    reader = csv.reader(lines, delimiter=separator, strict=True)
    began = 1
    while True:
        try:
            cells = next(reader, None)
        finally:
            line[0] = reader.line_num + skipped
        if cells is None:
            return
        yield began + skipped, [file_cells.from_text(cell) for cell in cells]
        began = reader.line_num + 1


def _separator(header: str, wanted: Columns) -> str:
    """Return the separator by which the header names most columns."""

    def named(separator: str) -> int:
        cells = next(csv.reader([header], delimiter=separator), [])
        return sum(wanted.name_of(cell) in wanted.known for cell in cells)

    return max(SEPARATORS, key=named)
