"""Reads what happened from the audit, by the numbers of its chain: without gaps, and in the order of their sealing.

An entry gets its number after its commit, so whoever has read up to a number misses none that commits later.
"""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Row, select
from sqlmodel import Session

from storage import audit_chain
from storage.audit import Action, AuditEntry
from storage.audit_chain import AuditChainLink
from storage.database import table_of

_audit = table_of(AuditEntry)
_links = table_of(AuditChainLink)
# So many numbers are looked at together, however few of them are wanted.
WINDOW = 2_000


def after(
    session: Session, position: int, actions: Collection[Action], *, limit: int
) -> tuple[Sequence[Row[Any]], int, int]:
    """Return the next entries of these actions, the position to go on from, and the last position of the chain.

    The entries have position and hash of their links. A position beyond the end (after a restore) goes on at the end.
    """
    end = audit_chain.chain_length(session)
    last = min(position + WINDOW, end)
    query = select(_links.c.position, _links.c.hash, _audit).join_from(_links, _audit, _links.c.entry_id == _audit.c.id)
    query = query.where(_links.c.position > position, _links.c.position <= last, _audit.c.action.in_(actions))
    found = session.connection().execute(query.order_by(_links.c.position).limit(limit)).all()
    return found, found[-1].position if len(found) == limit else last, end
