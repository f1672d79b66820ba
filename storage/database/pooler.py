"""Detects a transaction pooler between the desk and PostgreSQL.

A transaction pooler gives a connection another server process for each transaction: advisory locks of a session,
timeouts set at the start of a session and prepared statements do not hold then.
"""

from contextlib import ExitStack

from sqlalchemy import Connection, Engine, text

PROBES = 3


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


def _server_process(connection: Connection) -> int:
    return int(connection.execute(text("SELECT pg_backend_pid()")).scalar_one())
