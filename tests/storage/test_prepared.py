"""Prepared statements write and read the same rows and types, in the same transaction, as SQLAlchemy."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import bindparam, func, insert, select, update
from sqlmodel import Session

from storage.database import Database, savepoint, table_of
from storage.database.prepared import PreparedStatement
from storage.engine.timers import Timer, TimerState

TIMERS = table_of(Timer)
COLUMNS = ("id", "kind", "subject", "lane", "due_at", "state")
PUT = PreparedStatement(insert(TIMERS), *COLUMNS)
FIND = PreparedStatement(select(TIMERS).where(TIMERS.c.id == bindparam("wanted")))
MOVE = PreparedStatement(update(TIMERS).where(TIMERS.c.id == bindparam("wanted")).values(state=bindparam("to_state")))


def row(**other: Any) -> dict[str, Any]:
    due = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
    kept = {"id": uuid4(), "kind": "it's", "subject": uuid4(), "lane": "1:7", "due_at": due}
    return {**kept, "state": TimerState.SET, **other}


def count(session: Session) -> int:
    return int(session.connection().execute(select(func.count()).select_from(TIMERS)).scalar_one())


def test_values_are_read_with_their_types(database: Database) -> None:
    one, nasty = row(), row(kind="'; DROP TABLE timers; -- %s %(x)s ?")
    with database.transaction() as session:
        PUT.run(session, one)
        PUT.run(session, nasty)
        assert FIND.first(session, {"wanted": one["id"]}) == list(one.values())
        assert FIND.first(session, {"wanted": nasty["id"]}) == list(nasty.values())
        assert FIND.first(session, {"wanted": uuid4()}) is None
        MOVE.run(session, {"wanted": one["id"], "to_state": TimerState.FIRED})
    with database.reading() as session:
        assert session.get_one(Timer, one["id"]).state is TimerState.FIRED
        assert session.get_one(Timer, one["id"]).due_at.utcoffset() == timedelta()


def put_and_fail(session: Session) -> None:
    PUT.run(session, row())
    raise LookupError


def in_savepoint(session: Session) -> None:
    with savepoint(session):
        put_and_fail(session)


def in_transaction(database: Database) -> None:
    with database.transaction() as session:
        put_and_fail(session)


def test_a_prepared_statement_is_part_of_the_transaction_and_its_savepoint(database: Database) -> None:
    with database.transaction() as session:
        PUT.run(session, row())
        with pytest.raises(LookupError):
            in_savepoint(session)
        assert count(session) == 1
    with pytest.raises(LookupError):
        in_transaction(database)
    with database.reading() as session:
        assert count(session) == 1


def test_a_refused_statement_rolls_back_the_savepoint_alone(database: Database) -> None:
    one = row()
    with database.transaction() as session:
        PUT.run(session, one)
        with pytest.raises(Exception, match="(?i)unique"), savepoint(session):
            PUT.run(session, one)
        PUT.run(session, row(subject=uuid4()))
        assert count(session) == 2


def test_a_missing_value_is_named(database: Database) -> None:
    with database.transaction() as session, pytest.raises(KeyError, match="lane"):
        PUT.run(session, {name: value for name, value in row().items() if name != "lane"})
