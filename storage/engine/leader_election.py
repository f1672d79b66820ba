"""Leader election: the database decides which replica polls, sends, runs housekeeping and fetches SMS delivery reports.

PostgreSQL: a leader holds an advisory lock on a connection of its own, and a lease: a row with a term that grows with
each takeover, renewed every second. Its writes are conditional on the term (fencing), and it stops by its own clock
before another replica may take over. A holder that was stopped, so that its lock stays but its lease ends, loses its
connection to the next one, and with it the transactions of the role in which it was stopped.
SQLite serves one process, which a lock on a file enforces.
"""

import fcntl
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from enum import IntEnum
from pathlib import Path
from typing import IO

from sqlalchemy import Connection, Row, func, make_url, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Field, Session, SQLModel

from storage.database import Database, big_integer, instant, table_of
from storage.retention import without_personal_data

LEASE_SECONDS = 6.0
# A leader stops so long before others may take over: a message under way is answered or cancelled in this time.
MARGIN_SECONDS = 2.0
# Of a lease, the part after which a holder that lives has renewed it.
RENEWED = 1 / 3
# The second number of the lock of a transaction that is conditional on a role: it shows whose transactions these are.
_CONDITIONAL = 1
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


class LeaderRole(IntEnum):
    """The roles that only one replica may have at a time; the value is the number of the lock."""

    POLLING = 7_301
    SENDING = 7_302
    HOUSEKEEPING = 7_303
    DELIVERY_REPORTS = 7_304


class Leader(SQLModel, table=True):
    """The lease of a role. `renewed_at`: by the database's clock. `backend_pid`: the server process of the lock."""

    __tablename__ = "leaders"

    role: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    term: int = big_integer(default=0)
    renewed_at: datetime = instant()
    backend_pid: int = 0


without_personal_data(Leader, "which process runs the periodic jobs")


class LeadershipLost(Exception):
    """Another process has the role, or the lease has ended."""


class DatabaseFileInUse(Exception):
    """Another process uses this SQLite file."""


_leaders = table_of(Leader)
# Released; or over by the database's clock, and not renewed for some time by the clock of who asks: the database's may
# have been set ahead. If it was set back, who asks has seen no renewal for as long as a lease.
_IS_OVER = (
    "(renewed_at = CAST(:never AS timestamptz) OR renewed_at = CAST(:unchanged AS timestamptz) "
    "OR renewed_at = CAST(:still AS timestamptz) "
    "AND renewed_at < clock_timestamp() - make_interval(secs => :lease))"
)
# Whoever has the lock is its holder before the lease begins: it may be stopped while it waits for the end of the last.
_note_holder = insert(_leaders).values(term=0, renewed_at=_NEVER, backend_pid=func.pg_backend_pid())
_note_holder = _note_holder.on_conflict_do_update(index_elements=["role"], set_={"backend_pid": func.pg_backend_pid()})
_take = text(
    # FOR UPDATE waits for the transactions that the role's holder has begun, which a plain UPDATE would not.
    "UPDATE leaders SET term = term + 1, renewed_at = clock_timestamp() "
    "FROM (SELECT role AS locked FROM leaders WHERE role = :role FOR UPDATE) AS held "
    f"WHERE role = locked AND (term = :term OR {_IS_OVER}) RETURNING term"
)
_renew = text("UPDATE leaders SET renewed_at = clock_timestamp() WHERE role = :role AND term = :term")
# The lock of a holder whose lease is over, and no other: a process of version 0.1.0 holds the lock without a lease.
_end_stopped_holder = text(
    "SELECT pg_terminate_backend(locks.pid) FROM pg_locks AS locks, leaders WHERE locks.locktype = 'advisory' "
    "AND locks.objsubid = 1 AND locks.classid = 0 AND locks.objid = :role AND locks.granted "
    "AND locks.database = (SELECT oid FROM pg_database WHERE datname = current_database()) "
    f"AND leaders.role = :role AND leaders.backend_pid = locks.pid AND {_IS_OVER}"
)
# What the last holder has begun and left idle: no lease begins before it ends. A transaction that works is waited for.
_end_stopped_transactions = text(
    "SELECT pg_terminate_backend(locks.pid) "
    "FROM leaders, pg_locks AS locks JOIN pg_stat_activity AS activity USING (pid) "
    "WHERE locks.locktype = 'advisory' AND locks.objsubid = 2 AND locks.classid = :role "
    f"AND locks.objid = {_CONDITIONAL} AND locks.granted AND activity.datname = current_database() "
    "AND locks.database = activity.datid AND activity.state LIKE 'idle in transaction%' "
    "AND activity.state_change < clock_timestamp() - make_interval(secs => :lease) "
    f"AND leaders.role = :role AND {_IS_OVER}"
)


