"""A plugin of pytest for the tests of version 0.1.0: copies a store when a commit brings a state that none had before.

It runs in the tree of that version, and imports nothing of this one. Beside each copy lies a file with the new states.
"""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import event
from sqlmodel import Session

FOLDER = Path(os.environ["STATES_FOLDER"])
STATES = {
    "step": "SELECT flow, step FROM conversations WHERE step <> ''",
    "event": "SELECT DISTINCT source, state FROM inbox",
    "delivery": "SELECT DISTINCT channel, policy, state FROM outbox",
    "timer": "SELECT DISTINCT kind, state FROM timers",
}
_seen: set[str] = set()


@event.listens_for(Session, "after_commit")
def note(session: Session) -> None:
    """Copy the store of this session if it has a state that no store had before."""
    url = session.get_bind().engine.url
    if not url.drivername.startswith("sqlite") or not url.database:
        return
    with closing(sqlite3.connect(url.database)) as store:
        try:
            found = {f"{what} {' '.join(row)}" for what, query in STATES.items() for row in store.execute(query)}
        except sqlite3.OperationalError:  # It has no such tables.
            return
        if new := found - _seen:
            path = FOLDER / f"{len(_seen):04}.db"
            _seen.update(new)
            with closing(sqlite3.connect(path)) as copy:
                store.backup(copy)
            path.with_suffix(".txt").write_text("\n".join(sorted(new)), encoding="utf-8")
