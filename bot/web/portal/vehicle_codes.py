"""The vehicle QR on the organisation's screen, for a driver to scan: made, counted down, used, taken back.

The picture is drawn into the very answer: neither it nor the words of the code are kept.
"""

import asyncio
from base64 import b64encode
from typing import Any

from sqlmodel import Session
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.adapters.drawing.qr_code import qr_png
from bot.errors import NotYours
from bot.services.filing import eligibility, vehicle_code_links, vehicle_codes
from bot.services.filing.vehicle_codes import Made
from bot.services.organisations import fleet
from bot.services.organisations.web_sessions import SignedIn
from bot.services.values import plates, short_codes
from bot.web.portal.page_request import Reception, Visit, acting
from bot.web.route_policies import PORTAL
from storage import audit
from storage.engine import timers
from storage.filing import vehicle_codes as store
from storage.filing.vehicle_codes import VehicleCode, VehicleCodeStatus
from storage.identity import accounts
from storage.register import people
from storage.register.people import Person
from storage.register.vehicles import Vehicle

CODES = f"{PORTAL}/cars/{{car:uuid}}/codes"


class Codes:
    """The pages of vehicle codes."""

    def __init__(self, reception: Reception) -> None:
        self._reception = reception

    def routes(self) -> list[BaseRoute]:
        """The routes of the codes."""
        guarded = self._reception.guarded
        return [
            Route(CODES, guarded(self.make), methods=["POST"]),
            Route(f"{CODES}/{{code:uuid}}", guarded(self.state)),
            Route(f"{CODES}/{{code:uuid}}/cancel", guarded(self.cancel), methods=["POST"]),
        ]

    async def make(self, visit: Visit) -> Response:
        """Make a code in place of an older one, and show it this once."""
        vehicle, made = await visit.act(lambda session, me: _make(session, me, visit))
        desk = visit.side.desk
        link = vehicle_code_links.link(desk.addresses.bot if desk else "", made.token)
        png = await asyncio.to_thread(qr_png, link, module=10)
        return visit.show(
            "code.html",
            vehicle=vehicle,
            plates=plates,
            code=made.code,
            link=link,
            short=short_codes.grouped(made.short),
            picture=f"data:image/png;base64,{b64encode(png).decode()}",
            seconds=int((made.code.expires_at - visit.now).total_seconds()),
        )

    async def state(self, visit: Visit) -> Response:
        """Say how a code stands, to the page that shows it."""
        return JSONResponse(await visit.read(lambda session, me: _state(session, me, visit)))

    async def cancel(self, visit: Visit) -> Response:
        """Take a code back."""

        def deed(session: Session, me: SignedIn) -> None:
            code, speaker = _code(session, me, visit), _speaker(session, me, visit)
            vehicle_codes.cancel(session, code.id, by=speaker, now=visit.now)

        await visit.act(deed)
        return visit.go(f"/cars/{visit.id('car')}")


def _make(session: Session, me: SignedIn, visit: Visit) -> tuple[Vehicle, Made]:
    """Make the code in the name of the administrator, who is told when it is used; the audit says who asked."""
    car = fleet.one(session, acting(me), visit.id("car"), now=visit.now)
    speaker = _speaker(session, me, visit)
    account = accounts.of_person(session, speaker.id) or me.account
    made = vehicle_codes.make(session, car.vehicle.id, by=speaker, lane=account.lane, now=visit.now)
    timers.cancel(session, vehicle_codes.TICK, made.code.id)  # It is this screen that counts down, not his chat.
    audit.record(session, audit.Action.VEHICLE_CODE_MADE, by=me.account.id, on=made.code.id, at=visit.now, way="web")
    return car.vehicle, made


def _state(session: Session, me: SignedIn, visit: Visit) -> dict[str, Any]:
    code = _code(session, me, visit)
    left = int((code.expires_at - visit.now).total_seconds())
    is_over = code.status is VehicleCodeStatus.OPEN and left <= 0
    status = VehicleCodeStatus.EXPIRED if is_over else code.status
    return {"status": status.value, "seconds": max(0, left)}


def _code(session: Session, me: SignedIn, visit: Visit) -> VehicleCode:
    fleet.one(session, acting(me), visit.id("car"), now=visit.now)
    code = store.get(session, visit.id("code"))
    if code is None or code.vehicle_id != visit.id("car"):
        raise NotYours
    return code


def _speaker(session: Session, me: SignedIn, visit: Visit) -> Person:
    """Return who speaks for the car: the administrator."""
    car = fleet.one(session, acting(me), visit.id("car"), now=visit.now)
    speaker = eligibility.speaks_for(session, car.vehicle)
    found = people.get(session, speaker.id) if speaker else None
    if found is None:
        raise NotYours
    return found
