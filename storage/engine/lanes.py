"""Taking work from lane to lane: a cursor over the names of lanes, and how PostgreSQL finds the next one."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

# Lanes that a search may examine without a result: postponed ones, busy ones, and those of other workers.
MAX_EXAMINED = 200


@dataclass
class LaneCursor:
    """Where the search for lanes goes on. Lanes take turns in the order of their names, so that none waits for long."""

    after: str = ""


def heads(
    cursor: LaneCursor, find_after: Callable[[str], list[Any] | None], *, lane_at: int, most: int
) -> Iterator[list[Any]]:
    """Yield the first row of one lane after the other, from the cursor on, each lane at most once.

    find_after: returns the first row of the first lane after a name. lane_at: which value of a row is its lane.
    The workers of a process share a cursor: a walk keeps its own place, which no other walk moves.
    """
    start, has_wrapped = cursor.after, False
    after = start
    for _ in range(most):
        row = find_after(after)
        if row is None or (has_wrapped and row[lane_at] > start):
            cursor.after = after = ""
            if has_wrapped or not start:
                return
            has_wrapped = True
            continue
        cursor.after = after = row[lane_at]
        yield row


@contextmanager
def use_indexes(session: Session) -> Iterator[None]:
    """Keep PostgreSQL's planner from sorting a lane: with old statistics it takes a long lane for a short one."""
    if session.connection().dialect.name == "sqlite":
        yield
        return
    session.connection().execute(text("SET LOCAL enable_sort = off"))
    yield
    session.connection().execute(text("SET LOCAL enable_sort = on"))
