"""Wrong SMS codes: one row for each wrong try, counted by the phone number whose code was tried.

The phone number is a keyed hash: the rows limit guessing for a year, and name nobody. Who tried is counted by
`limit_records`.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Index, delete, text
from sqlmodel import Field, Session, col, select

from storage.database import UuidRow, add, choice, instant, partial_index, update_if
from storage.database.encryption import current_keyring
from storage.database.keyed_hashes import keyed_hash
from storage.identity.sms_codes import CodePurpose, SmsCode
from storage.retention import keep_until

KEPT_FOR = timedelta(days=366)


class WrongCode(UuidRow, table=True):
    """One wrong try. `target`: the keyed hash of purpose and phone number.

    `run_length`: how many wrong tries within a day end with this one, if so many are to be reported, else 0.
    `reported_at`: when the run was reported; `told_at`: when the people with this phone number were told.
    """

    __tablename__ = "wrong_codes"
    __table_args__ = (
        Index("ix_wrong_codes_target_at", "target", "at"),
        partial_index("ix_wrong_codes_runs", "at", where="run_length > 0 AND reported_at IS NULL"),
    )

    purpose: CodePurpose = choice(CodePurpose, constraint="purpose")
    target: str = keyed_hash()
    code_id: UUID = Field(index=True)
    at: datetime = instant(index=True)
    run_length: int = 0
    reported_at: datetime | None = instant(default=None)
    told_at: datetime | None = instant(default=None)


keep_until(KEPT_FOR, WrongCode, no_keeper="keyed hashes; deleted after a year")


def new(session: Session, code: SmsCode, *, at: datetime) -> WrongCode:
    """Insert a wrong try of this code."""
    target = target_index(code.purpose, code.to)
    return add(session, WrongCode(purpose=code.purpose, target=target, code_id=code.id, at=at))


def newest_against(session: Session, target: str, *, limit: int) -> Sequence[datetime]:
    """Return the moments of the newest wrong tries against a target (keyed hash), newest first."""
    query = select(WrongCode.at).where(WrongCode.target == target)
    return session.exec(query.order_by(col(WrongCode.at).desc()).limit(limit)).all()


def forgive(session: Session, code_id: UUID) -> None:
    """Delete the wrong tries of a code that was verified in the end: they were typing errors."""
    session.execute(delete(WrongCode).where(col(WrongCode.code_id) == code_id))


def unreported_runs(session: Session, *, limit: int) -> list[WrongCode]:
    """Return the oldest wrong tries that end a run which was not reported."""
    query = select(WrongCode).where(text("run_length > 0 AND reported_at IS NULL"))
    return list(session.exec(query.order_by(col(WrongCode.at)).limit(limit)))


def report(session: Session, run: WrongCode, *, at: datetime) -> bool:
    """Mark a run as reported. Returns False if another transaction did so first."""
    return update_if(session, run, col(WrongCode.reported_at).is_(None), reported_at=at)


def was_told(session: Session, target: str, *, since: datetime) -> bool:
    """Return whether the people with this target's phone number were told of a run since then."""
    query = select(WrongCode.id).where(WrongCode.target == target, col(WrongCode.told_at) > since)
    return session.exec(query.limit(1)).first() is not None


def delete_old(session: Session, *, before: datetime, limit: int = 500) -> None:
    """Delete wrong tries made before this moment, at most `limit`."""
    old = select(WrongCode.id).where(WrongCode.at < before).limit(limit).scalar_subquery()
    session.execute(delete(WrongCode).where(col(WrongCode.id).in_(old)))


def target_index(purpose: CodePurpose, to: str) -> str:
    """Return the keyed hash of a purpose and a phone number (itself a keyed hash)."""
    return current_keyring().blind_index("wrong code", f"{purpose}:{to}")
