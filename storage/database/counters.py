"""Counters: the short running numbers people say to each other (#1024)."""

from sqlalchemy import Table, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlmodel import Field, Session, SQLModel

from storage.database import big_integer


class Counter(SQLModel, table=True):
    """The last number given out under a name."""

    __tablename__ = "counters"

    name: str = Field(primary_key=True)
    last: int = big_integer()


_counters: Table = Counter.__table__  # type: ignore[attr-defined]
FIRST = 1000


def next_number(session: Session, name: str) -> int:
    """Give out the next number of this name. The row is locked until the commit: none is given twice."""
    insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql_insert
    start = insert(_counters).values(name=name, last=FIRST).on_conflict_do_nothing()
    session.connection().execute(start)
    step = update(_counters).where(_counters.c.name == name).values(last=_counters.c.last + 1)
    session.connection().execute(step)
    last = session.connection().execute(select(_counters.c.last).where(_counters.c.name == name)).scalar_one()
    return int(last)
