"""Audit seals (hash chain): one link for each entry of the audit, which reveals later tampering.

A housekeeping job extends it outside the turns, so that turns do not wait for each other.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, func, select
from sqlmodel import Session, SQLModel

from storage.audit import AuditEntry
from storage.database import big_integer, table_of
from storage.retention import without_personal_data


class AuditChainLink(SQLModel, table=True):
    """One link of the hash chain over the entries, in the order of `position`."""

    __tablename__ = "audit_seals"

    position: int = big_integer(primary_key=True)
    entry_id: int = big_integer(unique=True)
    hash: str


without_personal_data(AuditChainLink, "hashes over the audit")


_audit = table_of(AuditEntry)
_links = table_of(AuditChainLink)
# Each round looks at so many of the newest numbers, and at a window of so many older ones.
NEWEST = 10_000
WINDOW = 5_000


@dataclass
class ChainCursor:
    """The lowest number looked at by the windows so far; they go down from the newest numbers, and begin again."""

    before: int = 0


def extend_chain(session: Session, cursor: ChainCursor | None = None, *, limit: int = 1000) -> int:
    """Add links for entries that have none. Returns how many. Only one process may run it at a time.

    An entry can commit after one with a higher number. So the newest numbers are looked at every time, and all others
    window by window: however late an entry commits, it gets its link.
    """
    newest = session.connection().execute(select(func.max(_links.c.entry_id))).scalar() or 0
    unlinked = _unlinked(session, newest - NEWEST, None, limit)
    if cursor is not None:
        top = cursor.before if 0 < cursor.before <= newest - NEWEST else newest - NEWEST + 1
        unlinked = [*_unlinked(session, top - 1 - WINDOW, top, limit), *unlinked][:limit]
        cursor.before = max(0, top - WINDOW)
    position, last = _last_link(session)
    links = []
    for row in unlinked:
        position, last = position + 1, _link(last, row)
        links.append({"position": position, "entry_id": row.id, "hash": last})
    if links:
        session.connection().execute(_links.insert(), links)
    return len(links)


def _unlinked(session: Session, after: int, before: int | None, limit: int) -> Sequence[Row[Any]]:
    """Return the first entries without a link between these numbers, both excluded."""
    query = select(_audit).where(_audit.c.id > after)
    if before is not None:
        query = query.where(_audit.c.id < before)
    missing = ~select(1).where(_links.c.entry_id == _audit.c.id).exists()
    return session.connection().execute(query.where(missing).order_by(_audit.c.id).limit(limit)).all()


def first_broken_link(session: Session) -> int | None:
    """Verify the chain from its beginning. Returns the position of the first invalid link, None if all are valid."""
    last = ""
    rows = select(_links.c.position, _links.c.hash, _audit).join(_audit, _audit.c.id == _links.c.entry_id, isouter=True)
    options = {"yield_per": 1000}
    with session.connection().execute(rows.order_by(_links.c.position), execution_options=options) as found:
        for expected, row in enumerate(found, start=1):
            last = _link(last, row) if row.id is not None else ""
            if row.position != expected or row.hash != last:
                return int(row.position)
    return None


def _last_link(session: Session) -> tuple[int, str]:
    top = select(_links.c.position, _links.c.hash).order_by(_links.c.position.desc()).limit(1)
    found = session.connection().execute(top).first()
    return (found.position, found.hash) if found else (0, "")


def _link(last: str, row: Any) -> str:
    content = "|".join([last, str(row.id), row.at.isoformat(), row.action, str(row.by), str(row.on), row.details])
    return hashlib.sha256(content.encode()).hexdigest()


def chain_length(session: Session) -> int:
    """Return how many entries the chain covers."""
    return _last_link(session)[0]
