"""Figures of the desk: applications, how long they took, what was returned and why, what is due."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from pydantic import BaseModel
from sqlmodel import Session

from bot.services.staff import work_kinds
from bot.stored_json import TaskResult
from storage import stats as store
from storage.staff import work_items
from storage.staff.work_items import EndedWork

DAYS = 30


class Percentiles(BaseModel):
    """The count, the median and the ninetieth percentile of durations in seconds."""

    count: int
    p50: float
    p90: float


class WorkFigures(BaseModel):
    """The work of one kind: open now, overdue now, done in the last thirty days, how many of them late, how long."""

    kind: str
    waiting: int
    overdue: int
    done: int
    late: int
    taking: Percentiles


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
    work: list[WorkFigures] = []


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
        work=work_figures(session, since=since, now=now),
    )


def work_figures(session: Session, *, since: datetime, now: datetime) -> list[WorkFigures]:
    """Return the figures of every kind of work of which there is or was any, in the order of the inbox."""
    waiting = {
        kind: (many, overdue) for kind, many, overdue, _ in work_items.counts(session, work_kinds.kinds(), now=now)
    }
    done = work_items.ended_since(session, since)
    return [
        _of_kind(name, waiting.get(name, (0, 0)), [each for each in done if each.kind == name])
        for name in work_kinds.kinds()
        if name in waiting or any(each.kind == name for each in done)
    ]


def _of_kind(name: str, now: tuple[int, int], done: Sequence[EndedWork]) -> WorkFigures:
    seconds = sorted((each.ended_at - each.since).total_seconds() for each in done)
    late = sum(each.ended_at > each.due_at for each in done)
    waiting, overdue = now
    taking = percentiles(seconds)
    return WorkFigures(kind=name, waiting=waiting, overdue=overdue, done=len(done), late=late, taking=taking)


def percentiles(ascending: list[float]) -> Percentiles:
    """Return the count, the median and the ninetieth percentile (nearest rank) of numbers in ascending order."""
    count = len(ascending)
    if not count:
        return Percentiles(count=0, p50=0, p90=0)
    return Percentiles(count=count, p50=ascending[(count + 1) // 2 - 1], p90=ascending[-(-count * 9 // 10) - 1])
