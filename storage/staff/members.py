"""Staff members and their roles, each bound to a Telegram user. An end of service takes effect at once."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy import func, literal
from sqlmodel import Field, Session, col, select

from storage.database import UuidRow, big_integer, encrypted_bytes, instant
from storage.database.encryption import EncryptedField
from storage.identity.accounts import FIRST_PSEUDONYM, random_pseudonym
from storage.register.hidden_rows import ImportedRow
from storage.retention import EndOfKeeping, keep_until


class StaffRole(StrEnum):
    """The roles of staff."""

    REVIEWER = "reviewer"
    STATION = "station"
    CASHIER = "cashier"
    OFFICER = "officer"
    ADMIN = "admin"


class StaffMember(UuidRow, ImportedRow, table=True):
    """One member of staff. `roles`: separated by `;`, as in the import file; `away_until`: they hear of no work.

    awaits_check: an operator gave the roles to a Telegram user who was not verified. An admin or the operator has yet
    to compare them with their ID document: anybody may have an id that was mistyped.
    """

    __tablename__ = "staff"

    telegram_id: int = big_integer(unique=True)
    sealed_name: bytes = encrypted_bytes()
    roles: str
    since: datetime = instant()
    ended_at: datetime | None = instant(default=None)
    away_until: datetime | None = instant(default=None)
    awaits_check: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})

    name = EncryptedField("sealed_name")

    def is_away(self, now: datetime) -> bool:
        """Return whether the member is away at this moment."""
        return self.away_until is not None and self.away_until > now

    def role_set(self) -> frozenset[StaffRole]:
        """Return the current roles; none after the end of service."""
        if self.ended_at is not None:
            return frozenset()
        return frozenset(StaffRole(role) for role in self.roles.split(";") if role)


keep_until(EndOfKeeping.ACCOUNT, StaffMember)


def by_telegram(session: Session, telegram_id: int) -> StaffMember | None:
    """Return the member of staff with this Telegram id."""
    return session.exec(select(StaffMember).where(StaffMember.telegram_id == telegram_id)).one_or_none()


def by_telegram_ids(session: Session, telegram_ids: Collection[int]) -> dict[int, StaffMember]:
    """Return the current and former members with these Telegram ids."""
    found = session.exec(select(StaffMember).where(col(StaffMember.telegram_id).in_(telegram_ids)))
    return {member.telegram_id: member for member in found}


def pseudonymise(session: Session, member: StaffMember) -> None:
    """Replace the Telegram id of a former member by a random number, when they delete their account."""
    member.telegram_id = random_pseudonym()
    session.add(member)
    session.flush()


def forget_former(session: Session, *, ended_before: datetime) -> None:
    """Replace name and Telegram id of members whose service ended before this moment; their acts stay, by the row."""
    query = select(StaffMember).where(col(StaffMember.ended_at) < ended_before)
    for member in session.exec(query.where(StaffMember.telegram_id < FIRST_PSEUDONYM)):
        member.name = ""
        pseudonymise(session, member)


def roles(session: Session, telegram_id: int) -> frozenset[StaffRole]:
    """Return the current roles of this Telegram user; most people have none."""
    member = by_telegram(session, telegram_id)
    return member.role_set() if member else frozenset()


def all_members(session: Session) -> list[StaffMember]:
    """Return all current and former members of staff."""
    return list(session.exec(select(StaffMember).order_by(col(StaffMember.since))))


def with_role(session: Session, role: StaffRole) -> list[StaffMember]:
    """Return the members who have this role now."""
    named = (literal(";") + col(StaffMember.roles) + ";").contains(f";{role};")
    return list(session.exec(select(StaffMember).where(col(StaffMember.ended_at).is_(None), named)))


def lock_serving(session: Session) -> list[StaffMember]:
    """Load the current members afresh and lock them, in a stable order, until the end of the transaction."""
    query = select(StaffMember).where(col(StaffMember.ended_at).is_(None)).order_by(col(StaffMember.id))
    held = query.with_for_update(key_share=True).execution_options(populate_existing=True)
    return list(session.exec(held))


def lock_serving_unread(session: Session) -> None:
    """Lock the current members in the same order without loading them, for an import that adds many."""
    serving = select(col(StaffMember.id)).where(col(StaffMember.ended_at).is_(None)).order_by(col(StaffMember.id))
    held = serving.with_for_update(key_share=True).subquery()
    session.exec(select(func.count()).select_from(held)).one()
