"""The health of a desk on a damaged store: what any statement has met is a problem until the next start."""

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from storage.database import Database
from tests.engine.test_health import Watched, one

__all__ = ["one"]


def damage(database: Database, table: str) -> None:
    """Overwrite the first page of a table, and close the database."""
    with database.engine.connect() as connection:
        page = connection.exec_driver_sql(f"SELECT rootpage FROM sqlite_master WHERE name = '{table}'").scalar_one()
        size = connection.exec_driver_sql("PRAGMA page_size").scalar_one()
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    with Path(database.engine.url.database or "").open("r+b") as store:
        store.seek((page - 1) * size)
        store.write(b"\xff" * size)


async def test_damage_that_any_statement_has_met_is_a_problem_until_the_next_start(one: Watched) -> None:
    damage(one.database, "group_chats")
    damaged = Watched(one.database.url)
    assert await damaged.problems() == []  # Nobody has read the page yet.
    with damaged.database.reading() as session, pytest.raises(DBAPIError):
        session.execute(text("SELECT * FROM group_chats"))
    assert await damaged.rounds(2) == [("store_damaged", "")]
    damage(damaged.database, "processes")  # Which the check itself meets: it is named once.
    damaged = Watched(one.database.url)
    assert await damaged.problems() == ["no database (malformed)"]
    damaged.database.close()
