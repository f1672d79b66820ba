"""Retention: deletes expired rows that need not be retained, in batches.

Each query uses an index that covers, or is ordered by, the moment of expiry.
"""

from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session

from storage import retention, schema
from storage.retention import RetentionPeriod


def delete_expired(session: Session, *, before: datetime, limit: int = 500) -> int:
    """Delete rows that expired before this moment, at most `limit` of each table. Returns how many."""
    deleted = 0
    for table, condition in retention.declared(schema.metadata, RetentionPeriod.EXPIRED_ROW_DAYS):
        old = select(table.c.id).where(condition(table, before)).limit(limit).scalar_subquery()
        deleted += session.connection().execute(table.delete().where(table.c.id.in_(old))).rowcount
    return deleted
