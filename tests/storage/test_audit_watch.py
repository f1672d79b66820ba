"""Entries of the audit that are removed before they are sealed are missed by the process that wrote them."""

from contextlib import AbstractContextManager, suppress
from datetime import datetime
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlmodel import Session

from storage.audit import Action, record
from storage.audit_chain import extend_chain
from storage.audit_watch import AuditWatch
from storage.database import Database, savepoint


class Watched:
    """A watched database, and its clock."""

    def __init__(self, database: Database) -> None:
        self.database, self.seconds = database, 0.0
        self.watch = AuditWatch(lambda: self.seconds)
        database.watch = self.watch

    def removed(self, *, after: float = 31) -> int:
        """Return how many entries are missed after these seconds."""
        self.seconds += after
        with self.database.reading() as session:
            return self.watch.removed(session)

    def write(self, now: datetime, number: int = 1) -> None:
        """Record so many entries."""
        with self.database.transaction() as session:
            for _ in range(number):
                entry(session, now)

    def run(self, statement: str) -> None:
        """Do something behind the desk."""
        with self.database.transaction() as session:
            session.execute(text(statement))


def entry(session: Session, now: datetime) -> None:
    record(session, Action.RULE_SET, by=None, on=uuid4(), at=now)


@pytest.fixture
def watched(database: Database) -> Watched:
    """A watched database."""
    return Watched(database)


def test_an_entry_that_is_removed_before_it_is_sealed_is_missed_once(watched: Watched, now: datetime) -> None:
    watched.write(now, 5)
    assert watched.removed(after=1) == 0
    watched.run("DELETE FROM audit WHERE id IN (2, 4)")
    assert watched.removed(after=1) == 0, "a replica may be late"
    assert [watched.removed(), watched.removed()] == [2, 0]


def test_what_is_sealed_is_left_to_the_chain(watched: Watched, now: datetime) -> None:
    watched.write(now, 3)
    with watched.database.transaction() as session:
        assert extend_chain(session, now=now) == 3
    assert watched.removed(after=1) == 0
    watched.run("DELETE FROM audit WHERE id = 2")
    assert watched.removed() == 0


def test_an_entry_whose_content_and_mark_are_replaced_is_missed(watched: Watched, now: datetime) -> None:
    watched.write(now, 2)
    watched.run("UPDATE audit SET mark = (SELECT mark FROM audit WHERE id = 1) WHERE id = 2")
    assert watched.removed() == 1


def fail(point: AbstractContextManager[object], *sessions: Session, now: datetime) -> None:
    """Record entries in a transaction or savepoint that is rolled back."""
    with suppress(LookupError), point as opened:
        for session in sessions or (opened,):
            assert isinstance(session, Session)
            entry(session, now)
            with session.begin_nested():
                entry(session, now)
        raise LookupError


def test_entries_that_were_never_committed_are_not_missed(watched: Watched, now: datetime) -> None:
    fail(watched.database.transaction(), now=now)
    with watched.database.transaction() as session:
        entry(session, now)
        fail(savepoint(session), session, now=now)
        fail(session.begin_nested(), session, now=now)
        with session.begin_nested(), savepoint(session):
            entry(session, now)
    assert len(watched.watch._unsealed) == 2
    assert watched.removed() == 0


def test_an_entry_far_below_the_newest_is_not_missed(watched: Watched, now: datetime) -> None:
    watched.write(now, 3)
    watched.watch.late, watched.watch._lowest = 0, 3
    assert watched.removed() == 0
    assert not watched.watch._unsealed


def test_no_more_entries_are_remembered_than_fit() -> None:
    watch = AuditWatch(max_entries=3)
    watch(["a", "b"])
    watch(["c", "d", "e"])
    assert list(watch._unsealed) == ["c", "d", "e"]
