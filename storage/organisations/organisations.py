"""Organisations: owners of vehicles that are not persons, their administrator and their members."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, text
from sqlmodel import Field, Session, col, select

from storage.database import UuidRow, choice, encrypted_bytes, instant, partial_index, try_add, update_if
from storage.database.encryption import EncryptedField
from storage.register.hidden_rows import ImportedRow
from storage.retention import EndOfKeeping, RetentionPeriod, delete_after, keep_until, older

ADMINISTRATOR_SEAT = 0
IS_CURRENT = "ended_at IS NULL"


class MemberRole(StrEnum):
    """What a person may do for an organisation."""

    ADMINISTRATOR = "administrator"
    USER = "user"


class Organisation(UuidRow, ImportedRow, table=True):
    """One organisation, known by its credit code. dissolved_at: since when the register says that it is dissolved.

    summary_of: the month (2026-11) of which its administrator was sent the last summary; "" for none.
    """

    __tablename__ = "organisations"

    credit_code: str = Field(unique=True)
    name: str
    sealed_phone: bytes = encrypted_bytes(default=b"")
    dissolved_at: datetime | None = instant(default=None)
    summary_of: str = Field(default="", sa_column_kwargs={"server_default": text("''")})

    phone = EncryptedField("sealed_phone")


class OrganisationMember(UuidRow, table=True):
    """A person who acts for an organisation.

    Numbered seats enforce the limits: a current member holds one of the organisation's seats and one of the person's.
    """

    __tablename__ = "members"
    __table_args__ = (
        partial_index(
            "uq_members_organisation_seat", "organisation_id", "organisation_seat", unique=True, where=IS_CURRENT
        ),
        partial_index("uq_members_person_seat", "person_id", "person_seat", unique=True, where=IS_CURRENT),
        partial_index("uq_members_both", "organisation_id", "person_id", unique=True, where=IS_CURRENT),
        CheckConstraint("(role = 'administrator') = (organisation_seat = 0)", name="administrator_seat"),
        CheckConstraint("organisation_seat >= 0 AND person_seat >= 0", name="seats_counted"),
    )

    organisation_id: UUID = Field(foreign_key="organisations.id", index=True)
    person_id: UUID = Field(foreign_key="people.id", index=True)
    role: MemberRole = choice(MemberRole)
    organisation_seat: int
    person_seat: int
    since: datetime = instant()
    ended_at: datetime | None = instant(default=None)


delete_after(RetentionPeriod.RECORD_DAYS, OrganisationMember, older("ended_at"))


keep_until(EndOfKeeping.REGISTER, Organisation)


def by_credit_code(session: Session, credit_code: str) -> Organisation | None:
    """Return the organisation with this (normalised) credit code."""
    return session.exec(select(Organisation).where(Organisation.credit_code == credit_code)).one_or_none()


def by_credit_codes(session: Session, credit_codes: Collection[str]) -> dict[str, Organisation]:
    """Return the organisations with these (normalised) credit codes, by code."""
    found = session.exec(select(Organisation).where(col(Organisation.credit_code).in_(credit_codes)))
    return {each.credit_code: each for each in found}


def members(session: Session, organisation_id: UUID) -> list[OrganisationMember]:
    """Return the current members of this organisation, the administrator on seat 0 first."""
    query = select(OrganisationMember).where(
        OrganisationMember.organisation_id == organisation_id, col(OrganisationMember.ended_at).is_(None)
    )
    return list(session.exec(query.order_by(col(OrganisationMember.organisation_seat))))


def administrator(session: Session, organisation_id: UUID) -> OrganisationMember | None:
    """Return the organisation's administrator."""
    return next(
        (member for member in members(session, organisation_id) if member.organisation_seat == ADMINISTRATOR_SEAT), None
    )


def administrators(session: Session, organisation_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Return the person who is the administrator of each of these organisations."""
    seated = select(OrganisationMember.organisation_id, OrganisationMember.person_id).where(
        OrganisationMember.organisation_seat == ADMINISTRATOR_SEAT, col(OrganisationMember.ended_at).is_(None)
    )
    found = session.exec(seated.where(col(OrganisationMember.organisation_id).in_(organisation_ids)))
    return dict(iter(found))


def of_person(session: Session, person_id: UUID) -> list[OrganisationMember]:
    """Return the current memberships of this person."""
    query = select(OrganisationMember).where(
        OrganisationMember.person_id == person_id, col(OrganisationMember.ended_at).is_(None)
    )
    return list(session.exec(query.order_by(col(OrganisationMember.person_seat))))


def member(session: Session, organisation_id: UUID, person_id: UUID) -> OrganisationMember | None:
    """Return this person's current membership in this organisation."""
    query = select(OrganisationMember).where(
        OrganisationMember.organisation_id == organisation_id, OrganisationMember.person_id == person_id
    )
    return session.exec(query.where(col(OrganisationMember.ended_at).is_(None))).one_or_none()


def all_of_person(session: Session, person_id: UUID) -> list[OrganisationMember]:
    """Return all memberships of this person, ended ones too, oldest first."""
    query = select(OrganisationMember).where(OrganisationMember.person_id == person_id)
    return list(session.exec(query.order_by(col(OrganisationMember.since))))


def add_member(
    session: Session, organisation_id: UUID, person_id: UUID, *, seat: int, person_seat: int, at: datetime
) -> OrganisationMember | None:
    """Add a member on these seats; seat 0 is the administrator's.

    Returns None if one of the seats is taken, or the person is a member already.
    """
    role = MemberRole.ADMINISTRATOR if seat == ADMINISTRATOR_SEAT else MemberRole.USER
    member = OrganisationMember(
        organisation_id=organisation_id,
        person_id=person_id,
        role=role,
        organisation_seat=seat,
        person_seat=person_seat,
        since=at,
    )
    return member if try_add(session, member) else None


def end_membership(session: Session, member: OrganisationMember, *, at: datetime) -> bool:
    """End a membership; the row stays as evidence. Returns False if it had ended already."""
    return update_if(session, member, col(OrganisationMember.ended_at).is_(None), ended_at=at)
