"""Watches the entries of the audit that this process has committed, until each has its link in the chain.

What is sealed, the chain proves. An entry that is removed before that leaves no gap: numbers may have gaps, and turns
share nothing by which one could count the entries of others. So whoever wrote it remembers it for so long.
"""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import func, select
from sqlmodel import Session

from storage.audit import AuditEntry
from storage.audit_chain import NEWEST, AuditChainLink
from storage.database import table_of

# An entry that is not seen for so long is removed: what is committed is seen at once, but by replicas later.
PATIENCE = timedelta(seconds=30)
MAX_ENTRIES = 100_000
LATE, LATEST = 1_000, 1_000_000

_audit, _links = table_of(AuditEntry), table_of(AuditChainLink)


@dataclass
class AuditWatch:
    """The marks of entries that have no link yet, with the moment of their commit.

    late: entries commit within so many later numbers, and very rarely within LATEST.
    """

    clock: Callable[[], float] = time.monotonic
    max_entries: int = MAX_ENTRIES
    late: int = LATE
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)
    _unsealed: dict[str, float] = field(default_factory=dict, init=False)
    _lowest: int | None = field(default=None, init=False)

    def __call__(self, marks: Sequence[str]) -> None:
        """Remember entries that are committed now. Beyond a maximum the oldest are forgotten."""
        now = self.clock()
        with self._lock:
            self._unsealed.update(dict.fromkeys(marks, now))
            for mark in list(self._unsealed)[: max(0, len(self._unsealed) - self.max_entries)]:
                del self._unsealed[mark]

    def removed(self, session: Session) -> int:
        """Return how many entries are gone that had no link yet, each once."""
        with self._lock:
            waiting = dict(self._unsealed)
        if not waiting:
            return 0
        sealed, present = self._seen(session, waiting)
        due = self.clock() - PATIENCE.total_seconds()
        missing = [mark for mark, at in waiting.items() if mark not in present and at < due]
        late = self._late(session, missing)
        gone = set(missing) - late
        with self._lock:
            for mark in sealed | late | gone:
                self._unsealed.pop(mark, None)
        return len(gone)

    def _seen(self, session: Session, waiting: dict[str, float]) -> tuple[set[str], set[str]]:
        """Return which of these have a link, and which are among the newest entries."""
        newest = _newest(session)
        lowest = min(newest, self._lowest if self._lowest is not None else newest - NEWEST) - self.late
        rows = select(_audit.c.id, _audit.c.mark, _links.c.position).join(
            _links, _links.c.entry_id == _audit.c.id, isouter=True
        )
        found = [row for row in session.connection().execute(rows.where(_audit.c.id > lowest)) if row.mark in waiting]
        self._lowest = min((row.id for row in found if row.position is None), default=newest)
        return {row.mark for row in found if row.position is not None}, {row.mark for row in found}

    def _late(self, session: Session, missing: Sequence[str]) -> set[str]:
        """Return which of these have a much lower number: they were committed long after it was given out."""
        if not missing:
            return set()
        query = select(_audit.c.mark).where(_audit.c.mark.in_(missing), _audit.c.id > _newest(session) - LATEST)
        return set(session.connection().execute(query).scalars())


def _newest(session: Session) -> int:
    return session.connection().execute(select(func.max(_audit.c.id))).scalar() or 0
