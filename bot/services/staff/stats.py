"""Figures of the desk: applications, how long they took, what was returned and why, what is due."""

from datetime import datetime, timedelta

from pydantic import BaseModel
from sqlmodel import Session

from bot.stored_json import TaskResult
from storage import stats as store

DAYS = 30


class Percentiles(BaseModel):
    """The count, the median and the ninetieth percentile of durations in seconds."""

    count: int
    p50: float
    p90: float


class DeskFigures(TaskResult):
    """The figures of the last thirty days. fines: in fen.

    applications: way, status, count; returns: reason, count; unpaid: decisions; expiring: certificates.
    """

    applications: list[tuple[str, str, int]]
    finishing: Percentiles
    reviewing: Percentiles
    returns: list[tuple[str, int]]
    unpaid: int
    fines: int
    expiring: int


def gather(session: Session, *, now: datetime) -> DeskFigures:
    """Return the figures of the last thirty days."""
    since = now - timedelta(days=DAYS)
    unpaid, fines = store.unpaid(session)
    return DeskFigures(
        applications=store.applications(session, since=since),
        finishing=percentiles(store.finishing_seconds(session, since=since)),
        reviewing=percentiles(store.reviewing_seconds(session, since=since)),
        returns=store.return_reasons(session, since=since),
        unpaid=unpaid,
        fines=fines,
        expiring=store.expiring(session, now=now, until=now + timedelta(days=DAYS)),
    )


def percentiles(ascending: list[float]) -> Percentiles:
    """Return the count, the median and the ninetieth percentile (nearest rank) of numbers in ascending order."""
    count = len(ascending)
    if not count:
        return Percentiles(count=0, p50=0, p90=0)
    return Percentiles(count=count, p50=ascending[(count + 1) // 2 - 1], p90=ascending[-(-count * 9 // 10) - 1])
