"""Counters: short running numbers that people can say to each other, such as application #1024."""

from sqlalchemy import select, update
from sqlmodel import Field, Session, SQLModel

from storage.database import add_once, big_integer, table_of


class Counter(SQLModel, table=True):
    """The last number given out under a name."""

    __tablename__ = "counters"

    name: str = Field(primary_key=True)
    last: int = big_integer()


_counters = table_of(Counter)
START = 1000


def next_number(session: Session, name: str) -> int:
    """Return the next number of this counter. The row is locked until the commit, so each is given out once."""
    add_once(session, Counter, {"name": name, "last": START})
    step = update(_counters).where(_counters.c.name == name).values(last=_counters.c.last + 1)
    session.connection().execute(step)
    last = session.connection().execute(select(_counters.c.last).where(_counters.c.name == name)).scalar_one()
    return int(last)
