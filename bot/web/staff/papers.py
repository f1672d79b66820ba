"""One paper copy of a certificate: its address, printed, posted or handed out at the counter, or destroyed."""

from collections.abc import Callable
from typing import Any

from sqlmodel import Session
from starlette.responses import Response
from starlette.routing import Route

from bot.cards.certificates import paper_copies as cards
from bot.errors import InvalidCallbackData
from bot.services.certificates import paper_copies
from bot.services.certificates.paper_changes import PRINTERS
from bot.services.certificates.paper_copies import STEPS, TRACKING_LENGTHS
from bot.services.staff import permissions
from bot.services.staff.web_sessions import StaffUser
from bot.texts import Texts
from bot.web.route_policies import STAFF
from bot.web.staff import card_page
from bot.web.staff.card_page import AskedText, ButtonPath
from bot.web.staff.staff_request import StaffRequest, StaffRoutes
from storage.certificates.paper_copies import PaperCopy, PaperStatus

PAPER = f"{STAFF}/papers/{{copy:uuid}}"


def routes(pages: StaffRoutes) -> list[Route]:
    """Return the routes of paper copies."""
    return [
        pages.route(PAPER, show_copy),
        pages.route(f"{PAPER}/next", advance),
        pages.route(f"{PAPER}/void", void),
    ]


async def show_copy(request: StaffRequest) -> Response:
    """Show a copy with its address; that it was opened is recorded."""

    def action(session: Session, me: StaffUser) -> dict[str, Any]:
        copy = paper_copies.open_for_staff(session, request.id("copy"), by=me.account, now=request.now)
        title = f"{request.texts.plain('work-kind-paper')} #{copy.number}"
        card = cards.work(session, copy, request.texts)
        return card_page.values(session, me, request, card, _paths(copy, request.texts), title=title, up="certificates")

    return request.show("staff/card.html", **await request.act(action))


async def advance(request: StaffRequest) -> Response:
    """Move a copy to its next status; posting takes the tracking number."""

    def action(session: Session, me: StaffUser) -> None:
        permissions.require(session, me.account, *PRINTERS)
        to, number = request.field("choice"), request.field("words")
        if to not in set(PaperStatus):
            raise InvalidCallbackData
        paper_copies.advance(
            session, request.id("copy"), PaperStatus(to), by=me.account, now=request.now, tracking=number
        )

    return await _do(request, action)


async def void(request: StaffRequest) -> Response:
    """Record that a copy that must not leave was destroyed."""
    return await _do(
        request, lambda session, me: paper_copies.void(session, request.id("copy"), by=me.account, now=request.now)
    )


async def _do(request: StaffRequest, action: Callable[[Session, StaffUser], Any]) -> Response:
    here = f"/papers/{request.id('copy')}"
    request.back = f"{STAFF}{here}"
    await request.act(action)
    return request.redirect(here)


def _paths(copy: PaperCopy, texts: Texts) -> tuple[ButtonPath, ...]:
    least, most = TRACKING_LENGTHS
    is_posted = STEPS[copy.way].get(copy.status) is PaperStatus.POSTED
    tracking = AskedText(texts.plain("desk-tracking"), 2 * most, least) if is_posted else None
    return ButtonPath(cards.ADVANCE, "next", asks=tracking), ButtonPath(cards.VOID, "void", is_bad=True)
