"""Prometheus metrics at /metrics: backlogs in the database and the counters of this process. No personal data."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import accumulate

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from bot.engine.metrics import TURN_SECONDS, EngineMetrics, metrics
from bot.services.staff import work_kinds
from bot.web.dependencies import WebDependencies
from bot.web.route_policies import route
from storage import backlog
from storage.backlog import Backlog
from storage.engine import processes
from storage.engine.outbox import Channel
from storage.engine.processes import ProcessKind
from storage.staff import work_items


class MetricsEndpoint:
    """The route. If the database does not respond, `chezhu_store_up` is 0 and the counters are still reported."""

    def __init__(self, web: WebDependencies) -> None:
        self._web = web

    def routes(self) -> list[BaseRoute]:
        """Return the route."""
        return [route("/metrics", self.export)]

    async def export(self, request: Request) -> Response:
        """Return all metrics in the text format of Prometheus."""
        now = self._web.clock()
        try:
            waiting = await self._web.database.read(lambda session: backlog.measure(session, now=now))
            work = await self._web.database.read(
                lambda session: work_items.counts(session, work_kinds.kinds(), now=now)
            )
            running = await self._web.database.read(lambda session: processes.running(session, now=now))
            up = True
        except Exception:  # Any error means that the database cannot be used.
            waiting, work, running, up = [], [], [], False
        registry = CollectorRegistry(auto_describe=False)
        of_database = [*database_metrics(waiting, now, up=up), *work_metrics(work, now), version_metric(running)]
        registry.register(FixedCollector([*of_database, *process_metrics(metrics)]))
        ProcessCollector(registry=registry)
        return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)


class FixedCollector(Collector):
    """A collector of metrics that are computed already."""

    def __init__(self, metrics: Iterable[Metric]) -> None:
        self._metrics = list(metrics)

    def collect(self) -> Iterable[Metric]:
        """Return the metrics."""
        return self._metrics


def database_metrics(waiting: Iterable[Backlog], now: datetime, *, up: bool) -> Iterator[Metric]:
    """Return the backlogs. Ages are in seconds, 0 if nothing waits."""
    yield GaugeMetricFamily("chezhu_store_up", "Whether the database responded", value=int(up))
    by_kind = {kind: [one for one in waiting if one.kind == kind] for kind in ("inbox", "outbox", "timers", "reviews")}
    for one in by_kind["inbox"]:
        yield GaugeMetricFamily("chezhu_inbox_waiting", "Events not handled yet", value=one.count)
        yield GaugeMetricFamily("chezhu_inbox_age_seconds", "Age of the oldest such event", value=_age(one, now))
        yield GaugeMetricFamily("chezhu_lanes_waiting", "Lanes with such an event", value=one.groups)
    waits = GaugeMetricFamily("chezhu_outbox_waiting", "Deliveries not sent yet", labels=["channel"])
    ages = GaugeMetricFamily("chezhu_outbox_age_seconds", "Age of the oldest such delivery", labels=["channel"])
    parts = {one.part: one for one in by_kind["outbox"]}
    for channel in Channel:
        one_of = parts.get(channel)
        waits.add_metric([channel], one_of.count if one_of else 0)
        ages.add_metric([channel], _age(one_of, now) if one_of else 0)
    yield waits
    yield ages
    for one in by_kind["timers"]:
        yield GaugeMetricFamily("chezhu_timers_overdue", "Timers that are due and have not fired", value=one.count)
    for one in by_kind["reviews"]:
        yield GaugeMetricFamily("chezhu_reviews_waiting", "Reviews waiting for a reviewer", value=one.count)
        yield GaugeMetricFamily("chezhu_reviews_overdue", "Reviews past their working day", value=one.groups)
        yield GaugeMetricFamily("chezhu_reviews_age_seconds", "Age of the oldest such review", value=_age(one, now))


def work_metrics(counts: Iterable[tuple[str, int, int, datetime]], now: datetime) -> Iterator[Metric]:
    """Return the open work of the staff by kind. Ages are in seconds, 0 if nothing waits."""
    waits = GaugeMetricFamily("chezhu_work_waiting", "Work waiting for staff", labels=["kind"])
    late = GaugeMetricFamily("chezhu_work_overdue", "Work whose clock has run out", labels=["kind"])
    ages = GaugeMetricFamily("chezhu_work_age_seconds", "Age of the oldest such work", labels=["kind"])
    by_kind = {kind: (many, overdue, oldest) for kind, many, overdue, oldest in counts}
    for name in work_kinds.kinds():
        many, overdue, oldest = by_kind.get(name, (0, 0, now))
        for family, value in ((waits, many), (late, overdue), (ages, max(0.0, (now - oldest).total_seconds()))):
            family.add_metric([name], value)
    yield from (waits, late, ages)


def version_metric(running: Iterable[ProcessKind]) -> Metric:
    """Return how many processes run, by version and role."""
    found = GaugeMetricFamily("chezhu_processes", "Processes that run", labels=["version", "role"])
    for (version, role), count in sorted(Counter(running).items()):
        found.add_metric([version, role], count)
    return found


def process_metrics(counted: EngineMetrics) -> Iterator[Metric]:
    """Return the counters of this process since its start."""
    turns = HistogramMetricFamily("chezhu_turn_seconds", "Duration of a turn, including refused ones")
    sums = [float(count) for count in accumulate(counted.turns)]
    edges = [*(str(edge) for edge in TURN_SECONDS), "+Inf"]
    turns.add_metric([], list(zip(edges, sums, strict=True)), counted.seconds)
    yield turns
    yield CounterMetricFamily(
        "chezhu_updates_dropped", "Updates of people who send too many, not handled", value=counted.updates_dropped
    )
    failures = CounterMetricFamily("chezhu_turn_failures", "Turns that failed by an error of ours", labels=["outcome"])
    for outcome in ("postponed", "set_aside"):
        failures.add_metric([outcome], counted.failures[outcome])
    yield failures
    refusals = CounterMetricFamily("chezhu_refusals", "Refusals by reason", labels=["reason"])
    for key, count in sorted(counted.refusals.items()):
        refusals.add_metric([key], count)
    yield refusals
    deliveries = CounterMetricFamily(
        "chezhu_deliveries", "Attempted deliveries by outcome", labels=["channel", "outcome"]
    )
    for labels, count in sorted(counted.deliveries.items()):
        deliveries.add_metric(list(labels), count)
    yield deliveries


def _age(one: Backlog, now: datetime) -> float:
    return max(0.0, (now - one.oldest).total_seconds()) if one.oldest else 0.0
