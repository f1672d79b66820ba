"""Reads workbooks (XLSX) of operators: the rows of the first sheet in view that has any."""

import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from bot.runtime import file_cells
from bot.runtime.import_words import ImportProblem
from bot.services.importing.rows import CellFault

XLSX, OLD_XLS = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis"  # The first entry of its archive, which is not packed.
MAX_UNPACKED = 1 << 30  # Bytes.
# A large part of a workbook that unfolds to more than this is no register: tables unfold to ten or twenty times.
LARGE, MAX_RATIO = 1 << 24, 200

Row = tuple[int, list[str | CellFault]]


def is_workbook(path: Path) -> bool:
    """Return whether a file is a workbook, by its content. Raises OSError, and ImportProblem for other formats."""
    with path.open("rb") as file:
        begin = file.read(100)
    if begin.startswith(OLD_XLS) or _OPEN_DOCUMENT in begin:
        raise ImportProblem("other-workbook", path=str(path), format=".xls" if begin.startswith(OLD_XLS) else ".ods")
    return begin.startswith(XLSX)


def rows(path: Path) -> Iterator[Row]:
    """Yield the rows with their numbers, from 1; empty ones too. Raises ImportProblem."""
    with path.open("rb") as file:
        for number, cells in enumerate(_rows(path, _sheet(path, file)), start=1):
            yield number, [_value(cell) for cell in cells]


def _rows(path: Path, sheet: Any) -> Iterator[Any]:
    """Yield the rows. They are unpacked as they are read, so damage may come up at each. Raises ImportProblem."""
    found = sheet.iter_rows()
    while True:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # Of dates out of range, which are told as errors of their cells.
                cells = next(found, None)
        except Exception:  # As in _sheet.
            raise ImportProblem("not-xlsx", path=str(path)) from None
        if cells is None:
            return
        yield cells


def _sheet(path: Path, file: BinaryIO) -> Any:
    """Return the first sheet in view that holds anything: nobody has looked at what is hidden."""
    from openpyxl.utils.datetime import CALENDAR_MAC_1904  # Slow to import, and seldom needed.

    try:
        book = _book(path, file)
        sheet = next((each for each in book.worksheets if _is_in_view(each) and _has_cells(each)), None)
    except ImportProblem:
        raise
    except Exception:  # The library raises whatever a broken archive or XML leads to.
        raise ImportProblem("not-xlsx", path=str(path)) from None
    if sheet is None:
        raise ImportProblem("no-sheet", path=str(path))
    if book.epoch == CALENDAR_MAC_1904:
        raise ImportProblem("dates-of-1904", path=str(path))
    return sheet


def _book(path: Path, file: BinaryIO) -> Any:
    from openpyxl import load_workbook

    with zipfile.ZipFile(file) as archive:
        entries = archive.infolist()
        if sum(entry.file_size for entry in entries) > MAX_UNPACKED or any(_unfolds(entry) for entry in entries):
            raise ImportProblem("too-large-unpacked", path=str(path))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Of styles and extensions that are not read.
        return load_workbook(file, read_only=True, data_only=True)


def _unfolds(entry: zipfile.ZipInfo) -> bool:
    return entry.file_size > LARGE and entry.file_size > MAX_RATIO * entry.compress_size


def _is_in_view(sheet: Any) -> bool:
    return bool(sheet.sheet_state == "visible")


def _has_cells(sheet: Any) -> bool:
    sheet.reset_dimensions()  # What a file says of its size is often wrong.
    return any(cell.value not in (None, "") for row in sheet.iter_rows(max_row=5) for cell in row)


def _value(cell: Any) -> str | CellFault:
    if getattr(cell, "data_type", "") == "e":
        return CellFault("cell-error", cell=str(cell.value))
    return file_cells.from_value(cell.value)
