"""Taking work from lane to lane: a cursor over the names of lanes, and how PostgreSQL finds the next one."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import text
from sqlmodel import Session

# Lanes that a search may look at in vain: postponed ones, busy ones, and those of other workers.
MAX_EXAMINED = 200


@dataclass
class LaneCursor:
    """Where the search for lanes goes on. Lanes take turns in the order of their names, so that none waits for long."""

    after: str = ""


@contextmanager
def use_indexes(session: Session) -> Iterator[None]:
    """Keep PostgreSQL's planner from sorting a lane: with old statistics it takes a long lane for a short one."""
    if session.connection().dialect.name == "sqlite":
        yield
        return
    session.connection().execute(text("SET LOCAL enable_sort = off"))
    yield
    session.connection().execute(text("SET LOCAL enable_sort = on"))
