"""The organisation's violations and fines with their state: a list by state and page, the same as CSV and as XLSX."""

from decimal import Decimal
from typing import Any

from starlette.responses import Response
from starlette.routing import Route

from bot import local_time, money, profile
from bot.cards.violations.violations import fine
from bot.profile import Journey
from bot.services.organisations import fleet_records
from bot.services.organisations.fleet_records import RecordPage, RecordSubset
from bot.services.values import csv_safety, plates, xlsx
from bot.texts import Texts
from bot.web.portal.page_request import PageRequest, PageRoutes, acting
from bot.web.portal.vehicles import page_number
from bot.web.route_policies import PORTAL
from storage.organisations.fleet_records import FleetRecord
from storage.violations.violations import ViolationState

VIOLATIONS = f"{PORTAL}/violations"
COLUMNS = ("number", "plate", "at", "place", "act", "fine", "points", "state", "decided", "paid")
CSV = "text/csv; charset=utf-8"


def routes(pages: PageRoutes) -> list[Route]:
    """Return the routes of the violations."""
    return [
        pages.route(VIOLATIONS, list_records),
        pages.route(f"{VIOLATIONS}.csv", export_csv),
        pages.route(f"{VIOLATIONS}.xlsx", export_xlsx),
    ]


async def list_records(request: PageRequest) -> Response:
    """Show one page of the list."""
    profile.require(Journey.VIOLATIONS)
    only, number = _only(request), page_number(request.query("page"))
    page = await request.read(lambda session, me: fleet_records.page(session, acting(me), only=only, number=number))
    totals = _totals(request.texts, page)
    return request.show(
        "violations.html", page=page, totals=totals, only=only, choices=RecordSubset, plates=plates, fine=fine
    )


async def export_csv(request: PageRequest) -> Response:
    """Return the records in these states as a CSV file."""
    rows = await _exported(request)
    return _file(request, csv_safety.to_csv(_header(request.texts), rows), CSV, "csv")


async def export_xlsx(request: PageRequest) -> Response:
    """Return the records in these states as an XLSX file."""
    rows = await _exported(request)
    name = request.texts.plain("portal-violations")
    content = xlsx.to_xlsx(name, _header(request.texts), [[_cell(cell) for cell in row] for row in rows])
    return _file(request, content, xlsx.MEDIA_TYPE, "xlsx")


def _totals(texts: Texts, page: RecordPage) -> str:
    unhandled, unpaid = page.total(ViolationState.UNHANDLED), page.total(ViolationState.DECIDED)
    fines, owed = (texts.plain("money", yuan=money.yuan(each.fines)) for each in (unhandled, unpaid))
    return texts.plain("portal-record-totals", unhandled=unhandled.count, fines=fines, unpaid=unpaid.count, owed=owed)


async def _exported(request: PageRequest) -> list[list[object]]:
    profile.require(Journey.VIOLATIONS)
    only = _only(request)
    found = await request.act(
        lambda session, me: [
            _row(each, request.texts)
            for each in fleet_records.export(session, acting(me), by=me.account, now=request.now, only=only)
        ]
    )
    return list(found)


def _only(request: PageRequest) -> RecordSubset:
    """Return which records are wanted. An unknown value is ignored."""
    only = request.query("only")
    return RecordSubset(only) if only in list(RecordSubset) else RecordSubset.ALL


def _file(request: PageRequest, content: bytes, media_type: str, suffix: str) -> Response:
    name = f"violations-{local_time.local(request.now):%Y%m%d}.{suffix}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media_type, headers=headers)


def _header(texts: Texts) -> list[str]:
    return [texts.plain(f"portal-record-{name}") for name in COLUMNS]


def _row(record: FleetRecord, texts: Texts) -> list[object]:
    violation, decision = record.violation, record.decision
    return [
        violation.number,
        record.vehicle.plate,
        f"{local_time.local(violation.occurred_at):%Y-%m-%d %H:%M}",
        violation.place,
        violation.act,
        Decimal(money.to_yuan(violation.fine)),
        violation.points,
        texts.plain(f"violation-state-{violation.state.value}"),
        f"{local_time.local(decision.decided_at):%Y-%m-%d}" if decision else "",
        f"{local_time.local(decision.paid_at):%Y-%m-%d}" if decision and decision.paid_at else "",
    ]


def _cell(value: Any) -> str | Decimal:
    return value if isinstance(value, Decimal) else str(value)
