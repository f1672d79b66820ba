"""The guard of the audit: tampering reaches the admins, each finding once, and a whole audit raises no alarm."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from bot.engine.audit_guard import AuditGuard, UnsealedEntries
from storage import audit_verification
from storage.audit_verification import VerificationCursor
from storage.audit_watch import AuditWatch
from storage.database import Database
from storage.staff.alarms import Alarm
from tests.storage.audit_tampering import TAMPERING, record


def alarms(session: Session) -> list[tuple[str, int]]:
    """Return the subject and the number of alarms."""
    return [(each.subject, each.count) for each in session.exec(select(Alarm)).all()]


@pytest.fixture
def now() -> datetime:
    """The moment of all entries."""
    return datetime(2026, 11, 25, 2, tzinfo=UTC)


def rounds(session: Session, guard: AuditGuard, now: datetime, number: int = 8) -> None:
    """Run so many rounds."""
    for _ in range(number):
        guard.seal(session, now)
        guard.verify(session, now)


@pytest.mark.parametrize("what", sorted(set(TAMPERING) - {"a copy"}))
def test_tampering_raises_an_alarm_of_each_finding_once(lite: Database, now: datetime, what: str) -> None:
    tamper, _ = TAMPERING[what]
    with lite.transaction() as session:
        guard = AuditGuard(links=2)
        record(session, now, 5)
        rounds(session, guard, now)
        assert alarms(session) == []
        tamper(session)
        rounds(session, guard, now, 20)
        ((_, number),) = alarms(session)
        assert number == len(guard._reported), "sealing goes on, so that what is found first has more than one number"


def test_a_whole_audit_is_verified_over_and_over_without_an_alarm(lite: Database, now: datetime) -> None:
    with lite.transaction() as session:
        guard, seen = AuditGuard(links=2), set()
        for _ in range(30):
            record(session, now, 1)
            rounds(session, guard, now, 1)
            seen.add(guard._verified.position)
        assert {0, 2, 8} <= seen
        assert alarms(session) == []


def test_pieces_find_what_the_whole_finds(lite: Database, now: datetime) -> None:
    with lite.transaction() as session:
        record(session, now, 7)
        AuditGuard().seal(session, now)
        session.execute(text("UPDATE audit SET details = '{}' WHERE id = 6"))
        cursor = VerificationCursor()
        found = [audit_verification.fault_in_next(session, cursor, links=2) for _ in range(3)]
        assert found == [None, None, audit_verification.first_fault(session)]
        assert cursor == VerificationCursor()


async def test_entries_that_are_gone_before_they_are_sealed_raise_an_alarm(lite: Database, now: datetime) -> None:
    seconds = [0.0]
    watching = UnsealedEntries(lite, clock=lambda: now, watch=AuditWatch(lambda: seconds[0]))
    with lite.transaction() as session:
        record(session, now, 3)
    await watching.round()
    with lite.transaction() as session:
        session.execute(text("DELETE FROM audit WHERE id = 2"))
    seconds[0] = 60
    for _ in range(2):
        await watching.round()
    with lite.reading() as session:
        assert alarms(session) == [("removed before it was sealed: 1", 1)]
