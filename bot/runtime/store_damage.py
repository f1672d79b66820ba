"""Finds damage in the file of an SQLite store before a desk opens it. PostgreSQL finds it by its own checksums."""

import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import make_url

from bot.program_name import PROGRAM
from bot.runtime.operator_error import WrongConfiguration
from storage.database.faults import FaultCause, cause_of

LOCK_SECONDS = 5.0


def refuse(url: str) -> None:
    """Check that the store at this URL, if there is one, is whole. Raises WrongConfiguration, sqlite3.Error.

    A page that no turn of the first minutes reads would otherwise be noticed when it is needed, and missing in every
    backup since then: a backup copied over a store beside whose file a -wal was left does that.
    """
    parsed = make_url(url)
    store = Path(parsed.database or "")
    if parsed.get_backend_name() == "sqlite" and store.exists() and (damage := damage_of(store)):
        raise WrongConfiguration(f"The store is damaged: {damage}. Restore a backup: {PROGRAM} restore FILE")


def damage_of(store: Path) -> str:
    """Return what is damaged in the store of a desk, "" if nothing is. It reads the store once, without its indexes.

    Raises sqlite3.Error for every other fault: a full disk, a lock or a read-only folder damages nothing.
    """
    address = f"file:{quote(str(store))}?mode=rw"
    try:
        with closing(sqlite3.connect(address, uri=True, timeout=LOCK_SECONDS)) as opened:
            found = str(opened.execute("PRAGMA quick_check(1)").fetchone()[0])
    except sqlite3.Error as problem:
        if cause_of(problem) is not FaultCause.MALFORMED:
            raise
        return str(problem)
    return "" if found == "ok" else found.splitlines()[-1]
