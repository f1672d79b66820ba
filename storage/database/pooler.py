"""Detects a pooler between the desk and PostgreSQL that takes away what the desk relies on.

A transaction pooler gives a connection another server process for each transaction: advisory locks of a session,
timeouts set at the start of a session and prepared statements do not hold then. A session pooler may drop the options
of a connection, and with them its timeouts: PgBouncer with `ignore_startup_parameters = options`.
"""

from contextlib import ExitStack

from sqlalchemy import Connection, Engine, bindparam, text

from storage.database.engines import POSTGRESQL_TIMEOUTS

PROBES = 3
# What the URL sets itself has this source, also if it means no limit. A limit of the role or the database counts.
_unlimited = text("SELECT name FROM pg_settings WHERE name IN :names AND setting = '0' AND source <> 'client'")
_unlimited = _unlimited.bindparams(bindparam("names", list(POSTGRESQL_TIMEOUTS), expanding=True))


def has_transaction_pooler(engine: Engine) -> bool:
    """Return whether one connection is served by several server processes.

    Other transactions are kept open meanwhile, so that a pooler cannot give the same process twice by chance.
    """
    with ExitStack() as stack:
        probed, *others = [stack.enter_context(engine.connect()) for _ in range(1 + PROBES)]
        for other in others:
            _server_process(other)
            other.rollback()
        first = _server_process(probed)
        probed.rollback()
        for other in others:
            _server_process(other)  # Its transaction stays open.
            if _server_process(probed) != first:
                return True
            probed.rollback()
    return False


def lost_timeouts(engine: Engine) -> list[str]:
    """Return the timeouts that a connection has been opened with and does not have."""
    with engine.connect() as connection:
        return sorted(connection.execute(_unlimited).scalars())


def quoted_role(engine: Engine) -> str:
    """Return the role of a connection, quoted for a statement."""
    with engine.connect() as connection:
        return str(connection.execute(text("SELECT quote_ident(current_user)")).scalar_one())


def _server_process(connection: Connection) -> int:
    return int(connection.execute(text("SELECT pg_backend_pid()")).scalar_one())
