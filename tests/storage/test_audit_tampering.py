"""The audit: whatever somebody changes in it is found, at its number."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlmodel import Session

from storage import audit_heads, audit_keys
from storage.audit_heads import AuditHead
from storage.audit_verification import AuditFault, AuditFaultKind, KnownHead, first_fault
from storage.database import Database
from tests.storage.audit_tampering import ENTRIES, KEYS, LINKS, TAMPERING, copy, extend, record, written_by_hand


@pytest.mark.parametrize("what", TAMPERING)
def test_tampering_is_found_at_its_number(lite: Database, now: datetime, what: str) -> None:
    tamper, fault = TAMPERING[what]
    with lite.transaction() as session:
        record(session, now, 5)
        extend(session, now)
        tamper(session)
        assert first_fault(session) == fault


@pytest.mark.parametrize(("number", "at"), [(40, "2026-11-25 02:00:00"), (6, "2026-11-20 02:00:00")])
def test_an_entry_that_the_desk_did_not_write_is_never_sealed(
    lite: Database, now: datetime, number: int, at: str
) -> None:
    later = now + audit_keys.ADOPTION * 1.1
    with lite.transaction() as session:
        record(session, now, 5)
        extend(session, now)
        written_by_hand(session, number=number, at=at)
        assert extend(session, later) == 0
        session.execute(text("UPDATE sqlite_sequence SET seq = 50 WHERE name = 'audit'"))
        record(session, later, 1)
        assert extend(session, later) == 1
        assert first_fault(session) == AuditFault(AuditFaultKind.INSERTED, number)


@pytest.mark.parametrize("is_sealed", [True, False])
@pytest.mark.parametrize("number", [40, 0, -5])
def test_of_two_equal_entries_the_copy_is_named_also_under_a_lower_number(
    lite: Database, now: datetime, number: int, is_sealed: bool
) -> None:
    with lite.transaction() as session:
        record(session, now, 5)
        session.execute(text("UPDATE sqlite_sequence SET seq = 49 WHERE name = 'audit'"))
        record(session, now, 1)
        extend(session, now)
        copy(session, 50, to=number)
        if is_sealed:
            extend(session, now)
        assert first_fault(session) == AuditFault(AuditFaultKind.INSERTED, number)


def test_a_copy_under_no_number_of_the_desk_is_named_before_its_original_is_sealed(
    lite: Database, now: datetime
) -> None:
    with lite.transaction() as session:
        record(session, now, 5)
        copy(session, 2, to=-5)
        assert first_fault(session) == AuditFault(AuditFaultKind.INSERTED, -5)
        extend(session, now)
        assert first_fault(session) == AuditFault(AuditFaultKind.INSERTED, -5)


@pytest.mark.parametrize("change", ["details = '{}'", "at = 'x'", '"on" = upper("on")'])
def test_an_entry_changed_before_it_is_sealed_is_found(lite: Database, now: datetime, change: str) -> None:
    with lite.transaction() as session:
        record(session, now, 1)
        session.execute(text(f"UPDATE audit SET {change}"))
        assert first_fault(session) == AuditFault(AuditFaultKind.INSERTED, 1)
        assert extend(session, now) == 0


def head(session: Session) -> AuditHead:
    key = audit_keys.newest(session)
    assert key is not None
    day = datetime(2026, 11, 25, tzinfo=UTC)
    return AuditHead(day=day.date(), position=key.position, hash=key.hash, at=day, document="{}")


def begin_anew(session: Session, now: datetime) -> None:
    """Remove an entry and let the desk seal the rest as if it had never sealed anything."""
    session.execute(LINKS.delete())
    session.execute(KEYS.delete())
    session.execute(ENTRIES.delete().where(ENTRIES.c.id == 2))
    extend(session, now)


def test_a_chain_that_the_desk_is_made_to_begin_anew_is_found_by_a_head_given_outside(
    lite: Database, now: datetime
) -> None:
    with lite.transaction() as session:
        record(session, now, 5)
        extend(session, now)
        kept = head(session)
        begin_anew(session, now)
        assert first_fault(session, [KnownHead(kept.position, kept.hash)]) == AuditFault(AuditFaultKind.OTHER_HEAD, 5)


def test_the_desk_begins_no_chain_anew_after_a_head_was_given_outside(lite: Database, now: datetime) -> None:
    with lite.transaction() as session:
        record(session, now, 5)
        extend(session, now)
        session.add(head(session))
        session.flush()
        assert first_fault(session) is None
        begin_anew(session, now)
        assert audit_keys.newest(session) is None
        assert first_fault(session) == AuditFault(AuditFaultKind.OTHER_HEAD, 5)
        assert len(audit_heads.every(session)) == 1
