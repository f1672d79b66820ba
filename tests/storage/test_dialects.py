"""Engines of one kind of database share compiled statements; other kinds compile their own."""

from sqlalchemy import Integer, bindparam, cast, literal, select
from sqlalchemy.engine.interfaces import CacheStats

from storage.database import Database
from storage.database.dialects import SharedPostgresql, SharedSqlite
from storage.database.engines import postgresql_engine, sqlite_engine


def test_a_statement_is_compiled_once_for_all_databases_of_a_kind(store_url: str) -> None:
    statement = select(cast(literal(7), Integer) + cast(bindparam("more"), Integer) + literal(26_11_29))
    first, second = Database(store_url), Database(store_url)
    with first.transaction() as session:
        session.execute(statement, {"more": 1})
    for database, more in ((first, 2), (second, 3)):
        with database.reading() as session:
            found = session.connection().execute(statement, {"more": more})
            assert found.scalar_one() == 7 + more + 26_11_29
            assert found.context.cache_hit is CacheStats.CACHE_HIT
    first.close()
    second.close()


def test_dialects_are_equal_within_one_kind_and_version(sqlite_url: str) -> None:
    one, other = sqlite_engine(sqlite_url).dialect, sqlite_engine(sqlite_url).dialect
    third = postgresql_engine("postgresql+psycopg://host/desk", 1).dialect
    assert (type(one), type(third)) == (SharedSqlite, SharedPostgresql)
    assert len({one, other, third}) == 2
    other.server_version_info = (3, 1)
    assert one != other
