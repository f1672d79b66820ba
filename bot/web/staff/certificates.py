"""Certificates: issued after a check, revoked, or proposed to be revoked by two people; the paper copies."""

from typing import Any

from sqlmodel import Session
from starlette.responses import Response
from starlette.routing import Route

from bot.card import Card
from bot.cards.certificates import issue_revoke as cards, revocations as revocation_cards
from bot.services.certificates import issue_revoke, paper_copies
from bot.services.staff import permissions
from bot.services.staff.web_sessions import StaffUser
from bot.services.values import plates
from bot.web.route_policies import STAFF
from bot.web.staff import card_page
from bot.web.staff.card_page import ButtonPath
from bot.web.staff.staff_request import StaffRequest, StaffRoutes
from storage.certificates.paper_copies import PaperCopy
from storage.register.vehicles import Vehicle

CERTIFICATES = f"{STAFF}/certificates"
ISSUE = (ButtonPath(cards.SIGN, "issue"),)


def routes(pages: StaffRoutes) -> list[Route]:
    """Return the routes of certificates."""
    return [
        pages.route(CERTIFICATES, show_forms),
        pages.route(f"{CERTIFICATES}/check", check),
        pages.route(f"{CERTIFICATES}/{{vehicle:uuid}}/issue", issue),
        pages.route(f"{CERTIFICATES}/revoke", revoke),
    ]


async def show_forms(request: StaffRequest) -> Response:
    """Show the forms, and the paper copies to print or to send."""

    def query(session: Session, me: StaffUser) -> list[dict[str, Any]]:
        permissions.require(session, me.account, *issue_revoke.ISSUERS)
        return [_paper(session, each, request) for each in paper_copies.open_requests(session, by=me.account)]

    return request.show("staff/certificates.html", papers=await request.read(query))


async def check(request: StaffRequest) -> Response:
    """Show what the register says of a vehicle that has passed, before the station signs."""
    request.back = CERTIFICATES

    def action(session: Session, me: StaffUser) -> dict[str, Any]:
        checked = issue_revoke.check(session, _plate(request), by=me.account, now=request.now)
        below = f"/certificates/{checked.vehicle.id}"
        return _shown(session, me, request, cards.check(checked, request.texts), "go-issue", ISSUE, below=below)

    return request.show("staff/card.html", **await request.act(action))


async def issue(request: StaffRequest) -> Response:
    """Issue the certificate of a vehicle that has passed, until the month that was shown."""
    request.back = CERTIFICATES
    shown = request.field("choice")

    def action(session: Session, me: StaffUser) -> dict[str, Any]:
        month, vehicle_id = f"{shown[:4]}-{shown[4:]}", request.id("vehicle")
        certificate = issue_revoke.issue(session, vehicle_id, month, by=me.account, now=request.now)
        vehicle = session.get_one(Vehicle, vehicle_id)
        return _shown(session, me, request, cards.issued(vehicle, certificate, request.texts), "go-issue")

    return request.show("staff/card.html", **await request.act(action))


async def revoke(request: StaffRequest) -> Response:
    """Revoke a certificate, or propose it to the admins."""
    request.back = CERTIFICATES

    def action(session: Session, me: StaffUser) -> dict[str, Any]:
        words = f"{_plate(request)} {request.field('words')}"
        vehicle, certificate, row = issue_revoke.revoke(session, words, by=me.account, now=request.now)
        card = (
            cards.revoked(session, vehicle, certificate, request.texts)
            if row is None
            else revocation_cards.proposed(session, row, request.texts)
        )
        return _shown(session, me, request, card, "go-revoke")

    return request.show("staff/card.html", **await request.act(action))


def _plate(request: StaffRequest) -> str:
    """Return the plate of the form as a command has it: without blanks, behind the code of its type if there is one."""
    plate = "".join(request.field("plate").split())
    return f"{request.field('type').strip()} {plate}".strip()


def _shown(
    session: Session,
    me: StaffUser,
    request: StaffRequest,
    card: Card,
    title: str,
    paths: tuple[ButtonPath, ...] = (),
    *,
    below: str = "",
) -> dict[str, Any]:
    name = request.texts.plain(title)
    return card_page.values(session, me, request, card, paths, title=name, up="certificates", below=below)


def _paper(session: Session, copy: PaperCopy, request: StaffRequest) -> dict[str, Any]:
    return {
        "id": copy.id,
        "number": copy.number,
        "plate": plates.display(session.get_one(Vehicle, copy.vehicle_id).plate),
        "state": request.texts.plain(f"paper-status-{copy.status.value}"),
        "since": copy.requested_at,
    }
