"""What the operator reads about a fault of the database: its cause in closed words, and what to do.

SQLite answers a full disk with an I/O error when its shared memory cannot grow, and a folder that is read-only with a
file that it cannot open. So the disk is asked, too.
"""

import os
import shutil
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from bot.program_name import PROGRAM
from storage.database.faults import FaultCause, cause_of

# SQLite's shared memory grows by so much.
MIN_FREE_BYTES = 65_536
ADVICE: dict[FaultCause | None, str] = {
    FaultCause.MALFORMED: f"The store is damaged: restore a backup with {PROGRAM} restore FILE.",
    FaultCause.DISK_FULL: "Free some space.",
    FaultCause.LOCKED: "Another program holds the database; stop it.",
    FaultCause.READ_ONLY: "Let the user of the desk write to the database and its folder; on PostgreSQL, "
    "name the server that takes writes.",
    FaultCause.IO_ERROR: "Check the disk.",
    FaultCause.OUT_OF_MEMORY: "Give this machine, or the database server, more memory.",
    FaultCause.NO_CONNECTION: "Start the database server, or correct CHEZHU_DATABASE_URL (host, name, user, password).",
    FaultCause.NO_PERMISSION: "The role in CHEZHU_DATABASE_URL must own the schema and every table and sequence in it.",
    FaultCause.CANNOT_OPEN: "The user of the desk must own the database, its folder and the files beside it.",
}
UNCLEAR = (FaultCause.IO_ERROR, FaultCause.CANNOT_OPEN)


def cause_at(url: str, problem: BaseException) -> FaultCause | None:
    """Return what is wrong with the database at this URL, and with its disk, if this problem is a fault of it."""
    cause = cause_of(problem)
    folder = _folder(url)
    if cause not in UNCLEAR or folder is None:
        return cause
    if shutil.disk_usage(folder).free < MIN_FREE_BYTES:
        return FaultCause.DISK_FULL
    return cause if os.access(folder, os.W_OK) else FaultCause.READ_ONLY


def advice_for(cause: FaultCause | None) -> str:
    """Return what to do, as a sentence."""
    return ADVICE.get(cause, "Check CHEZHU_DATABASE_URL.")


def _folder(url: str) -> Path | None:
    """Return the folder of an SQLite file, None if there is none."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        return None
    folder = Path(parsed.database or "").parent
    return folder if parsed.get_backend_name() == "sqlite" and folder.is_dir() else None
