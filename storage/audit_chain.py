"""The hash chain over the audit, which reveals later tampering.

A housekeeping job extends it outside the turns, so that turns do not wait for each other.
"""

import hashlib
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, SQLModel

from storage.audit import AuditEntry
from storage.database import big_integer, table_of


class AuditChainLink(SQLModel, table=True):
    """One link of the hash chain over the entries, in the order of `position`."""

    __tablename__ = "audit_seals"

    position: int = big_integer(primary_key=True)
    entry_id: int = big_integer(unique=True)
    hash: str


_audit = table_of(AuditEntry)
_links = table_of(AuditChainLink)
MAX_COMMIT_DELAY = 10_000


def extend_chain(session: Session, *, limit: int = 1000) -> int:
    """Add links for entries that have none. Returns how many. Only one process may run it at a time.

    An entry can commit after one with a higher number, so the newest MAX_COMMIT_DELAY numbers are checked again.
    """
    position, last = _last_link(session)
    newest = session.connection().execute(select(func.max(_links.c.entry_id))).scalar() or 0
    unlinked = (
        select(_audit)
        .where(_audit.c.id > newest - MAX_COMMIT_DELAY, ~select(1).where(_links.c.entry_id == _audit.c.id).exists())
        .order_by(_audit.c.id)
        .limit(limit)
    )
    links = []
    for row in session.connection().execute(unlinked).all():
        position, last = position + 1, _link(last, row)
        links.append({"position": position, "entry_id": row.id, "hash": last})
    if links:
        session.connection().execute(_links.insert(), links)
    return len(links)


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
