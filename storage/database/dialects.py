"""The dialects of both databases: every engine of one kind uses the statements that another one has compiled.

SQLAlchemy keeps compiled statements by dialect object, so each engine would compile all of them again: the reading
one of SQLite what the writing one has compiled, and every database that is opened later what all before it have.
"""

from typing import Any

from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.util import LRUCache

# More than the desk's different statements, which are some hundreds.
MOST_STATEMENTS = 1500

# The compiled statements of all engines in this process; an option for `create_engine`.
SHARED_STATEMENTS: dict[str, Any] = {"compiled_cache": LRUCache(MOST_STATEMENTS)}


def _compile_alike(one: Dialect, other: object) -> bool:
    return type(one) is type(other) and one.server_version_info == getattr(other, "server_version_info", None)


class SharedSqlite(SQLiteDialect_pysqlite):
    """SQLite's dialect, equal to each other one of the same version."""

    supports_statement_cache = True
    __eq__ = _compile_alike

    def __hash__(self) -> int:
        return hash(type(self))


class SharedPostgresql(PGDialect_psycopg):
    """PostgreSQL's dialect, equal to each other one of the same version."""

    supports_statement_cache = True
    __eq__ = _compile_alike

    def __hash__(self) -> int:
        return hash(type(self))


registry.register("sqlite", __name__, SharedSqlite.__name__)
registry.register("postgresql.psycopg", __name__, SharedPostgresql.__name__)
