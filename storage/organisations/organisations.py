"""Organisations: who owns cars without being a person, who administers them and who may act for them."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, Index, text, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, Session, SQLModel, col, select

from storage.database import add, choice, encrypted_bytes, instant
from storage.database.encryption import EncryptedField

ADMINISTRATOR_SEAT = 0
ACTIVE: dict[str, Any] = {"sqlite_where": text("ended_at IS NULL"), "postgresql_where": text("ended_at IS NULL")}


class MemberRole(StrEnum):
    """What a person may do for an organisation."""

    ADMINISTRATOR = "administrator"
    USER = "user"


class Organisation(SQLModel, table=True):
    """One organisation, by its credit code."""

    __tablename__ = "organisations"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    credit_code: str = Field(unique=True)
    name: str
    sealed_phone: bytes = encrypted_bytes(default=b"")

    phone = EncryptedField("sealed_phone")


class Member(SQLModel, table=True):
    """A person acting for an organisation. Numbered seats hold the limits: one seat each while it lasts."""

    __tablename__ = "members"
    __table_args__ = (
        Index("uq_members_organisation_seat", "organisation_id", "organisation_seat", unique=True, **ACTIVE),
        Index("uq_members_person_seat", "person_id", "person_seat", unique=True, **ACTIVE),
        Index("uq_members_both", "organisation_id", "person_id", unique=True, **ACTIVE),
        CheckConstraint("(role = 'administrator') = (organisation_seat = 0)", name="administrator_seat"),
        CheckConstraint("organisation_seat >= 0 AND person_seat >= 0", name="seats_counted"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisations.id")
    person_id: UUID = Field(foreign_key="people.id", index=True)
    role: MemberRole = choice(MemberRole)
    organisation_seat: int
    person_seat: int
    since: datetime = instant()
    ended_at: datetime | None = instant(default=None)


def get(session: Session, organisation_id: UUID) -> Organisation | None:
    """Return this organisation."""
    return session.get(Organisation, organisation_id)


def by_credit_code(session: Session, credit_code: str) -> Organisation | None:
    """Return the organisation with this (normalised) credit code."""
    return session.exec(select(Organisation).where(Organisation.credit_code == credit_code)).one_or_none()


def members(session: Session, organisation_id: UUID) -> list[Member]:
    """Return who acts for this organisation now, the administrator on seat 0 first."""
    question = select(Member).where(Member.organisation_id == organisation_id, col(Member.ended_at).is_(None))
    return list(session.exec(question.order_by(col(Member.organisation_seat))))


def administrator(session: Session, organisation_id: UUID) -> Member | None:
    """Return the organisation's one administrator."""
    return next(
        (member for member in members(session, organisation_id) if member.organisation_seat == ADMINISTRATOR_SEAT), None
    )


def of_person(session: Session, person_id: UUID) -> list[Member]:
    """Return for which organisations this person acts now."""
    question = select(Member).where(Member.person_id == person_id, col(Member.ended_at).is_(None))
    return list(session.exec(question.order_by(col(Member.person_seat))))


def member(session: Session, organisation_id: UUID, person_id: UUID) -> Member | None:
    """Return this person's place in this organisation now."""
    question = select(Member).where(Member.organisation_id == organisation_id, Member.person_id == person_id)
    return session.exec(question.where(col(Member.ended_at).is_(None))).one_or_none()


def every_place(session: Session, person_id: UUID) -> list[Member]:
    """Return every place this person has or had, the oldest first."""
    question = select(Member).where(Member.person_id == person_id)
    return list(session.exec(question.order_by(col(Member.since))))


def place(session: Session, member_id: UUID) -> Member | None:
    """Return this place, ended or not."""
    return session.get(Member, member_id)


def seat(
    session: Session, organisation_id: UUID, person_id: UUID, *, seat: int, person_seat: int, at: datetime
) -> Member | None:
    """Give a person a seat; seat 0 is the administrator's. None if one of the seats, or the pair, is taken."""
    role = MemberRole.ADMINISTRATOR if seat == ADMINISTRATOR_SEAT else MemberRole.USER
    sitting = Member(
        organisation_id=organisation_id,
        person_id=person_id,
        role=role,
        organisation_seat=seat,
        person_seat=person_seat,
        since=at,
    )
    try:
        with session.begin_nested():
            return add(session, sitting)
    except IntegrityError:
        return None


def unseat(session: Session, sitting: Member, *, at: datetime) -> bool:
    """End a person's place. False if it was ended already: the WHERE is the lock. The row stays, as evidence."""
    question = update(Member).where(col(Member.id) == sitting.id, col(Member.ended_at).is_(None)).values(ended_at=at)
    ended = session.execute(question, execution_options={"synchronize_session": False}).rowcount == 1  # type: ignore[attr-defined]
    session.refresh(sitting)
    return bool(ended)
