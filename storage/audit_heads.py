"""The heads of the audit that were given outside: one a day, signed, at /keys and to the admins.

A head names the last link of the chain. Whoever keeps one finds out whether the chain before it was exchanged, even by
somebody who has the whole database.
"""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Field, Session, col, select

from storage.database import UuidRow, big_integer, instant
from storage.retention import without_personal_data


class AuditHead(UuidRow, table=True):
    """One head: the position and hash of the last link on a day, and the signed document that says so."""

    __tablename__ = "audit_heads"

    day: date = Field(unique=True)
    position: int = big_integer()
    hash: str
    at: datetime = instant()
    document: str


without_personal_data(AuditHead, "hashes over the audit, signed and published")


def newest(session: Session) -> AuditHead | None:
    """Return the head given outside last: that of the furthest link, as a wrong clock may have named any day."""
    order = col(AuditHead.position).desc(), col(AuditHead.day).desc()
    return session.execute(select(AuditHead).order_by(*order).limit(1)).scalars().first()


def is_given(session: Session, day: date) -> bool:
    """Return whether a day has its head."""
    return session.execute(select(AuditHead.id).where(col(AuditHead.day) == day)).first() is not None


def every(session: Session) -> Sequence[AuditHead]:
    """Return the heads, first to last."""
    return list(session.execute(select(AuditHead).order_by(col(AuditHead.day))).scalars())
