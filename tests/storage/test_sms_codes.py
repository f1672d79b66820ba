"""SMS codes: used once, attempts counted while they are valid, the end recorded once."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from sqlmodel import Session

from storage.database import Database
from storage.identity import sms_codes
from storage.identity.sms_codes import CodePurpose, SmsCode

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)


def sent(session: Session, subject: UUID, *, minutes: int = 0) -> SmsCode:
    """Insert a code sent so many minutes after NOW."""
    at = NOW + timedelta(minutes=minutes)
    until = at + timedelta(minutes=5)
    return sms_codes.new(session, CodePurpose.OWNER_APPROVAL, subject, to="x", digits="123456", at=at, expires_at=until)


def test_a_code_is_used_once(database: Database) -> None:
    with database.transaction() as session:
        code = sent(session, uuid4())
        assert sms_codes.use(session, code, at=NOW)
        assert not sms_codes.use(session, code, at=NOW + timedelta(seconds=1))


def test_a_used_code_counts_no_more_attempts(database: Database) -> None:
    with database.transaction() as session:
        code = sent(session, uuid4())
        assert sms_codes.count_attempt(session, code, max_attempts=5)
        sms_codes.use(session, code, at=NOW)
        assert not sms_codes.count_attempt(session, code, max_attempts=5)


def test_a_newer_code_leaves_ended_ones_unchanged(database: Database) -> None:
    subject = uuid4()
    with database.transaction() as session:
        first, second = sent(session, subject), sent(session, subject, minutes=1)
        sms_codes.use(session, second, at=NOW + timedelta(minutes=1))
        sent(session, subject, minutes=2)
        session.refresh(first)
        session.refresh(second)
        assert first.ended_at == NOW + timedelta(minutes=1)
        assert second.ended_at is None
