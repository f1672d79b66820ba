"""Counters: short running numbers that people can say to each other, such as application #1024."""

from sqlalchemy import Connection, Engine, text
from sqlmodel import Field, Session, SQLModel

from storage.database import INSERTS, big_integer, table_of


class Counter(SQLModel, table=True):
    """The last number given out under a name."""

    __tablename__ = "counters"

    name: str = Field(primary_key=True)
    last: int = big_integer()


_counters = table_of(Counter)
START = 1000


def next_number(session: Session, name: str) -> int:
    """Return the next number of this counter. Each is given out once.

    On PostgreSQL it is counted in a transaction of its own, so that nobody waits for the counter until the end of a
    turn; a turn that is rolled back leaves a gap. Its commit need not be flushed: the turn's commit comes later.
    """
    bind = session.get_bind()
    if not isinstance(bind, Engine) or bind.dialect.name == "sqlite":
        return _next(session.connection(), name)
    with bind.begin() as connection:
        connection.execute(text("SET LOCAL synchronous_commit = off"))
        return _next(connection, name)


def _next(connection: Connection, name: str) -> int:
    first = INSERTS[connection.dialect.name](_counters).values(name=name, last=START + 1)
    step = first.on_conflict_do_update(index_elements=["name"], set_={"last": _counters.c.last + 1})
    return int(connection.execute(step.returning(_counters.c.last)).scalar_one())
