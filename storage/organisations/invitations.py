"""Invitations into an organisation: a code that admits one person once, for some hours.

Only a keyed hash of the code is stored. Rows are never deleted: they record who invited whom.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, update
from sqlmodel import Field, Session, col, select

from storage.database import UuidRow, add, instant, partial_index, update_if
from storage.database.encryption import current_keyring
from storage.database.keyed_hashes import keyed_hash
from storage.retention import RetentionPeriod, delete_after, older


class Invitation(UuidRow, table=True):
    """One invitation: open until it is used, withdrawn or expired."""

    __tablename__ = "invitations"
    __table_args__ = (
        partial_index("ix_invitations_invited_by", "invited_by", where="used_at IS NULL AND withdrawn_at IS NULL"),
    )

    organisation_id: UUID = Field(foreign_key="organisations.id", index=True)
    hash: str = keyed_hash(unique=True)
    invited_by: UUID = Field(foreign_key="people.id")
    created_at: datetime = instant()
    expires_at: datetime = instant()
    used_at: datetime | None = instant(default=None)
    used_by: UUID | None = Field(default=None, foreign_key="people.id")
    withdrawn_at: datetime | None = instant(default=None)


delete_after(
    RetentionPeriod.RECORD_DAYS, Invitation, older("expires_at"), no_keeper="a keyed hash; expires within hours"
)


def new(session: Session, organisation_id: UUID, code: str, *, by: UUID, at: datetime, until: datetime) -> Invitation:
    """Insert an invitation. by: the person who invites."""
    invitation = Invitation(
        organisation_id=organisation_id, hash=_hash(code), invited_by=by, created_at=at, expires_at=until
    )
    return add(session, invitation)


def by_code(session: Session, code: str) -> Invitation | None:
    """Return the invitation with this (normalised) code, open or not."""
    return session.exec(select(Invitation).where(Invitation.hash == _hash(code))).one_or_none()


def count_open(session: Session, organisation_id: UUID, *, now: datetime) -> int:
    """Return how many invitations of this organisation can still be used."""
    query = select(func.count()).select_from(Invitation).where(Invitation.organisation_id == organisation_id)
    still = (
        col(Invitation.used_at).is_(None),
        col(Invitation.withdrawn_at).is_(None),
        col(Invitation.expires_at) > now,
    )
    return int(session.exec(query.where(*still)).one())


def use(session: Session, invitation: Invitation, *, by: UUID, at: datetime) -> bool:
    """Mark the invitation as used. Returns False if it was used or withdrawn already."""
    not_used, not_withdrawn = col(Invitation.used_at).is_(None), col(Invitation.withdrawn_at).is_(None)
    return update_if(session, invitation, not_used, not_withdrawn, used_at=at, used_by=by)


def withdraw_all(session: Session, organisation_id: UUID, *, at: datetime) -> int:
    """Withdraw the open invitations of this organisation. Returns how many."""
    return _withdraw(session, col(Invitation.organisation_id) == organisation_id, at=at)


def withdraw_all_by(session: Session, person_id: UUID, *, at: datetime) -> int:
    """Withdraw the open invitations that this person has made. Returns how many."""
    return _withdraw(session, col(Invitation.invited_by) == person_id, at=at)


def _withdraw(session: Session, whose: ColumnElement[bool], *, at: datetime) -> int:
    query = update(Invitation).where(whose)
    query = query.where(col(Invitation.used_at).is_(None), col(Invitation.withdrawn_at).is_(None))
    return session.exec(query.values(withdrawn_at=at)).rowcount


def _hash(code: str) -> str:
    return current_keyring().blind_index("invitation", code)
