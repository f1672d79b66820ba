"""SMS codes: of six to ten digits, stored as a keyed hash, bound to a purpose and a row, usable once."""

import hmac
from collections.abc import Collection, Sequence
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import delete, false, or_, update
from sqlmodel import Field, Session, col, select

from storage.database import UuidRow, add, choice, instant, update_if
from storage.database.encryption import current_keyring
from storage.database.keyed_hashes import keyed_hash
from storage.retention import RetentionPeriod, delete_after, older


class CodePurpose(StrEnum):
    """What a code is for; a code for another purpose is never accepted."""

    REGISTRATION = "registration"
    OWNER_APPROVAL = "owner_consent"
    PAYMENT = "payment"
    PORTAL = "portal"
    UNLOCK = "unlock"
    IDENTITY_CASE = "identity_case"
    PRIVACY = "privacy"


class SmsCode(UuidRow, table=True):
    """One code. `subject`: the row it is about; `to`: the keyed hash of the phone number it was sent to.

    `length`: how many digits it has. `asked_by`: the account that requested it. `by_others`: whether somebody else than
    the phone number's own person may have; `withheld`: whether too many such codes went there for this one to go, too.
    """

    __tablename__ = "codes"
    purpose: CodePurpose = choice(CodePurpose, constraint="purpose")
    subject: UUID = Field(index=True)
    to: str = keyed_hash(index=True)
    hash: str = keyed_hash()
    length: int = Field(default=6, sa_column_kwargs={"server_default": "6"})
    asked_by: UUID | None = None
    by_others: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    withheld: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    sent_at: datetime = instant(index=True)
    expires_at: datetime = instant()
    attempts: int = 0
    used_at: datetime | None = instant(default=None)
    ended_at: datetime | None = instant(default=None)


delete_after(
    RetentionPeriod.EXPIRED_ROW_DAYS,
    SmsCode,
    older("sent_at"),
    no_keeper="a keyed hash; deleted when the account is separated from the person",
)


def new(
    session: Session,
    purpose: CodePurpose,
    subject: UUID,
    *,
    to: str,
    digits: str,
    at: datetime,
    expires_at: datetime,
    asked_by: UUID | None = None,
    by_others: bool = False,
    withheld: bool = False,
) -> SmsCode:
    """Insert a code, and end older ones of the same purpose and subject."""
    end(session, purpose, subject, at=at)
    code = SmsCode(
        purpose=purpose, subject=subject, to=to, hash="", length=len(digits), sent_at=at, expires_at=expires_at
    )
    code.asked_by, code.by_others, code.withheld = asked_by, by_others, withheld
    code.hash = _hash(code.id, digits)
    return add(session, code)


def end(session: Session, purpose: CodePurpose, subject: UUID, *, at: datetime) -> None:
    """End the codes of this purpose and subject that are not used, for good."""
    query = update(SmsCode).where(col(SmsCode.purpose) == purpose, col(SmsCode.subject) == subject)
    session.execute(query.where(col(SmsCode.used_at).is_(None), col(SmsCode.ended_at).is_(None)).values(ended_at=at))


def end_sent_to(session: Session, to: str, *, about: Collection[UUID], asked_by: UUID | None, at: datetime) -> None:
    """End, for good, the unused codes to this phone number (keyed hash) about these rows, or requested by this account.

    Codes for a registration end too: they name nobody. One that another transaction is verifying now is left to it:
    whoever verifies may lock the person afterwards.
    """
    found = select(SmsCode.id).where(SmsCode.to == to, col(SmsCode.used_at).is_(None), col(SmsCode.ended_at).is_(None))
    is_requested = col(SmsCode.asked_by) == asked_by if asked_by is not None else false()
    is_registration = col(SmsCode.purpose) == CodePurpose.REGISTRATION
    is_theirs = or_(col(SmsCode.subject).in_(about), is_requested, is_registration)
    ids = session.exec(found.where(is_theirs).with_for_update(skip_locked=True)).all()
    session.execute(update(SmsCode).where(col(SmsCode.id).in_(ids)).values(ended_at=at))


def current(session: Session, purpose: CodePurpose, subject: UUID) -> SmsCode | None:
    """Return the newest code for this purpose and subject that was not ended, whether used, expired or not."""
    query = select(SmsCode).where(
        SmsCode.purpose == purpose, SmsCode.subject == subject, col(SmsCode.ended_at).is_(None)
    )
    return session.exec(query.order_by(col(SmsCode.sent_at).desc()).limit(1)).first()


def newest_to(session: Session, purpose: CodePurpose, to: str) -> SmsCode | None:
    """Return the newest code of this purpose that was sent to this phone number (keyed hash)."""
    query = select(SmsCode).where(SmsCode.purpose == purpose, SmsCode.to == to)
    return session.exec(query.order_by(col(SmsCode.sent_at).desc()).limit(1)).first()


def count_attempt(session: Session, code: SmsCode, *, max_attempts: int) -> bool:
    """Count an attempt, before the digits are compared. Returns False if no attempt was left."""
    attempts = col(SmsCode.attempts)
    return update_if(session, code, attempts < max_attempts, col(SmsCode.used_at).is_(None), attempts=attempts + 1)


def matches(code: SmsCode, digits: str) -> bool:
    """Compare the digits with the hash in constant time."""
    return hmac.compare_digest(code.hash, _hash(code.id, digits))


def use(session: Session, code: SmsCode, *, at: datetime) -> bool:
    """Mark the code as used. Returns False if it was used already."""
    return update_if(session, code, col(SmsCode.used_at).is_(None), used_at=at)


def sent_since(session: Session, purpose: CodePurpose, to: str, since: datetime) -> Sequence[datetime]:
    """Return when codes of this purpose were sent to this phone number (keyed hash) since then, newest first."""
    query = select(SmsCode.sent_at).where(SmsCode.purpose == purpose, SmsCode.to == to, SmsCode.sent_at > since)
    return session.exec(query.order_by(col(SmsCode.sent_at).desc())).all()


def of_others_since(session: Session, to: str, since: datetime, *, withheld: bool) -> Sequence[datetime]:
    """Return when codes of all purposes that others may have requested went to this phone number, or were withheld."""
    query = select(SmsCode.sent_at).where(SmsCode.to == to, SmsCode.sent_at > since, col(SmsCode.by_others).is_(True))
    return session.exec(query.where(col(SmsCode.withheld).is_(withheld))).all()


def made_since(session: Session, purpose: CodePurpose, subject: UUID, since: datetime) -> Sequence[datetime]:
    """Return when codes of this purpose were created for this row since then, newest first."""
    query = select(SmsCode.sent_at).where(SmsCode.purpose == purpose, SmsCode.subject == subject)
    return session.exec(query.where(SmsCode.sent_at > since).order_by(col(SmsCode.sent_at).desc())).all()


def delete_about(session: Session, subject: UUID) -> None:
    """Delete all codes about this row."""
    session.execute(delete(SmsCode).where(col(SmsCode.subject) == subject))


def _hash(code_id: UUID, digits: str) -> str:
    return current_keyring().blind_index("code", f"{code_id}:{digits}")
