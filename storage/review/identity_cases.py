"""Identity cases: requests to confirm who somebody is, or to give a person another account or phone number.

waiting ──► taken (a lease that expires) ──► approved / rejected
   └───────────┴── withdrawn by the applicant, or stopped: its account or the identity that it is about has gone

Two reviewers must approve a case that moves an identity, one after the other, unless the phone on record confirms it.
Disputed: the holder objects, and two reviewers must approve it in any case.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ColumnElement, and_, func, or_, text
from sqlmodel import Field, Session, col, select

from storage.database import UuidRow, big_integer, choice, encrypted_bytes, instant, partial_index
from storage.database.encryption import EncryptedField
from storage.database.keyed_hashes import keyed_hash
from storage.retention import RetentionPeriod, keep_until

REFERENCE_PREFIX = "ID"
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
WITHOUT_EFFECT = (IdentityCaseStatus.REJECTED, IdentityCaseStatus.STOPPED, IdentityCaseStatus.WITHDRAWN)


class IdentityCase(UuidRow, table=True):
    """One case. `account_id`: the account that asks; `person_id`: whose it was then, None for a guest.

    `holder_id`: who has the typed ID number, on record or verified, and is asked to object. `reviewer`: an account,
    `reviewer_person`: who it is, neither of both. `needs_two`: whether two must approve it; `confirmed_at`: when the
    phone on record confirmed it. `disputed_at`: when the holder has objected; `first_reviewer`, `first_person`: who has
    approved first; `first_counts`: their answer to whether who else declared the number is the same person.
    `document_id`, `selfie_id`: stored files; `…_hash`, `…_perceptual_hash`: of both.
    `number_index`: the keyed hash by which the typed ID number is found.
    `reason`: the reviewer's words. `codes_asked`, `code_tries`: how often the applicant has asked for another code, and
    typed a wrong one. `told_at`: when the holder was told of the case last. `outdated`: whether the holder has got
    another account since.
    """

    __tablename__ = "identity_cases"
    __table_args__ = (
        CheckConstraint("reviewer_person <> person_id AND reviewer_person <> holder_id", name="not_their_own"),
        CheckConstraint("reviewer_person <> first_person", name="two_people"),
        CheckConstraint(
            "disputed_at IS NULL OR first_reviewer IS NOT NULL OR status <> 'approved'", name="disputed_needs_two"
        ),
        CheckConstraint("NOT needs_two OR first_reviewer IS NOT NULL OR status <> 'approved'", name="moving_needs_two"),
        partial_index("uq_identity_cases_open", "account_id", unique=True, where=IS_OPEN),
        partial_index("ix_identity_cases_queue", "due_at", "number", where=IS_OPEN),
        *(
            partial_index(f"ix_identity_cases_{column}", column, where=f"{column} IS NOT NULL")
            for column in ("document_hash", "document_look", "selfie_hash", "selfie_look")
        ),
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
    number_index: str = keyed_hash(default="", index=True, sa_column_kwargs={"server_default": text("''")})
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
    first_counts: bool | None = None
    needs_two: bool = Field(default=False, sa_column_kwargs={"server_default": text("false")})
    confirmed_at: datetime | None = instant(default=None)
    codes_asked: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    code_asked_at: datetime | None = instant(default=None)
    code_tries: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    told_at: datetime | None = instant(default=None)
    outdated: bool = Field(default=False, sa_column_kwargs={"server_default": text("false")})
    document_hash: str | None = None
    document_perceptual_hash: str | None = Field(default=None, sa_column_kwargs={"name": "document_look"})
    selfie_hash: str | None = None
    selfie_perceptual_hash: str | None = Field(default=None, sa_column_kwargs={"name": "selfie_look"})

    name = EncryptedField("sealed_name")
    id_number = EncryptedField("sealed_id_number")
    phone = EncryptedField("sealed_phone")
    reason = EncryptedField("sealed_reason")

    @property
    def reference(self) -> str:
        """Its number as people read and type it: applications to file a vehicle have the same numbers."""
        return f"{REFERENCE_PREFIX}{self.number}"

    @property
    def is_open(self) -> bool:
        """Whether it is not decided, stopped or withdrawn."""
        return self.status in OPEN_STATUSES

    @property
    def takes_two(self) -> bool:
        """Whether two reviewers have to approve it."""
        return self.needs_two or self.disputed_at is not None

    @property
    def moves(self) -> bool:
        """Whether an approval gives an identity another account or phone number."""
        return self.kind is not IdentityCaseKind.VERIFY

    @property
    def photo_ids(self) -> dict[str, UUID]:
        """The stored photos by what they show."""
        return {"document": self.document_id, "selfie": self.selfie_id}


keep_until(RetentionPeriod.PHOTO_DAYS, IdentityCase)


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


def to_tell(session: Session, person_id: UUID) -> list[IdentityCase]:
    """Return undecided cases of which their holder knows nothing, and those whose end they do not know.

    Who has objected hears of the end at once, and not again.
    """
    is_open = col(IdentityCase.status).in_(OPEN_STATUSES)
    is_over = col(IdentityCase.status).in_(WITHOUT_EFFECT)
    never_told = col(IdentityCase.told_at).is_(None)
    is_end_unknown = and_(
        col(IdentityCase.disputed_at).is_(None),
        or_(never_told, col(IdentityCase.told_at) < col(IdentityCase.closed_at)),
    )
    is_news = or_(and_(is_open, never_told), and_(is_over, is_end_unknown))
    query = select(IdentityCase).where(_is_held_by(person_id), is_news)
    return list(session.exec(query.order_by(col(IdentityCase.number))))


def told_last(session: Session, person_id: UUID) -> list[IdentityCase]:
    """Return the cases of which their holder was told in the last message, oldest first."""
    last = select(func.max(IdentityCase.told_at)).where(_is_held_by(person_id)).scalar_subquery()
    query = select(IdentityCase).where(_is_held_by(person_id), col(IdentityCase.told_at) == last)
    return list(session.exec(query.order_by(col(IdentityCase.number))))


def set_told(session: Session, cases: Iterable[IdentityCase], *, at: datetime) -> None:
    """Record that the holder is told of these cases."""
    for case in cases:
        case.told_at = at
        session.add(case)
    session.flush()


def open_about(session: Session, people: Collection[UUID]) -> list[IdentityCase]:
    """Return the undecided cases that would give one of these people another account or number, oldest first."""
    own = and_(col(IdentityCase.person_id).in_(people), col(IdentityCase.kind) == IdentityCaseKind.NEW_NUMBER)
    query = select(IdentityCase).where(text(IS_OPEN), or_(own, col(IdentityCase.holder_id).in_(people)))
    return list(session.exec(query.order_by(col(IdentityCase.number))))


def held_by(session: Session, reviewer: UUID) -> list[IdentityCase]:
    """Return the undecided cases that this reviewer holds; the lease of some may have expired."""
    query = select(IdentityCase).where(text(IS_OPEN), IdentityCase.reviewer == reviewer)
    return list(session.exec(query.order_by(col(IdentityCase.due_at))))


def undecided(session: Session, *, limit: int) -> list[IdentityCase]:
    """Return the undecided cases, oldest due first."""
    query = select(IdentityCase).where(text(IS_OPEN))
    return list(session.exec(query.order_by(col(IdentityCase.due_at), col(IdentityCase.number)).limit(limit)))


def count_undecided(session: Session) -> int:
    """Return how many cases are undecided."""
    return session.exec(select(func.count()).select_from(IdentityCase).where(text(IS_OPEN))).one()


def uses_photo(session: Session, *, content_hash: str, perceptual_hash: str) -> bool:
    """Return whether a case shows this photo: one of the same keyed content hash, or of the same perceptual hash."""
    equal = [(IdentityCase.document_hash, content_hash), (IdentityCase.selfie_hash, content_hash)]
    if perceptual_hash:
        equal.append((IdentityCase.document_perceptual_hash, perceptual_hash))
        equal.append((IdentityCase.selfie_perceptual_hash, perceptual_hash))
    query = select(IdentityCase.id).where(or_(*(col(column) == value for column, value in equal)))
    return session.exec(query.limit(1)).first() is not None


def _is_held_by(person_id: UUID) -> ColumnElement[bool]:
    return col(IdentityCase.holder_id) == person_id
