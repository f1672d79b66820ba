"""Share codes: the holder of a certificate gives one to a renter, insurer or buyer, for some days or a single view."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, update
from sqlmodel import Field, Session, col, select

from storage.database import UuidRow, add, instant, update_if
from storage.database.encryption import current_keyring
from storage.database.keyed_hashes import keyed_hash
from storage.register.vehicles import Vehicle
from storage.retention import RetentionPeriod, delete_after, older


class ShareCode(UuidRow, table=True):
    """One share code, stored as a keyed hash: the code itself was shown once. `tail`: its last two characters."""

    __tablename__ = "certificate_shares"

    code_index: str = keyed_hash(unique=True)
    tail: str
    vehicle_id: UUID = Field(foreign_key="vehicles.id", index=True)
    made_by: UUID = Field(foreign_key="people.id", index=True)
    made_at: datetime = instant()
    expires_at: datetime = instant()
    single_use: bool = False
    used_at: datetime | None = instant(default=None)
    revoked_at: datetime | None = instant(default=None)
    view_count: int = Field(default=0, sa_column_kwargs={"name": "looks"})

    def is_open(self, now: datetime) -> bool:
        """Return whether the code can still be used."""
        used_up = self.single_use and self.used_at is not None
        return self.revoked_at is None and now < self.expires_at and not used_up


delete_after(RetentionPeriod.RECORD_DAYS, ShareCode, older("expires_at"))


def index(code: str) -> str:
    """Return the keyed hash by which a code is found."""
    return current_keyring().blind_index("share code", code)


def new(session: Session, code: str, **fields: Any) -> ShareCode:
    """Insert a code."""
    return add(session, ShareCode(code_index=index(code), tail=code[-2:], **fields))


def by_code(session: Session, code: str) -> ShareCode | None:
    """Return the share code with this (normalised) text."""
    return session.exec(select(ShareCode).where(ShareCode.code_index == index(code))).one_or_none()


def open_of(session: Session, vehicle_id: UUID, person_id: UUID, *, now: datetime) -> list[ShareCode]:
    """Return the usable codes that this person created for a vehicle, newest first."""
    query = select(ShareCode).where(ShareCode.vehicle_id == vehicle_id, ShareCode.made_by == person_id)
    query = query.where(col(ShareCode.revoked_at).is_(None), ShareCode.expires_at > now)
    query = query.where(or_(col(ShareCode.single_use).is_(False), col(ShareCode.used_at).is_(None)))
    return list(session.exec(query.order_by(col(ShareCode.made_at).desc())))


def of_person(session: Session, person_id: UUID) -> list[ShareCode]:
    """Return all codes this person created, oldest first."""
    return list(session.exec(select(ShareCode).where(ShareCode.made_by == person_id).order_by(col(ShareCode.made_at))))


def use(session: Session, share: ShareCode, *, at: datetime) -> bool:
    """Count a view. Returns False if the code was revoked, or is for a single view and was used."""
    not_revoked = col(ShareCode.revoked_at).is_(None)
    not_used_up = or_(col(ShareCode.single_use).is_(False), col(ShareCode.used_at).is_(None))
    return update_if(session, share, not_revoked, not_used_up, used_at=at, view_count=col(ShareCode.view_count) + 1)


def revoke(session: Session, share: ShareCode, *, at: datetime) -> bool:
    """Revoke a code. Returns False if it was revoked already."""
    return update_if(session, share, col(ShareCode.revoked_at).is_(None), revoked_at=at)


def revoke_all_of(session: Session, vehicle_id: UUID, *, at: datetime) -> None:
    """Revoke all codes of a vehicle, because it has another owner."""
    query = update(ShareCode).where(col(ShareCode.vehicle_id) == vehicle_id, col(ShareCode.revoked_at).is_(None))
    session.execute(query.values(revoked_at=at))


def revoke_of_organisation(
    session: Session, organisation_id: UUID, administrator_id: UUID | None, *, at: datetime
) -> None:
    """Revoke the codes of an organisation's vehicles that others than its administrator created; all, if None."""
    owned = select(Vehicle.id).where(Vehicle.owner_organisation_id == organisation_id)
    query = update(ShareCode).where(col(ShareCode.vehicle_id).in_(owned), col(ShareCode.revoked_at).is_(None))
    is_former = col(ShareCode.made_by).is_distinct_from(administrator_id)
    session.execute(query.where(is_former).values(revoked_at=at))


def revoke_all_by(session: Session, person_id: UUID, *, at: datetime) -> None:
    """Revoke all codes this person created."""
    query = update(ShareCode).where(col(ShareCode.made_by) == person_id, col(ShareCode.revoked_at).is_(None))
    session.execute(query.values(revoked_at=at))
