"""The code of one's vehicle in the Mini App: made for the screen, watched while it is shown, cancelled with it.

The code itself leaves the desk once, in the answer that makes it; neither it nor its picture is stored.
"""

import asyncio
from typing import Any
from uuid import UUID

from sqlmodel import Session
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.adapters.drawing.qr_code import qr_png
from bot.cards.filing.filings import facts
from bot.errors import NotYours
from bot.services.filing import vehicle_code_links, vehicle_codes
from bot.services.filing.vehicle_codes import NewVehicleCode
from bot.services.values import plates, short_codes
from bot.web.mini_app.app_request import AppRequest, AppRoutes
from bot.web.mini_app.certificates import data_url
from bot.web.route_policies import APP
from storage.engine import timers
from storage.filing.filings import Filing
from storage.filing.vehicle_codes import VehicleCode, VehicleCodeStatus
from storage.identity import accounts
from storage.register.people import Person
from storage.register.vehicles import Vehicle

CODES = f"{APP}/codes"


def routes(app: AppRoutes) -> list[Route]:
    """Return the routes."""
    one = f"{CODES}/{{code:uuid}}"
    return [app.route(CODES, make), app.route(one, status), app.route(f"{one}/cancel", cancel)]


async def make(request: AppRequest) -> Response:
    """Make a code, which replaces an older one."""

    def action(session: Session, person: Person) -> tuple[NewVehicleCode, str]:
        account = accounts.of_person(session, person.id)
        assert account is not None
        vehicle_id = request.id("vehicle")
        made = vehicle_codes.create(session, vehicle_id, by=person, lane=account.lane, now=request.now)
        timers.cancel(session, vehicle_codes.TICK, made.code.id)  # The countdown is in the app, not in the chat.
        return made, plates.display(session.get_one(Vehicle, vehicle_id).plate)

    made, plate = await request.act_as(action)
    link = vehicle_code_links.link(request.web.bot_username, made.token)
    png = await asyncio.to_thread(qr_png, link, module=8)
    return JSONResponse(
        {
            "id": str(made.code.id),
            "picture": data_url(png),
            "alternative": request.texts.plain("app-code-alternative", plate=plate),
            "short": short_codes.grouped(made.short),
            "seconds": int((made.code.expires_at - request.now).total_seconds()),
            "warning": request.texts.plain("portal-code-warning"),
        }
    )


async def status(request: AppRequest) -> Response:
    """Return the status of a code, the seconds left, and who has applied with it."""

    def query(session: Session, person: Person) -> dict[str, Any]:
        code = _code(session, person, _id(request))
        left = int((code.expires_at - request.now).total_seconds())
        is_over = code.status is VehicleCodeStatus.OPEN and left <= 0
        state = VehicleCodeStatus.EXPIRED if is_over else code.status
        is_open, is_scanned = state is VehicleCodeStatus.OPEN, state is VehicleCodeStatus.USED and not code.filing_id
        said = "" if is_open else _said(session, code, request)
        return {"open": is_open, "scanned": is_scanned, "seconds": max(0, left), "said": said}

    return JSONResponse(await request.read_as(query))


async def cancel(request: AppRequest) -> Response:
    """Cancel a code; one that somebody has scanned, too, unless they have applied."""

    def action(session: Session, person: Person) -> None:
        _code(session, person, _id(request))
        vehicle_codes.cancel(session, _id(request), by=person, now=request.now)

    await request.act_as(action)
    return JSONResponse({})


def _code(session: Session, person: Person, code_id: UUID) -> VehicleCode:
    """Return one of the person's own codes. Raises NotYours."""
    code = session.get(VehicleCode, code_id)
    if code is None or code.made_by != person.id:
        raise NotYours
    return code


def _id(request: AppRequest) -> UUID:
    found: UUID = request.http.path_params["code"]
    return found


def _said(session: Session, code: VehicleCode, request: AppRequest) -> str:
    """Return how a code has ended; as in the chat, who has scanned it is told once they have applied."""
    texts = request.texts
    filing = session.get(Filing, code.filing_id) if code.filing_id is not None else None
    if filing is not None:
        return texts.plain("app-code-applied", **facts(session, filing, texts))
    if code.status is VehicleCodeStatus.USED:
        return texts.plain("app-code-scanned")
    return texts.plain("portal-code-cancelled" if code.status is VehicleCodeStatus.CANCELLED else "portal-code-expired")
