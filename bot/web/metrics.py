"""/metrics: what waits in the store and what this process has counted, as Prometheus reads it.

For this machine alone, or with the operator's token. It holds numbers, never a person.
"""

import hmac
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import accumulate

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.engine.metrics import BUCKETS, Figures, figures
from bot.web.dependencies import WebSide
from bot.web.middleware import LOOPBACK, host_name
from storage import backlog
from storage.backlog import Waiting

FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip")


class Metrics:
    """The one route. A store that does not answer is a figure too."""

    def __init__(self, side: WebSide, *, counted: Figures = figures) -> None:
        self._side = side
        self._counted = counted

    def routes(self) -> list[BaseRoute]:
        """The one route."""
        return [Route("/metrics", self.tell)]

    async def tell(self, request: Request) -> Response:
        """Tell the figures to who may read them."""
        token = self._side.settings.metrics_token
        if token and not _has_token(request, token):
            return PlainTextResponse("token missing\n", 401, {"WWW-Authenticate": "Bearer"})
        if not token and not _is_here(request):
            return PlainTextResponse("not from here\n", 403)
        now = self._side.clock()
        try:
            found = await self._side.database.read(lambda session: backlog.everything(session, now=now))
            up = True
        except Exception:  # Whatever is wrong with the store, the process still counts.
            found, up = [], False
        registry = CollectorRegistry(auto_describe=False)
        registry.register(Told([*of_store(found, now, up=up), *of_process(self._counted)]))
        ProcessCollector(registry=registry)
        return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)


class Told(Collector):
    """Figures that are known already."""

    def __init__(self, metrics: Iterable[Metric]) -> None:
        self._metrics = list(metrics)

    def collect(self) -> Iterable[Metric]:
        """Return them."""
        return self._metrics


def of_store(found: Iterable[Waiting], now: datetime, *, up: bool) -> Iterator[Metric]:
    """Return what waits. Ages in seconds; 0 where nothing waits."""
    yield GaugeMetricFamily("chezhu_store_up", "Whether the store answered", value=int(up))
    by_kind = {kind: [one for one in found if one.kind == kind] for kind in ("inbox", "outbox", "timers", "reviews")}
    for one in by_kind["inbox"]:
        yield GaugeMetricFamily("chezhu_inbox_waiting", "Events not handled yet", value=one.count)
        yield GaugeMetricFamily("chezhu_inbox_age_seconds", "Age of the oldest such event", value=_age(one, now))
        yield GaugeMetricFamily("chezhu_lanes_waiting", "Lanes with such an event", value=one.groups)
    waits = GaugeMetricFamily("chezhu_outbox_waiting", "Deliveries that have not left", labels=["channel"])
    ages = GaugeMetricFamily("chezhu_outbox_age_seconds", "Age of the oldest such delivery", labels=["channel"])
    parts = {one.part: one for one in by_kind["outbox"]}
    for channel in ("chat", "sms", "task"):
        one_of = parts.get(channel)
        waits.add_metric([channel], one_of.count if one_of else 0)
        ages.add_metric([channel], _age(one_of, now) if one_of else 0)
    yield waits
    yield ages
    for one in by_kind["timers"]:
        yield GaugeMetricFamily("chezhu_timers_overdue", "Timers that are due and have not fired", value=one.count)
    for one in by_kind["reviews"]:
        yield GaugeMetricFamily("chezhu_reviews_waiting", "Cases that wait for a reviewer", value=one.count)
        yield GaugeMetricFamily("chezhu_reviews_overdue", "Cases past their working day", value=one.groups)
        yield GaugeMetricFamily("chezhu_reviews_age_seconds", "Age of the oldest such case", value=_age(one, now))


def of_process(counted: Figures) -> Iterator[Metric]:
    """Return what this process has counted since it began."""
    turns = HistogramMetricFamily("chezhu_turn_seconds", "Time of a turn, refusals included")
    sums = [float(count) for count in accumulate(counted.turns)]
    edges = [*(str(edge) for edge in BUCKETS), "+Inf"]
    turns.add_metric([], list(zip(edges, sums, strict=True)), counted.seconds)
    yield turns
    failures = CounterMetricFamily("chezhu_turn_failures", "Turns that failed on our side", labels=["outcome"])
    for outcome in ("postponed", "set_aside"):
        failures.add_metric([outcome], counted.failures[outcome])
    yield failures
    refusals = CounterMetricFamily("chezhu_refusals", "Times somebody was told no, by reason", labels=["reason"])
    for key, count in sorted(counted.refusals.items()):
        refusals.add_metric([key], count)
    yield refusals
    deliveries = CounterMetricFamily("chezhu_deliveries", "Deliveries tried, by outcome", labels=["channel", "outcome"])
    for labels, count in sorted(counted.deliveries.items()):
        deliveries.add_metric(list(labels), count)
    yield deliveries


def _age(one: Waiting, now: datetime) -> float:
    return max(0.0, (now - one.oldest).total_seconds()) if one.oldest else 0.0


def _has_token(request: Request, token: str) -> bool:
    given = request.headers.get("authorization", "")
    return hmac.compare_digest(given.encode(), f"Bearer {token}".encode())


def _is_here(request: Request) -> bool:
    """Say whether this machine asks for itself; what came through a proxy comes from elsewhere."""
    client = request.client.host if request.client else ""
    is_local = client in LOOPBACK and host_name(request.headers.get("host", "")) in LOOPBACK
    return is_local and not any(name in request.headers for name in FORWARDED)
