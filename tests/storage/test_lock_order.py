"""The recorder of lock order reports what would let two transactions wait for each other, and nothing else."""

import re
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import pytest
from sqlmodel import Session, col, update

from storage import database
from storage.database import Database, NamedLock, add, lock_row
from storage.database.counters import next_number
from storage.engine import turn_state
from storage.identity import accounts
from storage.register import people
from storage.register.people import Person
from storage.register.vehicles import Vehicle
from storage.violations import decisions
from tests.storage.lock_order import LOCK_ORDER, watched

ROOT = Path(__file__).parents[2]


def lock(session: Session, kind: type[Person] | type[Vehicle]) -> None:
    """Lock one row of a table; there is none, which the recorder does not know of a SELECT."""
    lock_row(session, kind, uuid4())


def lock_name(session: Session, kind: NamedLock, name: str) -> None:
    """Take an advisory lock as services do."""
    database.lock_name(session, kind, name)


def test_locks_in_order_are_not_reported(lite: Database) -> None:
    with watched(lite) as recorder, lite.transaction() as session:
        lock(session, Person)
        lock(session, Vehicle)
        lock(session, Vehicle)
        decisions.lock_all(session, [uuid4()])
    assert recorder.wrong == []


def test_a_lock_out_of_order_is_reported_with_both_statements(lite: Database) -> None:
    def lock_out_of_order() -> None:
        with watched(lite), lite.transaction() as session:
            lock(session, Vehicle)
            lock(session, Person)

    with pytest.raises(pytest.fail.Exception, match=r"(?s)people after vehicles:.*FROM vehicles.*THEN.*FROM people"):
        lock_out_of_order()


def test_advisory_locks_are_compared_with_rows_and_with_each_other(lite: Database) -> None:
    with watched(lite) as recorder, lite.transaction() as session:
        lock_name(session, NamedLock.LIMIT, "b")
        lock_name(session, NamedLock.LIMIT, "b")
        lock(session, Person)
        lock_name(session, NamedLock.LIMIT, "b")
        assert recorder.wrong == []
        lock_name(session, NamedLock.LIMIT, "a")
        alphabet, order = recorder.wrong
        recorder.wrong.clear()
    assert alphabet == "limit a after limit b"
    assert order.startswith("limit after people:")


def test_rows_of_ones_own_and_rows_locked_before_are_not_reported(lite: Database) -> None:
    with watched(lite) as recorder, lite.transaction() as session:
        first = add(session, people.new(id_number="1", name="李"))
        locked = uuid4()
        lock_row(session, Person, locked)
        lock(session, Vehicle)
        lock_row(session, Person, first.id)
        lock_row(session, Person, locked)
        session.exec(update(Person).where(col(Person.id) == first.id).values(points=1))
        session.exec(update(Person).where(col(Person.id) == uuid4()).values(points=1))  # No such row.
    assert recorder.wrong == []


def test_a_transaction_and_a_turn_begin_without_locks(lite: Database, now: datetime) -> None:
    with watched(lite) as recorder:
        with lite.transaction() as session:
            accounts.get_or_create(session, 1, 7, language="en", at=now)
            session.expunge_all()
            lock(session, Vehicle)
            assert turn_state.find(session, 1, 7, "1:7") is not None
            lock(session, Person)
            lock(session, Vehicle)
        with lite.transaction() as session:
            lock(session, Person)
    assert recorder.wrong == []


def test_the_documented_order_is_the_one_that_is_checked() -> None:
    section = (ROOT / "docs" / "scaling.md").read_text().partition("## Locks")[2].partition("\n## ")[0]
    rows = re.findall(r"^\d\. .*$", section, re.MULTILINE)
    assert tuple(re.findall(r"`([\w-]+)`", " ".join(rows))) == LOCK_ORDER
    assert set(NamedLock) < set(LOCK_ORDER)


def test_every_advisory_lock_is_seen_by_the_recorder() -> None:
    """It replaces `database.lock_name`, which nobody has imported by its own name."""
    sources = [path.read_text() for folder in ("bot", "handlers", "storage") for path in (ROOT / folder).rglob("*.py")]
    calls = [line for source in sources for line in source.splitlines() if "lock_name(" in line and "def " not in line]
    assert calls
    asked = re.compile(r"database\.lock_name\(session, (database\.)?NamedLock\.")
    assert [line for line in calls if not asked.search(line)] == []


def test_nobody_waits_for_a_counter_until_the_end_of_a_turn(postgresql_store: Database) -> None:
    with postgresql_store.transaction() as first, postgresql_store.transaction() as second:
        assert [next_number(session, "filing") for session in (first, second, first)] == [1001, 1002, 1003]


def test_a_counter_counts_by_name(database: Database) -> None:
    with database.transaction() as session:
        assert [next_number(session, name) for name in ("filing", "refund", "filing")] == [1001, 1001, 1002]
