"""Imports files of the register in the process of the test, as the desk does in one of its own."""

import asyncio
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from bot.cli import import_csv
from bot.runtime.operator_error import OperatorError
from bot.services.importing.kinds import ImportKind
from storage.database import Database


async def import_in_process(
    database: Database, clock: Callable[[], datetime], kind: ImportKind, content: bytes, dry_run: bool
) -> tuple[int, str]:
    """Import a file, or check it. Returns what the process would: the exit code, and what it says."""
    return await asyncio.to_thread(_import, database, clock(), kind, content, dry_run)


def _import(database: Database, now: datetime, kind: ImportKind, content: bytes, dry_run: bool) -> tuple[int, str]:
    run = import_csv.dry_run if dry_run else import_csv.import_file
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{kind}.csv"
        path.write_bytes(content)
        try:
            counts = run(database, kind, path, now=now)
        except OperatorError as error:
            return error.exit_code, str(error)
    return 0, f"{kind}: " + ", ".join(f"{counts[change]} {change}" for change in import_csv.COUNTED)
