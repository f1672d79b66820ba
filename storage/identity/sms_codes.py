"""Codes: six digits sent by SMS. Kept as a keyed hash, bound to a purpose and a row, used once."""

import hmac
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from uuid import UUID, uuid4

from sqlalchemy import delete, func, update
from sqlmodel import Field, Session, SQLModel, col, select

from storage.database import add, choice, instant
from storage.database.encryption import current_keyring


class Purpose(StrEnum):
    """What a code is for; one made for another purpose never fits."""

    REGISTRATION = "registration"
    OWNER_CONSENT = "owner_consent"
    PAYMENT = "payment"
    PORTAL = "portal"


class Code(SQLModel, table=True):
    """One code. `subject` is the row it is about; `to` the keyed hash of the phone it went to.

    `asked_by`: the account that waits for it.
    """

    __tablename__ = "codes"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    purpose: Purpose = choice(Purpose)
    subject: UUID = Field(index=True)
    to: str = Field(index=True)
    hash: str
    asked_by: UUID | None = None
    sent_at: datetime = instant(index=True)
    expires_at: datetime = instant()
    attempts: int = 0
    used_at: datetime | None = instant(default=None)
    ended_at: datetime | None = instant(default=None)


def new(
    session: Session,
    purpose: Purpose,
    subject: UUID,
    *,
    to: str,
    digits: str,
    at: datetime,
    expires_at: datetime,
    asked_by: UUID | None = None,
) -> Code:
    """Keep a code; older ones of the same purpose and subject end."""
    older = update(Code).where(col(Code.purpose) == purpose, col(Code.subject) == subject)
    session.execute(older.where(col(Code.used_at).is_(None), col(Code.ended_at).is_(None)).values(ended_at=at))
    code = Code(purpose=purpose, subject=subject, to=to, hash="", sent_at=at, expires_at=expires_at)
    code.asked_by = asked_by
    code.hash = _hash(code.id, digits)
    return add(session, code)


def get(session: Session, code_id: UUID) -> Code | None:
    """Return this code."""
    return session.get(Code, code_id)


def current(session: Session, purpose: Purpose, subject: UUID) -> Code | None:
    """Return the code that may be typed for this, used, expired or not."""
    question = select(Code).where(Code.purpose == purpose, Code.subject == subject, col(Code.ended_at).is_(None))
    return session.exec(question.order_by(col(Code.sent_at).desc()).limit(1)).first()


def count_try(session: Session, code: Code, *, most: int) -> bool:
    """Count a try before anything is compared. False if there was none left."""
    question = update(Code).where(col(Code.id) == code.id, col(Code.attempts) < most, col(Code.used_at).is_(None))
    return session.execute(question.values(attempts=col(Code.attempts) + 1)).rowcount == 1  # type: ignore[attr-defined, no-any-return]


def fits(code: Code, digits: str) -> bool:
    """Compare in constant time."""
    return hmac.compare_digest(code.hash, _hash(code.id, digits))


def use(session: Session, code: Code, *, at: datetime) -> bool:
    """Use the code up. False if it was used already."""
    question = update(Code).where(col(Code.id) == code.id, col(Code.used_at).is_(None)).values(used_at=at)
    return session.execute(question).rowcount == 1  # type: ignore[attr-defined, no-any-return]


def sent_since(session: Session, to: str, since: datetime) -> int:
    """Return how many codes went to this phone (keyed hash) since then."""
    question = select(func.count()).select_from(Code).where(Code.to == to, Code.sent_at > since)
    return int(session.exec(question).one())


def made_since(session: Session, purpose: Purpose, subject: UUID, since: datetime) -> int:
    """Return how many codes of this purpose were made for this row since then."""
    question = select(func.count()).select_from(Code).where(Code.purpose == purpose, Code.subject == subject)
    return int(session.exec(question.where(Code.sent_at > since)).one())


def hold(session: Session, to: str) -> None:
    """Let nobody else send to this phone (keyed hash) until the end of the transaction: its day cap spans rows."""
    if session.get_bind().dialect.name == "sqlite":
        return  # There is one writer.
    key = int.from_bytes(sha256(to.encode()).digest()[:8], signed=True)
    session.exec(select(func.pg_advisory_xact_lock(key))).all()


def forget(session: Session, subject: UUID) -> None:
    """Delete every code about this row."""
    session.execute(delete(Code).where(col(Code.subject) == subject))


def _hash(code_id: UUID, digits: str) -> str:
    return current_keyring().blind_index("code", f"{code_id}:{digits}")
