"""Reads a file of the register: a workbook (XLSX) or CSV, whatever its name ends in."""

from collections.abc import Iterator
from pathlib import Path

from bot.runtime import csv_reader, file_columns, xlsx_reader
from bot.runtime.file_columns import Columns, FileRow
from bot.runtime.import_words import ImportProblem


def read(path: Path, wanted: Columns, *, encoding: str | None = None) -> Iterator[FileRow]:
    """Yield the rows below the header, without empty ones. encoding: of a CSV file. Raises OperatorError."""
    try:
        is_workbook = xlsx_reader.is_workbook(path)
    except OSError as problem:
        raise ImportProblem("unreadable", path=str(path), why=str(problem.strerror)) from None
    if is_workbook:
        return file_columns.rows_of(path, xlsx_reader.rows(path), wanted, padded=True)
    return csv_reader.read_columns(path, wanted, encoding=encoding)