class LeaderLease:
    """The lease of one leader role. On SQLite the process always holds it."""

    def __init__(
        self,
        database: Database,
        role: LeaderRole,
        *,
        lease_seconds: float = LEASE_SECONDS,
        margin_seconds: float = MARGIN_SECONDS,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.role = role
        self._database = database
        self._values = {"role": int(role), "lease": lease_seconds}
        self._lease_seconds = lease_seconds
        self._valid_seconds = lease_seconds - margin_seconds
        self._monotonic = monotonic
        self._connection: Connection | None = None
        self._term = -1
        self._valid_until = float("-inf")
        self._seen: datetime | None = None  # The last renewal that this process has seen, and when it saw it first.
        self._seen_at = float("-inf")

    @property
    def is_valid(self) -> bool:
        """Whether no other process can hold the role now. It asks only the process's own clock."""
        return self._database.is_sqlite or self._monotonic() < self._valid_until

    @property
    def term(self) -> int:
        """The number of the term in which this process last held the role; who takes the role begins another."""
        return self._term

    @property
    def seconds_left(self) -> float:
        """How long no other process can hold the role, by the process's own clock."""
        return float("inf") if self._database.is_sqlite else max(0.0, self._valid_until - self._monotonic())

    def require(self, session: Session) -> None:
        """Check in this transaction that the role is held, and keep it until the commit. Raises LeadershipLost."""
        if self._database.is_sqlite:
            return
        role = self._values["role"]
        mark = func.pg_try_advisory_xact_lock_shared(role, _CONDITIONAL)
        query = select(_leaders.c.term, mark).where(_leaders.c.role == role)
        term = session.connection().execute(query.with_for_update(read=True, key_share=True)).scalar()
        if not self.is_valid or term != self._term:
            raise LeadershipLost

    def acquire(self) -> bool:
        """Try to take the role, or renew it. Returns whether it is held; on SQLite always True."""
        if self._database.is_sqlite:
            return True
        began = self._monotonic()
        try:
            if self._connection is None:
                self._connection = self._lock()
            held = self._connection is not None and (self._renew(self._connection) or self._take(self._connection))
        except SQLAlchemyError:
            self._drop_connection()
            return False  # The lease itself goes on: for a while nobody else can take the role.
        self._valid_until = began + self._valid_seconds if held else float("-inf")
        return held

    def release(self) -> None:
        """Give the role up. The next leader need not wait for the end of the lease."""
        self._valid_until = float("-inf")
        if self._connection is None:
            return
        ended = _leaders.update().where(_leaders.c.role == self._values["role"], _leaders.c.term == self._term)
        with suppress(SQLAlchemyError):  # The connection is lost, so the lease ends by itself.
            self._connection.execute(ended.values(renewed_at=_NEVER))
        self._drop_connection()

    def _drop_connection(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.invalidate()
            connection.close()

    def _lock(self) -> Connection | None:
        """Return a connection that holds the advisory lock, or None."""
        connection = self._database.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        try:
            held = bool(connection.execute(text("SELECT pg_try_advisory_lock(:role)"), self._values).scalar())
            if held:
                connection.execute(_note_holder, {"role": self._values["role"]})
            else:
                connection.execute(_end_stopped_holder, {**self._values, **self._seen_of(connection)})
        except SQLAlchemyError:
            connection.invalidate()  # In the pool it would keep the lock.
            connection.close()
            raise
        if not held:
            connection.close()
        return connection if held else None

    def _take(self, connection: Connection) -> bool:
        """Begin a new term, if the last one is over or was this process's own."""
        values = {**self._values, "term": self._term, **self._seen_of(connection)}
        connection.execute(_end_stopped_transactions, values)
        row: Row[tuple[int]] | None = connection.execute(_take, values).first()
        if row is not None:
            self._term = row.term
        return row is not None

    def _seen_of(self, connection: Connection) -> dict[str, datetime | None]:
        """Return when the role was renewed last, where no renewal was seen since.

        still: for as long as a holder that lives takes to renew it; unchanged: for as long as a lease.
        """
        query = select(_leaders.c.renewed_at).where(_leaders.c.role == self._values["role"])
        renewed_at: datetime | None = connection.execute(query).scalar()
        if renewed_at != self._seen:
            self._seen, self._seen_at = renewed_at, self._monotonic()
        seconds = self._monotonic() - self._seen_at
        return {
            "never": _NEVER,
            "still": renewed_at if seconds >= self._lease_seconds * RENEWED else None,
            "unchanged": renewed_at if seconds >= self._lease_seconds else None,
        }

    def _renew(self, connection: Connection) -> bool:
        """Renew the lease, if its connection holds the lock for the present term."""
        if not self.is_valid:
            return False
        return connection.execute(_renew, {**self._values, "term": self._term}).rowcount == 1


def lock_database_file(url: str) -> IO[str] | None:
    """Lock a SQLite file against a second process; None for other databases.

    The caller keeps the returned file open. Raises DatabaseFileInUse.
    """
    name = make_url(url).database
    if make_url(url).get_backend_name() != "sqlite" or not name:
        return None
    Path(name).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = Path(f"{name}.lock").open("w")  # noqa: SIM115 - held open for as long as the process lives
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        handle.close()
        raise DatabaseFileInUse(name) from None
    return handle
