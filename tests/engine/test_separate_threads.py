"""Receiving and sending go on while every worker, every page and every task waits for a row that somebody holds."""

import asyncio

from sqlalchemy import text
from sqlmodel import Session

from storage.database import Database
from storage.database.session import OTHER_WRITERS


async def test_the_queues_go_on_while_all_turns_and_pages_wait_for_a_lock(postgresql_url: str) -> None:
    database = Database(postgresql_url, workers=4)

    def wait_for_lock(session: Session) -> None:
        session.execute(text("SELECT pg_advisory_xact_lock(1)"))

    with database.transaction() as holder:
        wait_for_lock(holder)
        turns = [asyncio.ensure_future(database.write_turns(wait_for_lock)) for _ in range(database.workers)]
        pages = [asyncio.ensure_future(database.write(wait_for_lock)) for _ in range(OTHER_WRITERS + 1)]
        await asyncio.sleep(0)  # Each has been handed to its threads before the one that must not wait.
        received = await database.write_queue(lambda session: session.execute(text("SELECT 'received'")).scalar())
        assert received == "received"
        assert not any(each.done() for each in [*turns, *pages])
    await asyncio.gather(*turns, *pages)
    database.close()
