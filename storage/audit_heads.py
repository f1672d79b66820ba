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
    """Return the head given outside last."""
    return session.execute(select(AuditHead).order_by(col(AuditHead.day).desc()).limit(1)).scalars().first()


def every(session: Session) -> Sequence[AuditHead]:
    """Return the heads, first to last."""
    return list(session.execute(select(AuditHead).order_by(col(AuditHead.day))).scalars())
