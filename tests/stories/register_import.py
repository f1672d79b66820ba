"""Imports files of the register in the process of the test, as the desk does in one of its own."""

import asyncio
import json
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from bot.cli import import_report
from bot.tasks.dependencies import ImportOutcome, ImportRequest
from storage.database import Database


async def import_in_process(
    database: Database, clock: Callable[[], datetime], how: ImportRequest, content: bytes
) -> ImportOutcome:
    """Import a file, or check it. Returns what the process would."""
    return await asyncio.to_thread(carry_out, database, clock(), how, content)


def carry_out(database: Database, now: datetime, how: ImportRequest, content: bytes) -> ImportOutcome:
    """Import a file, or check it, and return what the process would."""
    with tempfile.TemporaryDirectory() as folder:
        path, said = Path(folder) / f"{how.kind}.csv", list[str]()
        path.write_bytes(content)
        result = Path(folder) / "result.json"
        code = import_report.import_or_check(
            database, how.kind, path, now=now, say=said.append, warn=said.append, dry_run=how.dry_run,
            language=how.language, result=result, good_rows=how.good_rows,
        )  # fmt: skip
        return ImportOutcome(code, "\n".join(said).replace(f"{folder}/", ""), json.loads(result.read_text()))
