"""The watched folder: each CSV file that is put there is imported by a process of its own, one after another.

people-november.csv ──► people-november.csv.importing ──► done/ or failed/, with a report beside it

The name of a file begins with its kind. The process runs `import` of the command line: a large file takes neither
the desk's processor nor its memory, and one that dies leaves nothing half done.
"""

import asyncio
import json
import logging
import os
import re
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path

import bot
from bot.services.importing.kinds import ImportKind
from bot.tasks.dependencies import ImportOutcome

log = logging.getLogger("chezhu.import")

STABLE_SECONDS = 3.0
WORKING = ".importing"
BUSY_EXIT = 75  # EX_TEMPFAIL: another import is in progress.
KINDS = (ImportKind.PEOPLE, ImportKind.ORGANISATIONS, ImportKind.VEHICLES, ImportKind.VIOLATIONS)
NO_KIND = (
    "Nothing was imported: the name of the file has to begin with its kind, people, organisations, vehicles or "
    "violations, for example people-november.csv. Staff are imported on the command line only.\n"
)

# Imports a file of a kind. Returns the exit code and what was said.
RunImport = Callable[[ImportKind, Path], Awaitable[tuple[int, str]]]


async def import_content(kind: ImportKind, content: bytes, dry_run: bool, language: str) -> ImportOutcome:
    """Import a file that came by the chat, or check it, in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="chezhu-import-") as folder:
        path = Path(folder) / f"{kind.value}.csv"
        path.touch(mode=0o600)
        await asyncio.to_thread(path.write_bytes, content)
        result, options = Path(folder) / "result.json", (("--dry-run",) if dry_run else ())
        code, said = await run_process(kind, path, f"--language={language}", f"--result={result}", *options)
        counts = json.loads(result.read_text(encoding="utf-8")) if result.exists() else {}
    return ImportOutcome(code, said.replace(f"{folder}/", ""), counts)


async def run_process(kind: ImportKind, path: Path, *options: str) -> tuple[int, str]:
    """Import a file in a process of its own, with the settings of this one.

    It has the same priority: a slower one would hold SQLite's writer for longer.
    """
    command = [sys.executable, "-c", "from bot.cli.main import main; main()", "import", kind.value, str(path)]
    command += options
    found = [str(Path(bot.__file__).parents[1]), os.environ.get("PYTHONPATH", "")]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, found))}
    process = await asyncio.create_subprocess_exec(
        *command,
        env=environment,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        said, _ = await process.communicate()
    except asyncio.CancelledError:
        process.terminate()  # What it has staged is discarded by whoever looks next.
        raise
    return process.returncode or 0, said.decode(errors="replace")


def put_back(folder: Path) -> None:
    """Offer files again whose import ended with the process that ran it: what was imported changes nothing again."""
    for path in folder.glob(f"*{WORKING}"):
        path.rename(path.with_name(path.name.removesuffix(WORKING)))


async def import_next(folder: Path, *, now: datetime, run: RunImport = run_process) -> bool:
    """Import the next file of the folder, if there is one. Returns whether there was."""
    path = _next(folder)
    if path is None:
        return False
    kind = _kind_of(path)
    working = path.with_name(path.name + WORKING)
    try:
        path.rename(working)
    except FileNotFoundError:
        return False  # Another process was faster.
    code, said = await run(kind, working) if kind is not None else (2, NO_KIND)
    if code == BUSY_EXIT:
        working.rename(path)
        return False
    _put_away(working, path.name, folder / ("failed" if code else "done"), said, now=now)
    log.info("file of the watched folder imported", extra={"kind": kind and kind.value, "exit_code": code})
    return True


def _next(folder: Path) -> Path | None:
    """Return the first file that is complete: kinds in their order, then by name."""
    known = [path for path in folder.iterdir() if path.suffix.lower() == ".csv" and _is_stable(path)]
    return min(known, key=lambda path: (_order(path), path.name), default=None)


def _is_stable(path: Path) -> bool:
    try:
        return path.is_file() and not path.name.startswith(".") and time.time() - path.stat().st_mtime > STABLE_SECONDS
    except FileNotFoundError:
        return False


def _kind_of(path: Path) -> ImportKind | None:
    return next((kind for kind in KINDS if re.match(rf"{kind.value}(?![a-z])", path.name.lower())), None)


def _order(path: Path) -> int:
    kind = _kind_of(path)
    return -1 if kind is None else KINDS.index(kind)


def _put_away(path: Path, name: str, folder: Path, said: str, *, now: datetime) -> None:
    """Move a file to where the finished ones are, under the moment and its name, with a report beside it."""
    folder.mkdir(mode=0o700, exist_ok=True)
    target = folder / f"{now:%Y%m%d-%H%M%S-%f}-{name}"
    report = target.with_name(target.name + ".txt")
    report.touch(mode=0o600)
    report.write_text(said.replace(WORKING, ""), encoding="utf-8")
    path.rename(target)
