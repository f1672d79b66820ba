"""The desk in figures: what was applied for, how long it took, what came back and why, what is due."""

from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from storage import stats as store

DAYS = 30


def gather(session: Session, *, now: datetime) -> dict[str, Any]:
    """Return the figures of the last thirty days, as JSON values; times in seconds, money in fen."""
    since = now - timedelta(days=DAYS)
    unpaid, fines = store.unpaid(session)
    return {
        "applications": [list(row) for row in store.applications(session, since=since)],
        "finishing": percentiles(store.finishing_seconds(session, since=since)),
        "reviewing": percentiles(store.reviewing_seconds(session, since=since)),
        "returns": [list(row) for row in store.return_reasons(session, since=since)],
        "unpaid": unpaid,
        "fines": fines,
        "expiring": store.expiring(session, now=now, until=now + timedelta(days=DAYS)),
    }


def percentiles(ascending: list[float]) -> dict[str, float | int]:
    """Return the count, the median and the ninetieth percentile (nearest rank) of numbers in ascending order."""
    count = len(ascending)
    if not count:
        return {"count": 0, "p50": 0, "p90": 0}
    return {"count": count, "p50": ascending[(count + 1) // 2 - 1], "p90": ascending[-(-count * 9 // 10) - 1]}
