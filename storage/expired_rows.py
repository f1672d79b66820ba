"""Retention: deletes expired rows that need not be retained, in batches.

Each query uses an index that covers, or is ordered by, the moment of expiry.
"""

from datetime import datetime

from sqlalchemy import select, text
from sqlmodel import Session, SQLModel

from storage.certificates.live_views import LiveView
from storage.database import table_of
from storage.engine.timers import Timer
from storage.filing.vehicle_codes import VehicleCode
from storage.identity.sms_codes import SmsCode

# Table, column of the moment, further condition. Used vehicle codes stay: they record how a filing was made.
EXPIRING: tuple[tuple[type[SQLModel], str, str], ...] = (
    (SmsCode, "sent_at", "1 = 1"),
    (LiveView, "until", "1 = 1"),
    (Timer, "due_at", "state <> 'set'"),
    (VehicleCode, "expires_at", "status <> 'used'"),
)


def delete_expired(session: Session, *, before: datetime, limit: int = 500) -> int:
    """Delete rows that expired before this moment, at most `limit` of each table. Returns how many."""
    deleted = 0
    for kind, moment, condition in EXPIRING:
        table = table_of(kind)
        old = select(table.c.id).where(table.c[moment] < before, text(condition)).limit(limit).scalar_subquery()
        deleted += session.connection().execute(table.delete().where(table.c.id.in_(old))).rowcount
    return deleted
