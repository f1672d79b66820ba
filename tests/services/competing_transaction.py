"""Simulates a competing transaction: its statements run just before a given statement of the session under test."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from sqlalchemy import delete, event, insert, update
from sqlmodel import Session, SQLModel, col, func, select

from storage.audit import AuditEntry
from storage.engine.outbox import Delivery
from storage.filing.filings import FilingEvent
from tests.storage.rows import described


@contextmanager
def competing(session: Session, before: str, *actions: Any) -> Iterator[None]:
    """Execute these statements once, just before the first statement of the session that contains the text `before`.

    Fails if no statement contains it.
    """
    connection, left = session.connection(), [actions]

    def listen(_one: Any, _two: Any, statement: str, *_: Any) -> None:
        if left and before in " ".join(statement.split()):
            for action in left.pop():
                connection.execute(action)

    event.listen(connection, "before_cursor_execute", listen)
    yield
    event.remove(connection, "before_cursor_execute", listen)
    assert not left, f"no statement contained {before}"


def changed(kind: type[SQLModel], row: UUID, **values: Any) -> Any:
    """Return the statement that updates a row."""
    return update(kind).where(col(kind.id) == row).values(**values)  # type: ignore[attr-defined]


def removed(kind: type[SQLModel], row: UUID) -> Any:
    """Return the statement that deletes a row."""
    return delete(kind).where(col(kind.id) == row)  # type: ignore[attr-defined]


def written(session: Session, kind: type[SQLModel], /, **values: Any) -> Any:
    """Return the statement that inserts a row; the rows it refers to are added at once."""
    return insert(kind).values(**described(session, kind, **values))


@contextmanager
def nothing_written(session: Session) -> Iterator[None]:
    """Fail unless the block adds nothing to the audit, the outbox and the timelines of filings."""
    before = _row_counts(session)
    yield
    assert _row_counts(session) == before


def _row_counts(session: Session) -> list[int]:
    kinds: tuple[type[SQLModel], ...] = (AuditEntry, Delivery, FilingEvent)
    return [session.exec(select(func.count()).select_from(kind)).one() for kind in kinds]
