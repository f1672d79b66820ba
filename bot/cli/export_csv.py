"""Exports the register and payments as CSV. Register files have the columns of their import.

Cells that a spreadsheet would take for a formula are escaped by an apostrophe, which the import removes.
"""

import csv
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TextIO

from sqlmodel import Session

from bot.runtime.operator_error import not_written
from bot.services.importing.kinds import ImportKind
from bot.services.importing.registry import IMPORTERS
from bot.services.payments import ledger_export
from bot.services.values import csv_safety
from storage import audit


def export_register(session: Session, kind: ImportKind, path: Path, *, now: datetime, all_columns: bool = False) -> int:
    """Write a kind to a file and record it in the audit. Returns the number of rows. Raises OperatorError."""
    importer = IMPORTERS[kind]
    columns = importer.row.columns() if all_columns else importer.row.required()
    count = 0
    with private_file(path) as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore")
        writer.writeheader()
        for cells in importer.export_rows(session):
            writer.writerow({name: csv_safety.escape(text) for name, text in cells.items()})
            count += 1
    audit.record(session, audit.Action.REGISTER_EXPORTED, by=None, on=None, at=now, kind=kind.value, rows=count)
    return count


def export_payments(session: Session, path: Path, since: date, until: date, *, now: datetime) -> int:
    """Write the payments from `since` to `until`, inclusive, for bookkeeping, and record it in the audit.

    Returns the number of rows. Raises OperatorError.
    """
    with private_file(path, encoding="utf-8-sig") as file:  # Spreadsheets recognise UTF-8 by its byte order mark.
        count = ledger_export.write(session, file, since, until)
    days = {"since": str(since), "until": str(until)}
    audit.record(session, audit.Action.PAYMENTS_EXPORTED, by=None, on=None, at=now, rows=count, **days)
    return count


@contextmanager
def private_file(path: Path, *, encoding: str = "utf-8") -> Iterator[TextIO]:
    """Open a file that only its owner can read. Raises OperatorError if it cannot be written."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding=encoding, newline="") as file:
            yield file
    except OSError as problem:
        raise not_written(path, problem) from None
