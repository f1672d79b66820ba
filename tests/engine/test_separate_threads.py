"""Receiving and sending go on while every worker waits for a row that somebody holds."""

import asyncio

from sqlalchemy import text
from sqlmodel import Session

from storage.database import Database


async def test_other_transactions_go_on_while_all_turns_wait_for_a_lock(postgresql_url: str) -> None:
    database = Database(postgresql_url, workers=4)

    def wait_for_lock(session: Session) -> None:
        session.execute(text("SELECT pg_advisory_xact_lock(1)"))

    with database.transaction() as holder:
        wait_for_lock(holder)
        turns = [asyncio.ensure_future(database.write_turns(wait_for_lock)) for _ in range(database.workers)]
        received = await database.write(lambda session: session.execute(text("SELECT 'received'")).scalar())
        assert (received, [turn.done() for turn in turns]) == ("received", [False] * database.workers)
    await asyncio.gather(*turns)
    database.close()
