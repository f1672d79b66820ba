"""The audit of a store that is wiped without its key: that sealing has begun is kept under the key."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import update
from sqlmodel import Session

from storage import audit_heads, audit_keys, store_identity
from storage.audit_verification import AuditFault, AuditFaultKind, VerificationCursor, fault_in_next, first_fault
from storage.database import Database, table_of
from storage.store_identity import StoreIdentity, StoreKind
from tests.storage.audit_tampering import ENTRIES, KEYS, LINKS, extend, record, written_by_hand

HEADS, IDENTITY = table_of(audit_heads.AuditHead), table_of(StoreIdentity)
GONE = AuditFault(AuditFaultKind.KEY_MISSING, 1)


def forge(session: Session) -> None:
    session.execute(update(ENTRIES).values(mark=None, details="forged"))


WIPING: dict[str, Callable[[Session], object]] = {
    "with all entries": lambda session: session.execute(ENTRIES.delete()),
    "with some entries": lambda session: session.execute(ENTRIES.delete().where(ENTRIES.c.id == 2)),
    "with forged entries": forge,
}


def sealed(session: Session, now: datetime) -> None:
    """Seal five entries of a store that has its identity."""
    store_identity.adopt(session, StoreKind.REAL, 5, at=now)
    record(session, now, 5)
    extend(session, now)


@pytest.mark.parametrize("what", WIPING)
def test_emptied_tables_of_the_seals_are_a_fault_and_no_chain_is_begun_anew(
    lite: Database, now: datetime, what: str
) -> None:
    with lite.transaction() as session:
        sealed(session, now)
        assert first_fault(session) is None
        for table in (LINKS, KEYS, HEADS):
            session.execute(table.delete())
        WIPING[what](session)
        session.expire_all()
        assert (first_fault(session), fault_in_next(session, VerificationCursor(), links=9)) == (GONE, GONE)
        assert extend(session, now) == 0
        assert (audit_keys.newest(session), first_fault(session)) == (None, GONE)


def test_a_canary_that_somebody_else_wrote_is_a_fault(lite: Database, now: datetime) -> None:
    with lite.transaction() as session:
        sealed(session, now)
        session.execute(update(IDENTITY).values(canary_sealed=b"canary"))
        session.expire_all()
        assert first_fault(session) == GONE


def test_a_store_that_was_sealed_before_its_identity_notes_it_with_the_next_look(lite: Database, now: datetime) -> None:
    with lite.transaction() as session:
        record(session, now, 1)
        extend(session, now)
        store_identity.adopt(session, StoreKind.REAL, 5, at=now)
        assert not store_identity.is_audit_sealed(session)
        extend(session, now)
        assert store_identity.is_audit_sealed(session)
        found = store_identity.read(session.connection())
        assert found is not None
        assert store_identity.is_opened(found)


def test_a_new_store_adopts_no_entry_without_a_mark(lite: Database, now: datetime) -> None:
    with lite.transaction() as session:
        sealed(session, now)
        written_by_hand(session, number=40)
        assert extend(session, now) == 0
        assert first_fault(session) == AuditFault(AuditFaultKind.INSERTED, 40)


def test_entries_of_an_earlier_version_without_links_are_adopted(lite: Database, now: datetime) -> None:
    with lite.transaction() as session:
        record(session, now, 2)
        session.execute(update(ENTRIES).values(mark=None))
        assert first_fault(session) is None
        assert extend(session, now) == 2
        assert first_fault(session) is None


def test_after_an_hour_of_the_new_version_an_entry_without_a_mark_is_inserted_whatever_its_number(
    lite: Database, now: datetime
) -> None:
    with lite.transaction() as session:
        record(session, now, 2)
        session.execute(update(ENTRIES).values(mark=None))
        extend(session, now)
        record(session, now + audit_keys.ADOPTION + timedelta(seconds=1), 1)
        assert extend(session, now + 2 * audit_keys.ADOPTION) == 1
        written_by_hand(session, number=10**15)
        assert first_fault(session) == AuditFault(AuditFaultKind.INSERTED, 10**15)
