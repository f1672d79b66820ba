"""The organisation's vehicles: a list with search and filter, the same as CSV, and each vehicle with its filings."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from sqlmodel import Session
from starlette.responses import Response
from starlette.routing import Route

from bot import local_time
from bot.cards.filing.filings import facts
from bot.cards.violations.violations import fine
from bot.services.filing import endings, in_force, my_vehicles
from bot.services.organisations import fleet, organisations
from bot.services.organisations.fleet import FIGURES, FleetSubset, FleetVehicle
from bot.services.organisations.web_sessions import SignedIn
from bot.services.values import csv_safety, plates
from bot.texts import Texts
from bot.web.portal.page_request import PageRequest, PageRoutes, acting
from bot.web.route_policies import PORTAL
from storage.filing.filings import Filing
from storage.violations import violations
from storage.violations.violations import ViolationState

CARS = f"{PORTAL}/cars"
COLUMNS = ("plate", "plate-type", "model", "colour", "state", "inspection", "insurance")
MAX_PAGE = 100_000


@dataclass(frozen=True)
class FilingRow:
    """A filing with what the organisation may see of its filer: masked name, since when, by which way."""

    filing: Filing
    about: dict[str, Any]


def routes(pages: PageRoutes) -> list[Route]:
    """Return the routes of the vehicles."""
    return [
        pages.route(CARS, list_vehicles),
        pages.route(f"{CARS}.csv", export_csv),
        pages.route(f"{CARS}/{{car:uuid}}", show_vehicle),
        pages.route(f"{CARS}/{{car:uuid}}/filings/{{filing:uuid}}/unbind", unbind),
    ]


async def list_vehicles(request: PageRequest) -> Response:
    """Show one page of the list."""
    filters = _filters(request)
    number = page_number(request.query("page"))
    page = await request.read(
        lambda session, me: fleet.page(session, acting(me), now=request.now, number=number, **filters)
    )
    kept = urlencode({name: value for name, value in filters.items() if value and value != FleetSubset.ALL})
    return request.show(
        "cars.html", page=page, figures=FIGURES, choices=FleetSubset, plates=plates, kept=kept, **filters
    )


async def export_csv(request: PageRequest) -> Response:
    """Return all vehicles that match the filters as a CSV file."""
    filters = _filters(request)
    cars = await request.act(
        lambda session, me: fleet.export(session, acting(me), by=me.account, now=request.now, **filters)
    )
    content = csv_safety.to_csv(_header(request.texts), [_row(car, request.texts) for car in cars])
    name = f"cars-{local_time.local(request.now):%Y%m%d}.csv"
    return Response(
        content,
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


async def show_vehicle(request: PageRequest) -> Response:
    """Show a vehicle: its register entry, its unhandled violations, its active and past filings."""

    def query(session: Session, me: SignedIn) -> dict[str, Any]:
        car = fleet.find(session, acting(me), request.id("car"), now=request.now)
        active = in_force.of_vehicle(session, car.vehicle.id, now=request.now)
        past = my_vehicles.ended_filings(session, car.vehicle)
        return {
            "car": car,
            "waiting": violations.of_vehicle(session, car.vehicle.id, ViolationState.UNHANDLED),
            "filers": _filing_rows(session, active, request),
            "past": _filing_rows(session, past, request),
        }

    done = request.query("done")
    context = await request.read(query)
    return request.show("car.html", plates=plates, figures=FIGURES, fine=fine, done=done == "unbound", **context)


async def unbind(request: PageRequest) -> Response:
    """Ask for confirmation, then end a filing and notify the filer."""
    if request.is_post:
        await request.act(lambda session, me: _unbind(session, me, request))
        return request.redirect(f"/cars/{request.id('car')}?done=unbound")

    filing = await request.read(lambda session, me: _filing_rows(session, [_filing(session, me, request)], request)[0])
    back = f"/cars/{request.id('car')}"
    about = {name: str(filing.about[name]) for name in ("who", "plate")}
    return request.show("confirm.html", title="portal-unbind", question="portal-unbind-surely", about=about, back=back)


def _unbind(session: Session, me: SignedIn, request: PageRequest) -> None:
    endings.unbind(session, _filing(session, me, request), by=me.person, now=request.now)


def _filing(session: Session, me: SignedIn, request: PageRequest) -> Filing:
    """Return the filing of the path. Raises NotAdministrator or NotYours."""
    organisations.require_administrator(session, acting(me).organisation.id, by=me.person.id)
    return fleet.find_filing(session, acting(me), request.id("car"), request.id("filing"))


def _filing_rows(session: Session, filings: Sequence[Filing], request: PageRequest) -> list[FilingRow]:
    return [FilingRow(filing, facts(session, filing, request.texts)) for filing in filings]


def _filters(request: PageRequest) -> dict[str, Any]:
    """Return the filters of the list. An unknown value of `only` is ignored."""
    only = request.query("only")
    return {
        "words": request.query("words").strip(),
        "only": FleetSubset(only) if only in list(FleetSubset) else FleetSubset.ALL,
    }


def page_number(text: str) -> int:
    """Return the number of a page from a query: the first for anything that is none."""
    return min(int(text), MAX_PAGE) if text.isascii() and text.isdigit() and len(text) < 9 else 1


def _header(texts: Texts) -> list[str]:
    return [texts.plain(f"portal-column-{name}") for name in COLUMNS] + [
        texts.plain(f"fleet-figure-{figure.key}") for figure in FIGURES
    ]


def _row(car: FleetVehicle, texts: Texts) -> list[object]:
    vehicle = car.vehicle
    return [
        vehicle.plate,
        texts.plain(f"plate-type-{vehicle.plate_type}"),
        vehicle.model,
        vehicle.colour,
        texts.plain(f"vehicle-state-{vehicle.state.value.replace('_', '-')}"),
        vehicle.inspection_valid_until,
        vehicle.insurance_valid_until,
        *car.figures,
    ]
