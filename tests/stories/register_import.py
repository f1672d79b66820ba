"""Imports files of the register in the process of the test, as the desk does in one of its own."""

import asyncio
import json
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from bot.cli import import_report
from bot.services.importing.kinds import ImportKind
from bot.tasks.dependencies import ImportOutcome
from storage.database import Database


async def import_in_process(
    database: Database, clock: Callable[[], datetime], kind: ImportKind, content: bytes, dry_run: bool, language: str
) -> ImportOutcome:
    """Import a file, or check it. Returns what the process would."""
    return await asyncio.to_thread(_import, database, clock(), kind, content, dry_run, language)


def _import(
    database: Database, now: datetime, kind: ImportKind, content: bytes, dry_run: bool, language: str
) -> ImportOutcome:
    with tempfile.TemporaryDirectory() as folder:
        path, said = Path(folder) / f"{kind}.csv", list[str]()
        path.write_bytes(content)
        result = Path(folder) / "result.json"
        code = import_report.import_or_check(
            database, kind, path, now=now, say=said.append, warn=said.append, dry_run=dry_run, language=language,
            result=result,
        )  # fmt: skip
        return ImportOutcome(code, "\n".join(said).replace(f"{folder}/", ""), json.loads(result.read_text()))
