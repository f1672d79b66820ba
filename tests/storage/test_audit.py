"""The audit: later changes of entries are detected."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlmodel import Session

from storage import audit, audit_chain
from storage.audit import Action
from storage.audit_chain import ChainCursor
from storage.database import Database

TAMPERING = {
    "another action": "UPDATE audit SET action = 'rule:set' WHERE id = 3",
    "another person": 'UPDATE audit SET "by" = NULL WHERE id = 3',
    "other details": "UPDATE audit SET details = '{\"n\": 9}' WHERE id = 3",
    "an entry gone": "DELETE FROM audit WHERE id = 3",
    "a link gone": "DELETE FROM audit_seals WHERE position = 3",
    "a link changed": "UPDATE audit_seals SET hash = 'x' WHERE position = 3",
}


def record(session: Session, now: datetime, how_many: int) -> None:
    by = uuid4()
    for number in range(how_many):
        audit.record(session, Action.FILING_APPLIED, by=by, on=uuid4(), at=now, n=number)


def test_an_unchanged_chain_is_valid(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        record(session, now, 5)
        assert audit_chain.extend_chain(session) == 5
        record(session, now, 2)
        assert audit_chain.extend_chain(session) == 2
        assert audit_chain.extend_chain(session) == 0
    with database.reading() as session:
        assert audit_chain.first_broken_link(session) is None


@pytest.mark.parametrize("what", TAMPERING)
def test_tampering_is_found_at_its_position(lite: Database, now: datetime, what: str) -> None:
    with lite.transaction() as session:
        record(session, now, 5)
        audit_chain.extend_chain(session)
        session.execute(text(TAMPERING[what]))
        assert audit_chain.first_broken_link(session) in {3, 4}


def test_an_entry_that_commits_late_is_added_to_the_chain(postgresql_store: Database, now: datetime) -> None:
    with postgresql_store.transaction() as slow:
        record(slow, now, 1)
        with postgresql_store.transaction() as quick:
            record(quick, now, 1)
            assert audit_chain.extend_chain(quick) == 1
    with postgresql_store.transaction() as session:
        assert audit_chain.extend_chain(session) == 1
        assert audit_chain.first_broken_link(session) is None


def test_an_entry_that_commits_more_than_ten_thousand_numbers_late_gets_its_link(lite: Database, now: datetime) -> None:
    cursor, late = ChainCursor(), 3
    with lite.transaction() as session:
        record(session, now, 1)
        session.execute(text("UPDATE audit SET id = 40000"))
        audit_chain.extend_chain(session, cursor)
        record(session, now, 1)
        session.execute(text("UPDATE audit SET id = :late WHERE id = 40001"), {"late": late})
        added = [audit_chain.extend_chain(session, cursor) for _ in range(30_000 // audit_chain.WINDOW + 1)]
        assert sum(added) == 1
        assert audit_chain.first_broken_link(session) is None


def test_actions_are_counted_by_person_and_time(database: Database, now: datetime) -> None:
    person, other = uuid4(), uuid4()
    with database.transaction() as session:
        for by, at in ((person, now), (person, now - timedelta(days=2)), (other, now)):
            audit.record(session, Action.CODE_SENT, by=by, on=None, at=at)
        assert audit.count(session, Action.CODE_SENT, by=person, since=now - timedelta(days=1)) == 1
