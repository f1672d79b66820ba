"""Somebody else is faster: what he writes is there just before a statement of ours, after all that was read for it."""

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
def faster(session: Session, before: str, *actions: Any) -> Iterator[None]:
    """Let him do this, once, before the first statement that says these words. Fails if there is none."""
    connection, left = session.connection(), [actions]

    def listen(_one: Any, _two: Any, statement: str, *_: Any) -> None:
        if left and before in " ".join(statement.split()):
            for action in left.pop():
                connection.execute(action)

    event.listen(connection, "before_cursor_execute", listen)
    yield
    event.remove(connection, "before_cursor_execute", listen)
    assert not left, f"nothing was said like {before}"


def changed(kind: type[SQLModel], row: UUID, **values: Any) -> Any:
    """The statement that changes a row."""
    return update(kind).where(col(kind.id) == row).values(**values)  # type: ignore[attr-defined]


def removed(kind: type[SQLModel], row: UUID) -> Any:
    """The statement that takes a row away."""
    return delete(kind).where(col(kind.id) == row)  # type: ignore[attr-defined]


def written(session: Session, kind: type[SQLModel], /, **values: Any) -> Any:
    """The statement that writes a row; those it points to are there from now on."""
    return insert(kind).values(**described(session, kind, **values))


@contextmanager
def nothing_written(session: Session) -> Iterator[None]:
    """See that what is done here leaves no trace: nothing in the audit, nobody told, no step of a filing."""
    before = _traces(session)
    yield
    assert _traces(session) == before


def _traces(session: Session) -> list[int]:
    kinds: tuple[type[SQLModel], ...] = (AuditEntry, Delivery, FilingEvent)
    return [session.exec(select(func.count()).select_from(kind)).one() for kind in kinds]
