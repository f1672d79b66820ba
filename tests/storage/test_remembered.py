"""Reads that are remembered within a transaction: until something is written or locked, or the transaction ends."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import delete
from sqlmodel import Session

from storage import database
from storage.database import Database, NamedLock
from storage.database.remembered import remembered
from storage.identity import accounts, limit_records
from storage.identity.limit_records import LimitRecord
from storage.register import people
from storage.register.people import Person
from storage.staff import rules
from storage.staff.rules import DatedRule
from tests.services.builders import DataBuilder

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
TOMORROW = date(2026, 12, 1)

calls: list[object] = []


@remembered
def records(session: Session, key: str, *, of: Person | None = None) -> int:
    """Count records, as a function that is asked often does."""
    calls.append((key, of))
    return limit_records.most(session, [key], on=NOON.date())


@pytest.fixture
def store(store_url: str) -> Iterator[Database]:
    """An empty store of either kind."""
    calls.clear()
    opened = Database(store_url)
    yield opened
    opened.close()


def test_the_same_question_is_read_once(store: Database) -> None:
    with store.transaction() as session:
        assert [records(session, "a"), records(session, "a"), records(session, "b")] == [0, 0, 0]
    assert calls == [("a", None), ("b", None)]
    with store.transaction() as session:
        assert records(session, "a") == 0
    assert len(calls) == 3


def _add(session: Session) -> None:
    limit_records.add(session, ["a"], until=TOMORROW)


def _add_without_flush(session: Session) -> None:
    session.add(LimitRecord(key_hash="a", until=TOMORROW))


def _delete(session: Session) -> None:
    limit_records.add(session, ["a"], until=TOMORROW)
    assert records(session, "a") == 1
    session.connection().execute(delete(LimitRecord))


def _roll_back(session: Session) -> None:
    nested = session.begin_nested()
    limit_records.add(session, ["a"], until=TOMORROW)
    assert records(session, "a") == 1
    nested.rollback()


def _roll_back_a_turn(session: Session) -> None:
    with suppress(LookupError), database.savepoint(session):
        limit_records.add(session, ["a"], until=TOMORROW)
        assert records(session, "a") == 1
        raise LookupError


CHANGES = [(_add, 1), (_add_without_flush, 1), (_delete, 0), (_roll_back, 0), (_roll_back_a_turn, 0)]


@pytest.mark.parametrize(("change", "after"), CHANGES)
def test_what_is_written_is_read_again(store: Database, change: Callable[[Session], None], after: int) -> None:
    with store.transaction() as session:
        assert records(session, "a") == 0
        change(session)
        assert records(session, "a") == after


def test_after_a_lock_everything_is_read_afresh(store: Database) -> None:
    with store.transaction() as session:
        person = DataBuilder(session).person()
        records(session, "a")
        database.lock_row(session, Person, person.id)
        records(session, "a")
        database.lock_name(session, NamedLock.LIMIT, "a")
        records(session, "a")
    # SQLite has one writer: nobody else changes anything meanwhile, and nothing is locked.
    assert len(calls) == (1 if store.is_sqlite else 3)


def test_rows_count_by_their_key_and_not_before_they_are_stored(store: Database) -> None:
    with store.transaction() as session:
        build = DataBuilder(session)
        one, other = build.person(), build.person()
        for person in (one, other, one):
            records(session, "a", of=person)
        assert calls == [("a", one), ("a", other)]
        stranger = people.new(id_number="110101199003070003", name="somebody", phone="")
        for _ in range(2):
            records(session, "a", of=stranger)
        assert len(calls) == 4


def test_each_turn_of_a_batch_gets_rows_that_its_session_holds(store: Database) -> None:
    with store.transaction() as session:
        build = DataBuilder(session)
        person = build.person()
        build.account(person)
        for _ in range(2):
            with database.savepoint(session):
                assert accounts.of_person(session, person.id) in session


def test_a_rule_of_a_turn_that_is_rolled_back_counts_for_no_other(store: Database) -> None:
    with store.transaction() as session:
        with suppress(LookupError), database.savepoint(session):
            session.add(DatedRule(name="fine", value="9", valid_from=NOON, set_at=NOON))
            assert rules.in_force(session, "fine", at=NOON) == "9"
            raise LookupError
        assert rules.in_force(session, "fine", at=NOON) is None


def test_a_rule_has_one_value_in_a_transaction_unless_it_is_changed_there(store: Database) -> None:
    def value(session: Session) -> str | None:
        return rules.in_force(session, "fine", at=NOON)

    def rule(value: str, since: datetime) -> DatedRule:
        return DatedRule(name="fine", value=value, valid_from=since, set_at=since)

    with store.transaction() as session:
        assert value(session) is None
        session.add(rule("1", NOON - timedelta(days=2)))
        assert value(session) == "1"
        session.add(rule("2", NOON - timedelta(days=1)))
        assert value(session) == "2"
        nested = session.begin_nested()
        session.add(rule("3", NOON))
        assert value(session) == "3"
        nested.rollback()
        assert value(session) == "2"
        session.add(rule("4", NOON + timedelta(seconds=1)))
        assert value(session) == "2"
    with store.transaction() as session:
        assert value(session) == "2"
