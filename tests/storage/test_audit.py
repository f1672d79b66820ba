"""The audit: its chain, the keys of the chain, and what has come late or from an earlier version."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import insert, select, text, update
from sqlmodel import Session

from storage import audit, audit_chain, audit_entry_marks, audit_keys, reencryption
from storage.audit import Action, AuditEntry
from storage.audit_chain import ChainCursor, extend_chain
from storage.audit_verification import AuditFault, AuditFaultKind, first_fault
from storage.database import Database
from storage.database.encryption import Keyring, use_keyring
from tests.databases import SECRET
from tests.storage.audit_tampering import ENTRIES, KEYS, LINKS, extend, record

NEW = b"a new secret of the tests, 32 by"


def test_an_unchanged_chain_is_valid_and_numbered_without_gaps(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        assert first_fault(session) is None
        record(session, now, 5)
        assert extend(session, now) == 5
        record(session, now, 2)
        assert first_fault(session) is None
        assert extend(session, now) == 2
        assert extend(session, now) == 0
    with database.reading() as session:
        assert first_fault(session) is None
        assert session.execute(select(LINKS.c.position).order_by(LINKS.c.position)).scalars().all() == [*range(1, 8)]


def of_an_earlier_version(session: Session, now: datetime) -> None:
    """Record three entries without marks, with links without a key."""
    record(session, now, 3)
    session.execute(update(ENTRIES).values(mark=None))
    last = ""
    for row in session.execute(select(ENTRIES).order_by(ENTRIES.c.id)).all():
        last = audit_chain.plain_link(last, row)
        session.execute(insert(LINKS).values(position=row.id, entry_id=row.id, hash=last))


def test_the_chain_of_an_earlier_version_is_sealed_as_it_stands(lite: Database, now: datetime) -> None:
    with lite.transaction() as session:
        of_an_earlier_version(session, now)
        assert first_fault(session) == AuditFault(AuditFaultKind.KEY_MISSING, 1)
        assert extend(session, now) == 0
        assert first_fault(session) is None
        record(session, now, 1)
        session.execute(update(ENTRIES).where(ENTRIES.c.id == 4).values(mark=None))  # By a process that still runs.
        assert first_fault(session) is None
        assert extend(session, now + audit_keys.ADOPTION) == 1
        record(session, now, 1)
        assert extend(session, now) == 1
        assert first_fault(session) is None


def test_the_chain_of_an_earlier_version_cannot_be_computed_anew_afterwards(lite: Database, now: datetime) -> None:
    with lite.transaction() as session:
        of_an_earlier_version(session, now)
        extend(session, now)
        record(session, now, 1)
        extend(session, now)
        session.execute(update(ENTRIES).where(ENTRIES.c.id == 2).values(details="{}"))
        last = ""
        for row in session.execute(select(ENTRIES).where(ENTRIES.c.id < 4).order_by(ENTRIES.c.id)).all():
            last = audit_chain.plain_link(last, row)
            session.execute(update(LINKS).where(LINKS.c.entry_id == row.id).values(hash=last))
        assert first_fault(session) == AuditFault(AuditFaultKind.CHANGED, 3)


def rotate(session: Session, now: datetime) -> None:
    """Record under the old secret, add a new one, record, encrypt again, and remove the old one."""
    record(session, now, 3)
    extend(session, now)
    use_keyring(Keyring((NEW, SECRET)))
    record(session, now, 2)
    extend(session, now)
    for column in reencryption.outdated_columns():
        column.renew(session, column.rows(session, after=None, limit=1_000))
    use_keyring(Keyring((NEW,)))


def test_the_chain_verifies_after_its_secret_is_gone(lite: Database, now: datetime) -> None:
    with lite.transaction() as session:
        rotate(session, now)
        assert first_fault(session) is None
        record(session, now, 1)
        assert extend(session, now) == 1
        assert first_fault(session) is None
        assert [key.first for key in audit_keys.every(session)] == [1, 4]


def test_who_has_a_former_secret_changes_nothing_before_the_new_key(lite: Database, now: datetime) -> None:
    with lite.transaction() as session:
        rotate(session, now)
        former, last = audit_keys.every(session)[0], ""
        session.execute(update(ENTRIES).where(ENTRIES.c.id == 2).values(details="{}"))
        for row in session.execute(select(ENTRIES).where(ENTRIES.c.id < 4).order_by(ENTRIES.c.id)).all():
            last = audit_chain.link(former, row.id, last, row)
            session.execute(update(LINKS).where(LINKS.c.entry_id == row.id).values(hash=last))
        assert first_fault(session) == AuditFault(AuditFaultKind.CHANGED, 3)


@pytest.mark.parametrize(("number", "first"), [(1, 4), (2, 1)])
def test_a_key_that_is_gone_is_noticed(lite: Database, now: datetime, number: int, first: int) -> None:
    with lite.transaction() as session:
        rotate(session, now)
        session.execute(KEYS.delete().where(KEYS.c.id == number))
        session.execute(LINKS.delete().where(LINKS.c.position > 3))
        session.execute(ENTRIES.delete().where(ENTRIES.c.id > 3))
        assert first_fault(session) == AuditFault(AuditFaultKind.KEY_MISSING, first)


def test_an_entry_that_commits_late_is_added_to_the_chain(postgresql_store: Database, now: datetime) -> None:
    with postgresql_store.transaction() as session:
        extend(session, now)
    with postgresql_store.transaction() as slow:
        record(slow, now, 1)
        with postgresql_store.transaction() as quick:
            record(quick, now, 1)
            assert extend(quick, now) == 1
    with postgresql_store.transaction() as session:
        assert extend(session, now) == 1
        assert first_fault(session) is None


def test_recording_does_not_wait_for_sealing(postgresql_store: Database, now: datetime) -> None:
    with postgresql_store.transaction() as sealing:
        record(sealing, now, 1)
        extend(sealing, now)
        with postgresql_store.transaction() as turn:
            turn.execute(text("SET LOCAL lock_timeout = '100ms'"))
            record(turn, now, 1)


def test_an_entry_that_commits_more_than_ten_thousand_numbers_late_gets_its_link(lite: Database, now: datetime) -> None:
    cursor, late = ChainCursor(), 3
    with lite.transaction() as session:
        record(session, now, 1)
        session.execute(text("UPDATE audit SET id = 40000"))
        extend_chain(session, cursor, now=now)
        record(session, now, 1)
        session.execute(text("UPDATE audit SET id = :late WHERE id = 40001"), {"late": late})
        added = [extend_chain(session, cursor, now=now) for _ in range(30_000 // audit_chain.WINDOW + 1)]
        assert sum(added) == 1
        assert first_fault(session) is None


def test_a_mark_is_of_its_content_alone_and_never_the_same_twice(now: datetime) -> None:
    content: dict[str, Any] = {"at": now, "action": "rule:set", "by": UUID(int=1), "on": None, "details": "{}"}
    marks = {audit_entry_marks.mark(**content) for _ in range(2)}
    assert len(marks) == 2
    row = AuditEntry(**content, mark=marks.pop())
    assert audit_entry_marks.is_genuine(row)
    for name, other in {"at": now + timedelta(seconds=1), "by": None, "on": UUID(int=1), "mark": "no Base64"}.items():
        assert not audit_entry_marks.is_genuine(AuditEntry(**{**content, "mark": row.mark, name: other}))


def test_actions_are_counted_by_person_and_time(database: Database, now: datetime) -> None:
    person, other = uuid4(), uuid4()
    with database.transaction() as session:
        for by, at in ((person, now), (person, now - timedelta(days=2)), (other, now)):
            audit.record(session, Action.CODE_SENT, by=by, on=None, at=at)
        assert audit.count(session, Action.CODE_SENT, by=person, since=now - timedelta(days=1)) == 1
