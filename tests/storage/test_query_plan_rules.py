"""The judge of plans: what reads a growing table from end to end is found; what goes by an index is not."""

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
from tests.storage import query_plans

Question = Callable[[Session, datetime], object]

WHOLE: tuple[Question, ...] = (
    lambda session, now: session.exec(select(Vehicle).where(Vehicle.colour == "red")).all(),
    lambda session, now: session.exec(select(Vehicle).order_by(col(Vehicle.colour)).limit(1)).all(),
    lambda session, now: session.connection().execute(text("SELECT count(*) FROM filings")).all(),
    lambda session, now: session.connection().execute(text("SELECT 1 FROM filings WHERE status = 'active'")).all(),
)
BY_INDEX: tuple[Question, ...] = (
    lambda session, now: vehicles.by_plate_alone(session, "桂A12345"),
    lambda session, now: certificates.of_abnormal_vehicles(session, now=now),
    lambda session, now: stats.applications(session, since=now),
    lambda session, now: stats.unpaid(session),
    lambda session, now: fleet.page(session, uuid4(), FleetFilter(filed=True, unhandled=True), start=50, most=50),
)


async def judged(database: Database, question: Question, now: datetime) -> list[str]:
    """Let the desk ask, and return what is said of it."""
    with query_plans.recorded(database) as statements:
        await database.read(lambda session: question(session, now))
        return query_plans.scans(database, statements)


@pytest.mark.parametrize("question", WHOLE)
async def test_what_goes_from_end_to_end_is_found(database: Database, now: datetime, question: Question) -> None:
    assert len(await judged(database, question, now)) == 1


@pytest.mark.parametrize("question", BY_INDEX)
async def test_what_goes_by_an_index_is_well(database: Database, now: datetime, question: Question) -> None:
    assert await judged(database, question, now) == []
