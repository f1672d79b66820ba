"""My vehicles and their certificates in the Mini App: the drawn code, what it says, and when it was fetched.

The page keeps what it has fetched, so that it can be shown without a network; the code is signed, and whoever scans
it learns whether it is still valid.
"""

import asyncio
from base64 import b64encode
from typing import Any

from sqlmodel import Session
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot import local_time, profile
from bot.adapters.certificates.verifier import CertificateVerdict
from bot.adapters.drawing import colours
from bot.adapters.drawing.qr_code import qr_png
from bot.cards.certificates.certificates import plate_kind
from bot.cards.months import month
from bot.profile import Journey
from bot.services.certificates import certificates
from bot.services.certificates.certificates import VehicleCertificate
from bot.services.filing import my_vehicles
from bot.services.filing.my_vehicles import HeldVehicle
from bot.services.values import plates
from bot.texts import Texts
from bot.web.mini_app.app_request import AppRequest, AppRoutes
from bot.web.route_policies import APP
from storage.register.people import Person

MAX_VEHICLES = 50  # Whoever administers more finds them in the portal.


def routes(app: AppRoutes) -> list[Route]:
    """Return the routes."""
    return [app.route(f"{APP}/vehicles", listing), app.route(f"{APP}/certificates", show)]


async def listing(request: AppRequest) -> Response:
    """Return the person's vehicles: own, administered and filed ones."""

    def query(session: Session, person: Person) -> dict[str, Any]:
        held = my_vehicles.all_of(session, person, now=request.now)
        rows = [_vehicle(each, request.texts) for each in held[:MAX_VEHICLES]]
        left = len(held) - len(rows)
        return {"vehicles": rows, "more": request.texts.plain("app-vehicles-more", count=left) if left else ""}

    return JSONResponse(await request.read_as(query))


async def show(request: AppRequest) -> Response:
    """Return the certificate of a vehicle with its code as a picture."""
    profile.require(Journey.CERTIFICATES)

    def action(session: Session, person: Person) -> tuple[str, dict[str, Any]]:
        shown = certificates.get_or_issue(session, person, request.id("vehicle"), now=request.now)
        return shown.certificate.text, _certificate(shown, request)

    text, described = await request.act_as(action)
    png = await asyncio.to_thread(qr_png, text, module=6)
    return JSONResponse({**described, "picture": data_url(png)})


def data_url(png: bytes) -> str:
    """Return a PNG as a part of a page."""
    return f"data:image/png;base64,{b64encode(png).decode()}"


def _vehicle(held: HeldVehicle, texts: Texts) -> dict[str, Any]:
    return {
        "id": str(held.vehicle.id),
        "plate": plates.display(held.vehicle.plate),
        "kind": plate_kind(held.vehicle.plate_type, texts),
        "type": held.vehicle.plate_type,
        "own": held.is_own,
        "whose": held.organisation or texts.plain("app-vehicle-own" if held.is_own else "app-vehicle-filed"),
    }


def _certificate(shown: VehicleCertificate, request: AppRequest) -> dict[str, Any]:
    certificate, texts = shown.certificate, request.texts
    colour = colours.of_year(int(certificate.valid_until[:4]))
    is_valid = shown.verdict is CertificateVerdict.VALID
    lines = [
        texts.plain("app-certificate-until", until=month(certificate.valid_until, texts)),
        texts.plain("app-certificate-number", certificate=certificate.number),
        texts.plain("app-certificate-issued", issued=local_time.date_of(certificate.issued_at)),
    ]
    if not shown.held.is_own:
        lines.append(texts.plain("app-certificate-filed-user"))
    return {
        **_vehicle(shown.held, texts),
        "valid": is_valid,
        "verdict": texts.plain(f"verdict-{shown.verdict.value.replace('_', '-')}"),
        "lines": lines,
        "colour": "#{:02x}{:02x}{:02x}".format(*colour.strong),
        "alternative": texts.plain("app-certificate-alternative", plate=plates.display(shown.vehicle.plate)),
        "fetched": texts.plain("app-certificate-fetched", at=request.now),
    }
