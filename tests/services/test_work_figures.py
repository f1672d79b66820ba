"""Figures of the work of staff: what is open and overdue, what was done and how late, by kind."""

from datetime import timedelta

from bot.cards.staff import stats as cards
from bot.services.staff import stats, work_kinds
from bot.services.staff.stats import DeskFigures
from bot.texts import texts
from bot.web.metrics import work_metrics
from storage.staff import work_items as store
from storage.staff.work_items import WorkItem
from tests.services.builders import HOUR, NOW, DataBuilder
from tests.storage.rows import put

DAY = timedelta(days=1)


def work(data: DataBuilder, kind: str, *, due: timedelta, ended: timedelta | None = None) -> None:
    """Put a piece that began two days ago."""
    times = {"since": NOW - 2 * DAY, "due_at": NOW + due, "ended_at": NOW + ended if ended is not None else None}
    put(data.session, WorkItem, kind=kind, taken_by=None, **times)


def some(data: DataBuilder) -> None:
    """Put two open objections, one of them overdue, and two refunds that are done, one of them late."""
    work(data, "objection", due=HOUR)
    work(data, "objection", due=timedelta())
    work(data, "refund", due=-HOUR, ended=-2 * HOUR)
    work(data, "refund", due=-HOUR, ended=-HOUR / 2)


def test_open_and_finished_work_is_counted_by_kind(data: DataBuilder) -> None:
    some(data)
    work(data, "refund", due=-40 * DAY, ended=-31 * DAY)
    found = stats.work_figures(data.session, since=NOW - 30 * DAY, now=NOW)
    assert [(each.kind, each.waiting, each.overdue, each.done, each.late) for each in found] == [
        ("objection", 2, 1, 0, 0),
        ("refund", 0, 0, 2, 1),
    ]
    assert found[1].taking.p50 == (2 * DAY - 2 * HOUR).total_seconds()


def test_the_figures_are_shown_and_stored_ones_without_work_are_read(data: DataBuilder) -> None:
    some(data)
    found = stats.gather(data.session, now=NOW)
    shown = cards.figures(found, texts("en")).text
    assert "Objection: 2 waiting, 1 overdue" in shown
    assert "Refund: 0 waiting, 0 overdue; 2 done, 1 of them late" in shown
    older = found.model_dump()
    del older["work"]
    assert "Objection" not in cards.figures(DeskFigures.model_validate(older), texts("en")).text


def test_the_metrics_name_every_kind(data: DataBuilder) -> None:
    some(data)
    waits, late, ages = work_metrics(store.counts(data.session, work_kinds.kinds(), now=NOW), NOW)
    values = [{each.labels["kind"]: each.value for each in family.samples} for family in (waits, late, ages)]
    assert [each["objection"] for each in values] == [2, 1, (2 * DAY).total_seconds()]
    assert [each["paper"] for each in values] == [0, 0, 0]
