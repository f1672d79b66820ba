"""Reads entries of the audit with the numbers of their links, for an export."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, or_, select
from sqlmodel import Session

from storage.audit import AuditEntry
from storage.audit_chain import AuditChainLink
from storage.database import table_of

_audit = table_of(AuditEntry)
_links = table_of(AuditChainLink)


@dataclass(frozen=True, slots=True)
class AuditSelection:
    """Which entries: from `since`, before `until`, of one kind of thing, by or about one of these ids. None: all."""

    since: datetime | None = None
    until: datetime | None = None
    thing: str = ""
    about: Collection[UUID] | None = None


def selected(session: Session, which: AuditSelection) -> Iterator[Row[Any]]:
    """Yield the entries in the order of writing. position: the number of the link, None if it has none yet."""
    query = select(_links.c.position, _audit).join_from(_audit, _links, _links.c.entry_id == _audit.c.id, isouter=True)
    if which.since is not None:
        query = query.where(_audit.c.at >= which.since)
    if which.until is not None:
        query = query.where(_audit.c.at < which.until)
    if which.thing:
        query = query.where(_audit.c.action.startswith(f"{which.thing}:", autoescape=True))
    if which.about is not None:
        query = query.where(or_(_audit.c.by.in_(which.about), _audit.c.on.in_(which.about)))
    options = {"yield_per": 1000}
    with session.connection().execute(query.order_by(_audit.c.id), execution_options=options) as rows:
        yield from rows
