"""Former owners: who has owned a vehicle before, and until when, as the register showed it.

The periods of a vehicle follow one another without a gap; the present owner's begins where the last one ends. Of the
time before the desk knew the vehicle, and of sales before this table was there, nothing is kept.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, or_
from sqlmodel import Field, Session, col, select

from storage.database import UuidRow, add, instant
from storage.register.vehicles import Vehicle
from storage.retention import EndOfKeeping, keep_until


class FormerOwner(UuidRow, table=True):
    """One former owner of a vehicle, a person or an organisation. `since` is empty for the first that is known."""

    __tablename__ = "former_owners"
    __table_args__ = (CheckConstraint("(person_id IS NULL) <> (organisation_id IS NULL)", name="one_owner"),)

    vehicle_id: UUID = Field(foreign_key="vehicles.id", index=True)
    person_id: UUID | None = Field(default=None, foreign_key="people.id", index=True)
    organisation_id: UUID | None = Field(default=None, foreign_key="organisations.id", index=True)
    since: datetime | None = instant(default=None)
    until: datetime = instant()


keep_until(EndOfKeeping.REGISTER, FormerOwner)


def record(session: Session, vehicle: Vehicle, *, at: datetime) -> FormerOwner:
    """Record that the owner of a vehicle no longer owns it. The caller has locked the vehicle."""
    former = FormerOwner(
        vehicle_id=vehicle.id,
        person_id=vehicle.owner_person_id,
        organisation_id=vehicle.owner_organisation_id,
        since=present_since(session, vehicle.id),
        until=at,
    )
    return add(session, former)


def present_since(session: Session, vehicle_id: UUID) -> datetime | None:
    """Return since when the present owner owns a vehicle, or None if no other is known."""
    return max((each.until for each in of_vehicle(session, vehicle_id)), default=None)


def at(session: Session, vehicle_id: UUID, moment: datetime) -> FormerOwner | None:
    """Return who owned a vehicle at this moment and no longer owns it, or None if that is the present owner."""
    query = select(FormerOwner).where(FormerOwner.vehicle_id == vehicle_id, FormerOwner.until > moment)
    return session.exec(query.order_by(col(FormerOwner.until)).limit(1)).first()


def of_vehicle(session: Session, vehicle_id: UUID, *, since: datetime | None = None) -> list[FormerOwner]:
    """Return who has owned a vehicle, at this moment or after it, in order of time."""
    query = select(FormerOwner).where(FormerOwner.vehicle_id == vehicle_id)
    if since is not None:
        query = query.where(FormerOwner.until > since)
    return list(session.exec(query.order_by(col(FormerOwner.until))))


def periods_of(
    session: Session, person_id: UUID, organisation_ids: Collection[UUID], *, vehicle_id: UUID | None = None
) -> list[FormerOwner]:
    """Return when this person, or one of these organisations, has owned a vehicle (or any), in order of time."""
    by_organisation = col(FormerOwner.organisation_id).in_(organisation_ids)
    query = select(FormerOwner).where(or_(col(FormerOwner.person_id) == person_id, by_organisation))
    if vehicle_id is not None:
        query = query.where(FormerOwner.vehicle_id == vehicle_id)
    return list(session.exec(query.order_by(col(FormerOwner.until))))
