"""Identity cases: requests to confirm who somebody is, or to give a person another account or phone number.

waiting ──► taken (a lease that expires) ──► approved / rejected
   └───────────┴── stopped by the holder of the other account, withdrawn by the applicant

Disputed: the holder objects, but the case goes on; two reviewers must approve it, one after the other.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ColumnElement, and_, func, or_, text, update
from sqlmodel import Field, Session, col, select

from storage import files
from storage.database import UuidRow, big_integer, choice, encrypted_bytes, instant, partial_index, update_if
from storage.database.encryption import EncryptedField

IS_OPEN = "status IN ('waiting', 'taken')"


class IdentityCaseKind(StrEnum):
    """What the applicant asks for."""

    VERIFY = "verify"
    LOST_ACCOUNT = "lost_account"
    NEW_NUMBER = "new_number"
    WRONG_PERSON = "wrong_person"


class IdentityCaseStatus(StrEnum):
    """The status of an identity case."""

    WAITING = "waiting"
    TAKEN = "taken"
    APPROVED = "approved"
    REJECTED = "rejected"
    STOPPED = "stopped"
    WITHDRAWN = "withdrawn"


OPEN_STATUSES = (IdentityCaseStatus.WAITING, IdentityCaseStatus.TAKEN)
DECIDED = (IdentityCaseStatus.APPROVED, IdentityCaseStatus.REJECTED)
RELEASED: dict[str, Any] = {
    "status": IdentityCaseStatus.WAITING,
    "reviewer": None,
    "reviewer_person": None,
    "lease_until": None,
}


class IdentityCase(UuidRow, table=True):
    """One case. `account_id`: the account that asks; `person_id`: whose it was then, None for a guest.

    `holder_id`: the person whom another account belongs to, and who is asked to object. `reviewer`: an account,
    `reviewer_person`: who it is, neither of both. `disputed_at`: when the holder has objected; `first_reviewer`,
    `first_person`: who has approved a disputed case first. `document_id`, `selfie_id`: stored files. `reason`: the
    reviewer's words.
    """

    __tablename__ = "identity_cases"
    __table_args__ = (
        CheckConstraint("reviewer_person <> person_id AND reviewer_person <> holder_id", name="not_their_own"),
        CheckConstraint("reviewer_person <> first_person", name="two_people"),
        CheckConstraint(
            "disputed_at IS NULL OR first_reviewer IS NOT NULL OR status <> 'approved'", name="disputed_needs_two"
        ),
        partial_index("uq_identity_cases_open", "account_id", unique=True, where=IS_OPEN),
        partial_index("ix_identity_cases_queue", "due_at", "number", where=IS_OPEN),
    )

    number: int = big_integer(unique=True)
    kind: IdentityCaseKind = choice(IdentityCaseKind)
    status: IdentityCaseStatus = choice(IdentityCaseStatus, default=IdentityCaseStatus.WAITING)
    account_id: UUID = Field(foreign_key="accounts.id", index=True)
    person_id: UUID | None = Field(default=None, foreign_key="people.id", index=True)
    holder_id: UUID | None = Field(default=None, foreign_key="people.id", index=True)
    sealed_name: bytes = encrypted_bytes(default=b"")
    sealed_id_number: bytes = encrypted_bytes(default=b"")
    sealed_phone: bytes = encrypted_bytes(default=b"")
    document_id: UUID
    selfie_id: UUID
    opened_at: datetime = instant()
    due_at: datetime = instant()
    reviewer: UUID | None = None
    reviewer_person: UUID | None = None
    lease_until: datetime | None = instant(default=None)
    closed_at: datetime | None = instant(default=None, index=True)
    sealed_reason: bytes = encrypted_bytes(default=b"")
    disputed_at: datetime | None = instant(default=None)
    first_reviewer: UUID | None = None
    first_person: UUID | None = None

    name = EncryptedField("sealed_name")
    id_number = EncryptedField("sealed_id_number")
    phone = EncryptedField("sealed_phone")
    reason = EncryptedField("sealed_reason")

    @property
    def is_open(self) -> bool:
        """Whether it is not decided, stopped or withdrawn."""
        return self.status in OPEN_STATUSES

    @property
    def needs_second(self) -> bool:
        """Whether an approval would be the first of two."""
        return self.disputed_at is not None and self.first_reviewer is None

    @property
    def photo_ids(self) -> dict[str, UUID]:
        """The stored photos by what they show."""
        return {"document": self.document_id, "selfie": self.selfie_id}


def by_number(session: Session, number: int) -> IdentityCase | None:
    """Return the case with this number."""
    return session.exec(select(IdentityCase).where(IdentityCase.number == number)).one_or_none()


def open_of_account(session: Session, account_id: UUID) -> IdentityCase | None:
    """Return the undecided case of this account."""
    query = select(IdentityCase).where(IdentityCase.account_id == account_id, text(IS_OPEN))
    return session.exec(query).one_or_none()


def of_account(session: Session, account_id: UUID) -> list[IdentityCase]:
    """Return the cases that this account has opened, oldest first."""
    query = select(IdentityCase).where(IdentityCase.account_id == account_id)
    return list(session.exec(query.order_by(col(IdentityCase.number))))


def about_person(session: Session, person_id: UUID) -> list[IdentityCase]:
    """Return the cases that name this person as applicant or as holder, oldest first."""
    query = select(IdentityCase).where(or_(col(IdentityCase.person_id) == person_id, _is_held_by(person_id)))
    return list(session.exec(query.order_by(col(IdentityCase.number))))


def open_against(session: Session, person_id: UUID) -> list[IdentityCase]:
    """Return the undecided cases to which this person may object, oldest first."""
    query = select(IdentityCase).where(_is_held_by(person_id), col(IdentityCase.status).in_(OPEN_STATUSES))
    return list(session.exec(query.order_by(col(IdentityCase.number))))


def undecided(session: Session, *, limit: int) -> list[IdentityCase]:
    """Return the undecided cases, oldest due first."""
    query = select(IdentityCase).where(text(IS_OPEN))
    return list(session.exec(query.order_by(col(IdentityCase.due_at), col(IdentityCase.number)).limit(limit)))


def count_undecided(session: Session) -> int:
    """Return how many cases are undecided."""
    return session.exec(select(func.count()).select_from(IdentityCase).where(text(IS_OPEN))).one()


def take(
    session: Session, case: IdentityCase, *, reviewer: UUID, person: UUID | None, until: datetime, at: datetime
) -> bool:
    """Lease a case to a reviewer, an account and its person. Returns False if another holds it, or it is closed."""
    run_out = and_(col(IdentityCase.status) == IdentityCaseStatus.TAKEN, col(IdentityCase.lease_until) <= at)
    is_free = or_(col(IdentityCase.status) == IdentityCaseStatus.WAITING, run_out)
    first = col(IdentityCase.first_person)
    is_another = or_(first.is_(None), first != person)
    values = {"status": IdentityCaseStatus.TAKEN, "reviewer": reviewer, "lease_until": until}
    return update_if(session, case, is_free, is_another, reviewer_person=person, **values)


def release(session: Session, case: IdentityCase, *, reviewer: UUID) -> bool:
    """Return a case to the queue. Returns False if this reviewer does not hold it any more."""
    return update_if(session, case, *_is_taken_by(reviewer), **RELEASED)


def decide(
    session: Session, case: IdentityCase, to: IdentityCaseStatus, *, reviewer: UUID, at: datetime, reason: str
) -> bool:
    """Record the decision of the reviewer who holds the case. Returns False if they do not hold it any more.

    One statement: a second UPDATE of the row would make PostgreSQL lock the people and accounts that it refers to.
    """
    is_leased = col(IdentityCase.lease_until) > at
    values = {
        "status": to,
        "lease_until": None,
        "closed_at": at,
        "sealed_reason": IdentityCase.reason.encrypted(case, reason),
    }
    conditions = [*_is_taken_by(reviewer), is_leased]
    if to is IdentityCaseStatus.APPROVED:
        conditions.append(or_(col(IdentityCase.disputed_at).is_(None), col(IdentityCase.first_reviewer).is_not(None)))
    return update_if(session, case, *conditions, **values)


def approve_first(session: Session, case: IdentityCase, *, reviewer: UUID, person: UUID | None, at: datetime) -> bool:
    """Record the first approval of a disputed case, which returns to the queue. Returns False if it is not theirs."""
    is_leased = col(IdentityCase.lease_until) > at
    is_first = and_(col(IdentityCase.disputed_at).is_not(None), col(IdentityCase.first_reviewer).is_(None))
    values = {**RELEASED, "first_reviewer": reviewer, "first_person": person}
    return update_if(session, case, *_is_taken_by(reviewer), is_leased, is_first, **values)


def dispute(session: Session, case: IdentityCase, *, at: datetime) -> bool:
    """Record that the holder objects; the case returns to the queue. Returns False if it is closed or disputed."""
    is_open = col(IdentityCase.status).in_(OPEN_STATUSES)
    return update_if(session, case, is_open, col(IdentityCase.disputed_at).is_(None), disputed_at=at, **RELEASED)


def close(session: Session, case: IdentityCase, to: IdentityCaseStatus, *, at: datetime) -> bool:
    """Stop or withdraw a case. Returns False if it is closed already."""
    is_open = col(IdentityCase.status).in_(OPEN_STATUSES)
    return update_if(session, case, is_open, status=to, lease_until=None, closed_at=at)


def delete(session: Session, case: IdentityCase) -> None:
    """Delete a case and its photos."""
    for photo in case.photo_ids.values():
        files.delete_file(session, photo)
    session.delete(case)
    session.flush()


def forget_person(session: Session, person_id: UUID) -> None:
    """Remove this person from the cases of others."""
    session.execute(update(IdentityCase).where(col(IdentityCase.person_id) == person_id).values(person_id=None))
    session.execute(update(IdentityCase).where(_is_held_by(person_id)).values(holder_id=None))


def delete_closed(session: Session, *, before: datetime, limit: int = 500) -> int:
    """Delete cases closed before this moment. Returns how many."""
    query = select(IdentityCase).where(col(IdentityCase.closed_at) < before)
    found = session.exec(query.order_by(col(IdentityCase.closed_at)).limit(limit)).all()
    for case in found:
        delete(session, case)
    return len(found)


def _is_held_by(person_id: UUID) -> ColumnElement[bool]:
    return col(IdentityCase.holder_id) == person_id


def _is_taken_by(reviewer: UUID) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return col(IdentityCase.status) == IdentityCaseStatus.TAKEN, col(IdentityCase.reviewer) == reviewer
