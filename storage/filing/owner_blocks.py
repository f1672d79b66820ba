"""Owner blocks: persons whom an owner does not allow to apply for a vehicle."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, update
from sqlmodel import Field, Session, col, select

from storage.database import UuidRow, add, instant, partial_index, update_if
from storage.filing.filings import Filing
from storage.identity import former_keys, shared_numbers
from storage.register.vehicles import Vehicle
from storage.retention import RetentionPeriod, delete_after, older

IS_ACTIVE = "ended_at IS NULL"


class OwnerBlock(UuidRow, table=True):
    """This person may not apply for this vehicle while `by`, who blocked them, speaks for it."""

    __tablename__ = "blocks"
    __table_args__ = (
        partial_index("uq_blocks_active", "vehicle_id", "person_id", unique=True, where=IS_ACTIVE),
        partial_index("ix_blocks_by", "by", where=IS_ACTIVE),
        partial_index("ix_blocks_person", "person_id", where=IS_ACTIVE),
    )

    vehicle_id: UUID = Field(foreign_key="vehicles.id")
    person_id: UUID = Field(foreign_key="people.id")
    by: UUID = Field(foreign_key="people.id")
    since: datetime = instant()
    ended_at: datetime | None = instant(default=None)


delete_after(
    RetentionPeriod.RECORD_DAYS,
    OwnerBlock,
    older("ended_at"),
    no_keeper="an owner's decision about another person; it outlives both accounts",
)


def block(session: Session, vehicle_id: UUID, person_id: UUID, *, by: UUID, at: datetime) -> None:
    """Block this person for this vehicle, unless they are blocked already. The caller has locked the vehicle."""
    active = _active(session, vehicle_id, person_id)
    if active is not None and active.by != by:
        end(session, active, at=at)  # It was made by who spoke for the vehicle before.
        active = None
    if active is None:
        add(session, OwnerBlock(vehicle_id=vehicle_id, person_id=person_id, by=by, since=at))


def end(session: Session, block: OwnerBlock, *, at: datetime) -> bool:
    """End a block. Returns False if it had ended already."""
    return update_if(session, block, col(OwnerBlock.ended_at).is_(None), ended_at=at)


def end_of_vehicle(session: Session, vehicle_id: UUID, *, at: datetime) -> None:
    """End every block of this vehicle."""
    _end(session, col(OwnerBlock.vehicle_id) == vehicle_id, at=at)


def end_of_organisation(
    session: Session, organisation_id: UUID, administrator_id: UUID | None, *, at: datetime
) -> None:
    """End the blocks of this organisation's vehicles that somebody else than this administrator made; all, if None."""
    owned = select(Vehicle.id).where(Vehicle.owner_organisation_id == organisation_id)
    is_former = col(OwnerBlock.by).is_distinct_from(administrator_id)
    _end(session, col(OwnerBlock.vehicle_id).in_(owned), is_former, at=at)


def resume(session: Session, vehicle_id: UUID, *, by: UUID, ended_at: datetime) -> int:
    """Let the blocks that this person made for a vehicle, and that ended at this moment, go on. Returns how many."""
    theirs = col(OwnerBlock.vehicle_id) == vehicle_id, col(OwnerBlock.by) == by, col(OwnerBlock.ended_at) == ended_at
    return session.connection().execute(update(OwnerBlock).where(*theirs).values(ended_at=None)).rowcount


def in_force(session: Session, vehicle_id: UUID, *, by: UUID) -> list[OwnerBlock]:
    """Return the blocks for this vehicle that were made by who speaks for it now."""
    query = select(OwnerBlock).where(OwnerBlock.vehicle_id == vehicle_id, OwnerBlock.by == by)
    return list(session.exec(query.where(col(OwnerBlock.ended_at).is_(None))))


def of_person(session: Session, person_id: UUID) -> list[OwnerBlock]:
    """Return the blocks of this person that have not ended."""
    query = select(OwnerBlock).where(OwnerBlock.person_id == person_id)
    return list(session.exec(query.where(col(OwnerBlock.ended_at).is_(None))))


def blocked_with_former_keys(session: Session) -> set[UUID]:
    """Return the ids of those with a block that has not ended who, or whose acts for another, may have former keys.

    They are few: of all with a block, these have left, or have changed a number within its quarantine.
    """
    person = col(OwnerBlock.person_id)
    query = select(OwnerBlock.person_id).where(col(OwnerBlock.ended_at).is_(None)).distinct()
    # With OR, PostgreSQL reads both tables whole.
    ways = former_keys.is_of(session, person), shared_numbers.is_of_other(person)
    return {each for way in ways for each in session.exec(query.where(way))}


def made_by(session: Session, person_id: UUID) -> list[OwnerBlock]:
    """Return the blocks this person made that have not ended, newest first."""
    query = select(OwnerBlock).where(OwnerBlock.by == person_id, col(OwnerBlock.ended_at).is_(None))
    return list(session.exec(query.order_by(col(OwnerBlock.since).desc())))


def application_number(session: Session, block: OwnerBlock) -> int | None:
    """Return the number of the last application of the blocked person; None if it is deleted."""
    query = select(func.max(col(Filing.number))).where(Filing.vehicle_id == block.vehicle_id)
    return session.exec(query.where(Filing.filer_id == block.person_id)).one()


def _active(session: Session, vehicle_id: UUID, person_id: UUID) -> OwnerBlock | None:
    query = select(OwnerBlock).where(OwnerBlock.vehicle_id == vehicle_id, OwnerBlock.person_id == person_id)
    return session.exec(query.where(col(OwnerBlock.ended_at).is_(None))).one_or_none()


def _end(session: Session, *which: ColumnElement[bool], at: datetime) -> None:
    query = update(OwnerBlock).where(col(OwnerBlock.ended_at).is_(None), *which).values(ended_at=at)
    session.execute(query)
