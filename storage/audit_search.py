"""Searches in the audit: what was done last, about whom, and by whom."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlmodel import Session, col

from storage.audit import Action, AuditEntry
from storage.database import table_of

MAX_LOOKBACK = 100_000
_audit = table_of(AuditEntry)


def first_moment(session: Session) -> datetime | None:
    """Return when the first entry was written."""
    return session.connection().execute(select(_audit.c.at).order_by(_audit.c.id).limit(1)).scalar()


def actors(session: Session, action: Action, *, on: UUID) -> list[UUID]:
    """Return who has done this to a row, each once."""
    query = select(_audit.c.by).where(_audit.c.action == action.value, _audit.c.on == on, _audit.c.by.is_not(None))
    return list(session.connection().execute(query.distinct()).scalars())


def about(session: Session, ids: Sequence[UUID], *, limit: int = 1000) -> list[AuditEntry]:
    """Return the entries about these ids, as actor or as object, newest first."""
    query = select(AuditEntry).where(or_(col(AuditEntry.by).in_(ids), col(AuditEntry.on).in_(ids)))
    return list(session.execute(query.order_by(col(AuditEntry.id).desc()).limit(limit)).scalars())


def latest(
    session: Session, *, limit: int, before: int | None = None, thing: str = "", on: Sequence[UUID] | None = None
) -> list[AuditEntry]:
    """Return the newest entries before this number: about one kind of thing, or about these rows.

    With a thing, only the newest MAX_LOOKBACK numbers are searched: the query stays fast as the table grows.
    """
    query = select(AuditEntry) if before is None else select(AuditEntry).where(col(AuditEntry.id) < before)
    if on is not None:
        query = query.where(col(AuditEntry.on).in_(on))
    if thing:
        newest = session.connection().execute(select(func.max(_audit.c.id))).scalar() or 0
        since = min(newest, before or newest) - MAX_LOOKBACK
        query = query.where(col(AuditEntry.action).startswith(f"{thing}:", autoescape=True), col(AuditEntry.id) > since)
    return list(session.execute(query.order_by(col(AuditEntry.id).desc()).limit(limit)).scalars())
