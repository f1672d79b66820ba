"""The figures of /stats as charts: each is a table whose bars the desk draws, so that it reads without them, too."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session
from starlette.responses import Response
from starlette.routing import Route

from bot.cards.staff.stats import duration
from bot.cards.staff.work import kind_name
from bot.money import to_yuan
from bot.services.staff import permissions, stats
from bot.services.staff.stats import DAYS, DeskFigures, Percentiles, WorkFigures
from bot.services.staff.web_sessions import StaffUser
from bot.texts import Texts
from bot.web.route_policies import STAFF
from bot.web.staff.staff_request import StaffRequest, StaffRoutes
from storage.staff.members import StaffRole

FIGURES = f"{STAFF}/figures"


@dataclass(frozen=True)
class Bar:
    """A row of a chart. share: of the longest bar, 0 to 100; warns: of it, what is late. value: in words."""

    name: str
    value: str
    share: float
    warns: float = 0


@dataclass(frozen=True)
class Chart:
    """A chart with its heading, and the heads of its two columns."""

    title: str
    of: str
    value: str
    bars: list[Bar]


def routes(pages: StaffRoutes) -> list[Route]:
    """Return the route of the figures."""
    return [pages.route(FIGURES, show_figures)]


async def show_figures(request: StaffRequest) -> Response:
    """Show the figures of the last thirty days to an admin."""

    def query(session: Session, me: StaffUser) -> DeskFigures:
        permissions.require(session, me.account, StaffRole.ADMIN)
        return stats.gather(session, now=request.now)

    found = await request.read(query)
    texts = request.texts
    charts = [_waiting(found.work, texts), _done(found.work, texts), _applications(found, texts)]
    charts += [_returns(found, texts), _times(found, texts)]
    fines = to_yuan(found.fines, grouped=True).removesuffix(".00")
    return request.show(
        "staff/figures.html",
        charts=[each for each in charts if each.bars],
        days=DAYS,
        unpaid=found.unpaid,
        yuan=fines,
        expiring=found.expiring,
    )


def _waiting(rows: Sequence[WorkFigures], texts: Texts) -> Chart:
    found = [
        (
            kind_name(row.kind, texts),
            texts.plain("desk-figure-waiting", count=row.waiting, overdue=row.overdue),
            row.waiting,
            row.overdue,
        )
        for row in rows
    ]
    return _chart("waiting", found, texts)


def _done(rows: Sequence[WorkFigures], texts: Texts) -> Chart:
    found = [
        (kind_name(row.kind, texts), texts.plain("desk-figure-done", count=row.done, late=row.late), row.done, row.late)
        for row in rows
    ]
    return _chart("done", found, texts)


def _applications(figures: DeskFigures, texts: Texts) -> Chart:
    found = [
        (f"{texts.plain(f'stats-way-{way}')} · {texts.plain(_status(status))}", str(count), count, 0)
        for way, status, count in figures.applications
    ]
    return _chart("applications", found, texts)


def _returns(figures: DeskFigures, texts: Texts) -> Chart:
    found = [(texts.plain(f"progress-why-{reason}"), str(count), count, 0) for reason, count in figures.returns]
    return _chart("returns", found, texts)


def _times(figures: DeskFigures, texts: Texts) -> Chart:
    """Return how long applications and reviews took: bars of the ninetieth percentile, with the median in words."""
    measured: list[tuple[str, Percentiles]] = [("finishing", figures.finishing), ("reviewing", figures.reviewing)]
    found = [
        (
            texts.plain(f"desk-figure-{name}"),
            texts.plain("desk-figure-time", median=duration(each.p50, texts), most=duration(each.p90, texts)),
            each.p90,
            0,
        )
        for name, each in measured
        if each.count
    ]
    return _chart("times", found, texts)


def _status(status: str) -> str:
    return f"filing-status-{status.replace('_', '-')}"


def _chart(name: str, found: Sequence[tuple[str, str, float, float]], texts: Texts) -> Chart:
    most = max((value for _, _, value, _ in found), default=0) or 1
    bars = [Bar(what, words, 100 * value / most, 100 * late / most) for what, words, value, late in found]
    return Chart(texts.plain(f"desk-chart-{name}"), texts.plain("desk-chart-of"), texts.plain("desk-chart-value"), bars)
