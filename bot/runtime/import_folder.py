"""The watched folder: each file (XLSX, CSV) that is put there is imported by a process of its own, one after another.

people-november.csv ──► people-november.csv.importing ──► done/, partial/ or failed/, with a report beside it

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
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime
from itertools import chain, count
from pathlib import Path

import bot
from bot.runtime import complete_files, private_files
from bot.runtime.operator_error import PARTIAL_IMPORT
from bot.services.importing.kinds import ImportKind
from bot.tasks.dependencies import ImportOutcome, ImportRequest

log = logging.getLogger("chezhu.import")

WORKING = ".importing"
SUFFIXES = (".csv", ".tsv", ".xlsx")  # Spreadsheets lay ~$… or .~lock… beside a file that they have open.
BUSY_EXIT = 75  # EX_TEMPFAIL: another import is in progress.
KINDS = (ImportKind.PEOPLE, ImportKind.ORGANISATIONS, ImportKind.VEHICLES, ImportKind.VIOLATIONS)
NO_KIND = (
    "Nothing was imported: the name of the file has to begin with its kind, people, organisations, vehicles or "
    "violations, for example people-november.csv. Staff are imported on the command line only.\n"
)
NO_FILE = "Nothing was imported: this is no file, but a folder or something else.\n"
LINK = (
    "Nothing was imported: this is a link, and what it leads to stands elsewhere. Copy the file itself here under "
    "another name, such as people.csv.part, and rename it when it is complete.\n"
)

_FOLDERS = {0: "done", PARTIAL_IMPORT: "partial"}
FAILED = "failed"

# Imports a file of a kind. Returns the exit code and what was said.
RunImport = Callable[[ImportKind, Path], Awaitable[tuple[int, str]]]


async def import_content(how: ImportRequest, content: bytes) -> ImportOutcome:
    """Import a file that came by the chat, or check it, in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="chezhu-import-") as folder:
        path = Path(folder) / f"{how.kind.value}.csv"
        path.touch(mode=0o600)
        await asyncio.to_thread(path.write_bytes, content)
        result = Path(folder) / "result.json"
        options = [*(["--dry-run"] if how.dry_run else []), *(["--good-rows"] if how.good_rows else [])]
        code, said = await run_process(how.kind, path, f"--language={how.language}", f"--result={result}", *options)
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


async def run_good_rows(kind: ImportKind, path: Path) -> tuple[int, str]:
    """Import the right rows of a file, although others are wrong."""
    return await run_process(kind, path, "--good-rows")


def put_back(folder: Path) -> None:
    """Offer files again whose import ended with the process that ran it: what was imported changes nothing again."""
    for path in folder.glob(f"*{WORKING}"):
        _offer_again(path)


async def import_next(folder: Path, *, now: datetime, run: RunImport = run_process) -> bool:
    """Import the next file of the folder, if there is one. Returns whether there was."""
    path = _next(folder) if _has_own_folders(folder) else None
    if path is None:
        return False
    kind = _kind_of(path)
    working = path.with_name(path.name + WORKING)
    try:
        move(path, working)
    except (FileNotFoundError, FileExistsError):
        return False  # Another process was faster.
    refusal = _refusal(kind, working)
    code, said = (2, refusal) if kind is None or refusal else await run(kind, working)
    if code == BUSY_EXIT:
        _offer_again(working)
        return False
    put_in = _FOLDERS.get(code, FAILED)
    _put_away(working, path.name, folder / put_in, said, now=now)
    told = {"kind": kind and kind.value, "exit_code": code, "put_in": put_in}
    log.info("file of the watched folder read", extra=told)
    return True


def move(path: Path, target: Path) -> None:
    """Rename a file. Raises FileExistsError instead of replacing another one."""
    try:
        os.link(path, target, follow_symlinks=False)
    except (FileExistsError, FileNotFoundError):
        raise
    except OSError:  # A folder, or a file system without links.
        if os.path.lexists(target):
            raise FileExistsError(target) from None
        path.rename(target)
    else:
        path.unlink()


def _has_own_folders(folder: Path) -> bool:
    """Return whether files are put away in this folder. A link would lead them, with personal data, somewhere else."""
    links = [name for name in (*_FOLDERS.values(), FAILED) if (folder / name).is_symlink()]
    if links:
        log.error("nothing is imported: these folders of the watched folder are links", extra={"folders": links})
    return not links


def _refusal(kind: ImportKind | None, path: Path) -> str:
    if kind is None:
        return NO_KIND
    if path.is_symlink():
        return LINK
    return "" if path.is_file() else NO_FILE


def _offer_again(working: Path) -> None:
    """Give a file its name back. If a newer one has it, it gets one that comes before: people-1.csv, people.csv."""
    path = working.with_name(working.name.removesuffix(WORKING))
    names = chain([path.name], (f"{path.stem}-{number}{path.suffix}" for number in count(1)))
    for name in names:
        with suppress(FileExistsError):
            move(working, path.with_name(name))
            return


def _next(folder: Path) -> Path | None:
    """Return the first file that is complete: kinds in their order, then by name."""
    names = {path.name for path in folder.iterdir()}
    found = [folder / name for name in names if name.lower().endswith(SUFFIXES) and not name.startswith((".", "~$"))]
    known = [path for path in found if path.name + WORKING not in names and complete_files.is_complete(path)]
    return min(known, key=lambda path: (_order(path), path.name), default=None)


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
    with suppress(OSError):  # A link or a folder; or somebody else's file, which they may let others read.
        private_files.take_from_others(path)
    move(path, target)
