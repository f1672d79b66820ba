"""The check of query plans finds full scans of growing tables, and accepts plans that use an index."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlmodel import Session, col, select

from storage import stats
from storage.certificates import certificates
from storage.database import Database
from storage.organisations import fleet
from storage.organisations.fleet import FleetFilter
from storage.register import vehicles
from storage.register.vehicles import Vehicle
from tests.inline_database import InlineDatabase
from tests.storage import query_plans
from tests.storage.statement_recorder import recorded

Query = Callable[[Session, datetime], object]

FULL_SCANS: tuple[Query, ...] = (
    lambda session, now: session.exec(select(Vehicle).where(Vehicle.colour == "red")).all(),
    lambda session, now: session.exec(select(Vehicle).order_by(col(Vehicle.colour)).limit(1)).all(),
    lambda session, now: session.connection().execute(text("SELECT count(*) FROM filings")).all(),
    lambda session, now: session.connection().execute(text("SELECT 1 FROM filings WHERE status = 'active'")).all(),
)
BY_INDEX: tuple[Query, ...] = (
    lambda session, now: vehicles.by_plate_alone(session, "桂A12345"),
    lambda session, now: certificates.of_abnormal_vehicles(session, now=now),
    lambda session, now: stats.applications(session, since=now),
    lambda session, now: stats.unpaid(session),
    lambda session, now: fleet.page(session, uuid4(), FleetFilter(filed=True, unhandled=True), start=50, limit=50),
)


async def scans_of(database: Database, query: Query, now: datetime) -> list[str]:
    """Run the query on a reading thread, and return the full scans that are found."""
    with recorded(database) as statements:
        await database.read(lambda session: query(session, now))
        return query_plans.scans(database, statements)


@pytest.mark.parametrize("query", FULL_SCANS)
async def test_a_full_scan_is_found(database: Database, now: datetime, query: Query) -> None:
    assert len(await scans_of(database, query, now)) == 1


@pytest.mark.parametrize("query", BY_INDEX)
async def test_a_plan_that_uses_an_index_is_accepted(database: Database, now: datetime, query: Query) -> None:
    assert await scans_of(database, query, now) == []


def test_a_watched_full_scan_fails_each_time_it_is_met(store_url: str, now: datetime) -> None:
    database = InlineDatabase(store_url)

    def ask(query: Query) -> None:
        with query_plans.watched(database):
            asyncio.run(database.read(lambda session: query(session, now)))

    ask(BY_INDEX[0])
    for _ in range(2):
        with pytest.raises(pytest.fail.Exception):
            ask(FULL_SCANS[0])
    database.close()
