"""The cars of the organisation: the list, searched and narrowed, as a file, and one car with who has filed it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from sqlmodel import Session
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot import local_time
from bot.cards.filing.filings import facts
from bot.cards.violations.violations import fine
from bot.services.filing import filings
from bot.services.organisations import fleet, organisations
from bot.services.organisations.fleet import FIGURES, FleetCar, Only
from bot.services.organisations.web_sessions import SignedIn
from bot.services.values import csv_safety, plates
from bot.texts import Texts
from bot.web.portal.page_request import Reception, Visit, acting
from bot.web.route_policies import PORTAL
from storage.filing import filings as filing_store
from storage.filing.filings import Filing
from storage.violations import violations
from storage.violations.violations import ViolationState

CARS = f"{PORTAL}/cars"
COLUMNS = ("plate", "plate-type", "model", "colour", "state", "inspection", "insurance")
MOST_PAGE = 100_000


@dataclass(frozen=True)
class Filer:
    """Who has filed a car, as the organisation may see him: name masked, since when, by which way."""

    filing: Filing
    about: dict[str, Any]

    @classmethod
    def all(cls, session: Session, found: Sequence[Filing], texts: Texts) -> "list[Filer]":
        """Return one for each of these filings."""
        return [cls(filing, facts(session, filing, texts)) for filing in found]


class Cars:
    """The pages of the cars."""

    def __init__(self, reception: Reception) -> None:
        self._reception = reception

    def routes(self) -> list[BaseRoute]:
        """The routes of the cars."""
        guarded = self._reception.guarded
        unbind = f"{CARS}/{{car:uuid}}/filings/{{filing:uuid}}/unbind"
        return [
            Route(CARS, guarded(self.listing)),
            Route(f"{CARS}.csv", guarded(self.file)),
            Route(f"{CARS}/{{car:uuid}}", guarded(self.one)),
            Route(unbind, guarded(self.unbind), methods=["GET", "POST"]),
        ]

    async def listing(self, visit: Visit) -> Response:
        """A page of the cars."""
        asked = _asked(visit)
        number = _whole(visit.request.query_params.get("page", ""))
        page = await visit.read(
            lambda session, me: fleet.page(session, acting(me), now=visit.now, number=number, **asked)
        )
        kept = urlencode({name: value for name, value in asked.items() if value and value != Only.ALL})
        return visit.show("cars.html", page=page, figures=FIGURES, choices=Only, plates=plates, kept=kept, **asked)

    async def file(self, visit: Visit) -> Response:
        """The cars wanted as a CSV file."""
        asked = _asked(visit)
        cars = await visit.act(
            lambda session, me: fleet.export(session, acting(me), by=me.account, now=visit.now, **asked)
        )
        content = csv_safety.to_csv(_header(visit.texts), [_row(car, visit.texts) for car in cars])
        name = f"cars-{local_time.local(visit.now):%Y%m%d}.csv"
        return Response(
            content,
            media_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    async def one(self, visit: Visit) -> Response:
        """One car: what the register says, its violations that wait for a driver, who has filed it, who had."""

        def look(session: Session, me: SignedIn) -> dict[str, Any]:
            car = fleet.one(session, acting(me), visit.id("car"), now=visit.now)
            active = filing_store.active_of_vehicle(session, car.vehicle.id)
            past = filing_store.ended_of_vehicle(session, car.vehicle.id)
            return {
                "car": car,
                "waiting": violations.of_vehicle(session, car.vehicle.id, ViolationState.UNHANDLED),
                "filers": Filer.all(session, active, visit.texts),
                "past": Filer.all(session, past, visit.texts),
            }

        done = visit.request.query_params.get("done", "")
        found = await visit.read(look)
        return visit.show("car.html", plates=plates, figures=FIGURES, fine=fine, done=done == "unbound", **found)

    async def unbind(self, visit: Visit) -> Response:
        """Ask once more, then end a filing; the filer is told."""
        if visit.request.method == "POST":
            await visit.act(lambda session, me: self._unbind(session, me, visit))
            return visit.go(f"/cars/{visit.id('car')}?done=unbound")

        def look(session: Session, me: SignedIn) -> Filer:
            organisations.administering(session, acting(me).organisation.id, by=me.person.id)
            found = fleet.filing(session, acting(me), visit.id("car"), visit.id("filing"))
            return Filer(found, facts(session, found, visit.texts))

        filer = await visit.read(look)
        back = f"/cars/{visit.id('car')}"
        about = {name: str(filer.about[name]) for name in ("who", "plate")}
        return visit.show("surely.html", title="portal-unbind", question="portal-unbind-surely", about=about, back=back)

    @staticmethod
    def _unbind(session: Session, me: SignedIn, visit: Visit) -> None:
        organisations.administering(session, acting(me).organisation.id, by=me.person.id)
        found = fleet.filing(session, acting(me), visit.id("car"), visit.id("filing"))
        filings.unbind(session, found, by=me.person, now=visit.now)


def _asked(visit: Visit) -> dict[str, Any]:
    """Return what the list is narrowed to; a choice that is none narrows nothing."""
    said = visit.request.query_params
    only = said.get("only", "")
    return {"words": said.get("words", "").strip(), "only": Only(only) if only in list(Only) else Only.ALL}


def _whole(text: str) -> int:
    return min(int(text), MOST_PAGE) if text.isascii() and text.isdigit() and len(text) < 9 else 1


def _header(texts: Texts) -> list[str]:
    return [texts.plain(f"portal-column-{name}") for name in COLUMNS] + [
        texts.plain(f"fleet-figure-{figure.key}") for figure in FIGURES
    ]


def _row(car: FleetCar, texts: Texts) -> list[object]:
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
