"""Share codes: what the holder of a certificate gives to a renter, an insurer or a buyer, for some days or one look."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import or_, update
from sqlmodel import Field, Session, SQLModel, col, select

from storage.database import add, instant
from storage.database.encryption import current_keyring


class Share(SQLModel, table=True):
    """One share code, kept as a keyed hash: the code itself was shown once. `tail`: its last two characters."""

    __tablename__ = "certificate_shares"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    code_index: str = Field(unique=True)
    tail: str
    vehicle_id: UUID = Field(foreign_key="vehicles.id", index=True)
    made_by: UUID = Field(foreign_key="people.id", index=True)
    made_at: datetime = instant()
    expires_at: datetime = instant()
    single_use: bool = False
    used_at: datetime | None = instant(default=None)
    revoked_at: datetime | None = instant(default=None)
    looks: int = 0

    def is_open(self, now: datetime) -> bool:
        """Whether the code still shows anything."""
        used_up = self.single_use and self.used_at is not None
        return self.revoked_at is None and now < self.expires_at and not used_up


def index(code: str) -> str:
    """Return the keyed hash a code is found by."""
    return current_keyring().blind_index("share code", code)


def new(session: Session, code: str, **fields: Any) -> Share:
    """Keep a code."""
    return add(session, Share(code_index=index(code), tail=code[-2:], **fields))


def get(session: Session, share_id: UUID) -> Share | None:
    """Return this share."""
    return session.get(Share, share_id)


def by_code(session: Session, code: str) -> Share | None:
    """Return the share with this (normalised) code."""
    return session.exec(select(Share).where(Share.code_index == index(code))).one_or_none()


def open_of(session: Session, vehicle_id: UUID, person_id: UUID, *, now: datetime) -> list[Share]:
    """Return the codes this person gave for a car that still show something, newest first."""
    question = select(Share).where(Share.vehicle_id == vehicle_id, Share.made_by == person_id)
    question = question.where(col(Share.revoked_at).is_(None), Share.expires_at > now)
    question = question.where(or_(col(Share.single_use).is_(False), col(Share.used_at).is_(None)))
    return list(session.exec(question.order_by(col(Share.made_at).desc())))


def of_person(session: Session, person_id: UUID) -> list[Share]:
    """Return every code this person gave, oldest first."""
    return list(session.exec(select(Share).where(Share.made_by == person_id).order_by(col(Share.made_at))))


def use(session: Session, share: Share, *, at: datetime) -> bool:
    """Count a look. False if a single one was had already, or the code was revoked: the WHERE is the lock."""
    question = update(Share).where(col(Share.id) == share.id, col(Share.revoked_at).is_(None))
    question = question.where(or_(col(Share.single_use).is_(False), col(Share.used_at).is_(None)))
    return _changed(session, share, question.values(used_at=at, looks=col(Share.looks) + 1))


def revoke(session: Session, share: Share, *, at: datetime) -> bool:
    """Take a code back. False if it was taken back already."""
    question = update(Share).where(col(Share.id) == share.id, col(Share.revoked_at).is_(None))
    return _changed(session, share, question.values(revoked_at=at))


def revoke_all_of(session: Session, vehicle_id: UUID, *, at: datetime) -> None:
    """Take back every code of a car: it has another owner."""
    question = update(Share).where(col(Share.vehicle_id) == vehicle_id, col(Share.revoked_at).is_(None))
    session.execute(question.values(revoked_at=at))


def revoke_all_by(session: Session, person_id: UUID, *, at: datetime) -> None:
    """Take back every code this person gave."""
    question = update(Share).where(col(Share.made_by) == person_id, col(Share.revoked_at).is_(None))
    session.execute(question.values(revoked_at=at))


def _changed(session: Session, share: Share, question: Any) -> bool:
    changed = session.execute(question, execution_options={"synchronize_session": False}).rowcount == 1  # type: ignore[attr-defined]
    session.refresh(share)
    return bool(changed)
