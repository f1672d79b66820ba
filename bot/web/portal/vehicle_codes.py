"""Vehicle codes on the organisation's screen, for a driver to scan: make, show with a countdown, cancel.

A code is the owner's approval, so only the administrator, who speaks for the vehicles, makes one. The QR picture is
part of the page. Neither the picture nor the code itself is stored.
"""

import asyncio
from base64 import b64encode
from typing import Any

from sqlmodel import Session
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.adapters.drawing.qr_code import qr_png
from bot.errors import NotYours
from bot.services.filing import vehicle_code_links, vehicle_codes
from bot.services.filing.vehicle_codes import NewVehicleCode
from bot.services.organisations import fleet, organisations
from bot.services.organisations.web_sessions import SignedIn
from bot.services.values import plates, short_codes
from bot.web.portal.page_request import PageRequest, PageRoutes, acting
from bot.web.route_policies import PORTAL
from storage.engine import timers
from storage.filing.vehicle_codes import VehicleCode, VehicleCodeStatus
from storage.register.vehicles import Vehicle

CODES = f"{PORTAL}/cars/{{car:uuid}}/codes"


def routes(pages: PageRoutes) -> list[Route]:
    """Return the routes of vehicle codes."""
    return [
        pages.route(CODES, make),
        pages.route(f"{CODES}/{{code:uuid}}", status),
        pages.route(f"{CODES}/{{code:uuid}}/cancel", cancel),
    ]


async def make(request: PageRequest) -> Response:
    """Make a code, which replaces an older one, and show it. It cannot be shown again."""
    vehicle, made = await request.act(lambda session, me: _make(session, me, request))
    link = vehicle_code_links.link(request.web.bot_username, made.token)
    png = await asyncio.to_thread(qr_png, link, module=10)
    return request.show(
        "code.html",
        vehicle=vehicle,
        plates=plates,
        code=made.code,
        link=link,
        short=short_codes.grouped(made.short),
        picture=f"data:image/png;base64,{b64encode(png).decode()}",
        seconds=int((made.code.expires_at - request.now).total_seconds()),
    )


async def status(request: PageRequest) -> Response:
    """Return the status of a code and the seconds left, for the countdown of its page."""
    return JSONResponse(await request.read(lambda session, me: _status(session, me, request)))


async def cancel(request: PageRequest) -> Response:
    """Cancel a code."""

    def action(session: Session, me: SignedIn) -> None:
        vehicle_codes.cancel(session, _code(session, me, request).id, by=me.person, now=request.now)

    await request.act(action)
    return request.redirect(f"/cars/{request.id('car')}")


def _make(session: Session, me: SignedIn, request: PageRequest) -> tuple[Vehicle, NewVehicleCode]:
    """Make the code. Raises NotAdministrator or NotYours."""
    organisations.require_administrator(session, acting(me).organisation.id, by=me.person.id)
    car = fleet.find(session, acting(me), request.id("car"), now=request.now)
    made = vehicle_codes.create(session, car.vehicle.id, by=me.person, lane=me.account.lane, now=request.now)
    # The countdown is on this page, not in the administrator's chat.
    timers.cancel(session, vehicle_codes.TICK, made.code.id)
    return car.vehicle, made


def _status(session: Session, me: SignedIn, request: PageRequest) -> dict[str, Any]:
    code = _code(session, me, request)
    left = int((code.expires_at - request.now).total_seconds())
    is_over = code.status is VehicleCodeStatus.OPEN and left <= 0
    status = VehicleCodeStatus.EXPIRED if is_over else code.status
    return {"status": status.value, "seconds": max(0, left)}


def _code(session: Session, me: SignedIn, request: PageRequest) -> VehicleCode:
    """Return the code of the path. Raises NotYours if somebody else has made it, or for another vehicle."""
    fleet.find(session, acting(me), request.id("car"), now=request.now)
    code = session.get(VehicleCode, request.id("code"))
    if code is None or code.vehicle_id != request.id("car") or code.made_by != me.person.id:
        raise NotYours
    return code
