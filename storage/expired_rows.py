"""Spent rows: what has done its work, is nobody's evidence, and would grow for ever. Deleted after a while.

Each is asked by an index that holds, or is ordered by, the moment from which on the row is of no use.
"""

from datetime import datetime

from sqlalchemy import Table, select, text
from sqlmodel import Session, SQLModel

from storage.certificates.live_views import Presentation
from storage.engine.timers import Timer
from storage.filing.vehicle_codes import VehicleCode
from storage.identity.sms_codes import Code

KINDS: tuple[tuple[type[SQLModel], str, str], ...] = (
    (Code, "sent_at", "1 = 1"),
    (Presentation, "until", "1 = 1"),
    (Timer, "due_at", "state <> 'set'"),
    (VehicleCode, "expires_at", "status <> 'used'"),
)
"""The table, the moment that counts, and what must hold besides: a used vehicle code tells how a filing came."""


def forget(session: Session, *, before: datetime, most: int = 500) -> int:
    """Delete rows that were spent before this moment, up to `most` of each kind. Returns how many."""
    deleted = 0
    for kind, moment, holds in KINDS:
        table: Table = kind.__table__  # type: ignore[attr-defined]
        old = select(table.c.id).where(table.c[moment] < before, text(holds)).limit(most).scalar_subquery()
        deleted += session.connection().execute(table.delete().where(table.c.id.in_(old))).rowcount
    return deleted
