"""Receiving and sending go on while every worker, every page and every task waits for a row that somebody holds."""

import asyncio

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from bot.engine.inbound.receiver import store_updates
from storage.database import Database
from storage.database.faults import is_lock_timeout
from storage.database.session import OTHER_WRITERS
from tests import databases
from tests.engine.test_receiver import NOW, Telegram, count, receiver, update


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


async def test_an_update_that_a_stopped_receiver_holds_keeps_no_other_receiver(postgresql_store: Database) -> None:
    databases.use_test_secret()
    webhook = receiver(postgresql_store, Telegram(postgresql_store))
    with postgresql_store.transaction() as stopped:
        stopped.execute(text("SET idle_in_transaction_session_timeout = '5s'"))
        store_updates(stopped, Telegram.id, [update(1)], at=NOW)
        with pytest.raises(DBAPIError) as refused:
            await webhook.receive([update(1)])
        assert is_lock_timeout(refused.value)
        await webhook.receive([update(2, user=8)])
    await webhook.receive([update(1)])
    assert count(postgresql_store) == 2
