"""One difference between the desk and a bill: resolved, or its decision due again, with a code of the second factor."""

from collections.abc import Callable
from typing import Any

from sqlmodel import Session
from starlette.responses import Response
from starlette.routing import Route

from bot.cards.payments import reconciliation as cards
from bot.services.payments import differences, refund_withdrawals, undone_payments
from bot.services.staff.second_factor import ConfirmedKind
from bot.services.staff.web_sessions import StaffUser
from bot.texts import Texts
from bot.web.route_policies import STAFF
from bot.web.staff import card_page
from bot.web.staff.card_page import ButtonPath
from bot.web.staff.second_factor import give
from bot.web.staff.staff_request import StaffRequest, StaffRoutes

DIFFERENCE = f"{STAFF}/differences/{{difference:uuid}}"


def routes(pages: StaffRoutes) -> list[Route]:
    """Return the routes of differences."""
    return [
        pages.route(DIFFERENCE, show_difference),
        pages.route(f"{DIFFERENCE}/resolve", resolve),
        pages.route(f"{DIFFERENCE}/due-again", make_due_again),
    ]


async def show_difference(request: StaffRequest) -> Response:
    """Show one difference with both sides' amounts."""

    def query(session: Session, me: StaffUser) -> dict[str, Any]:
        found = differences.find(session, request.id("difference"), by=me.account)
        undone, withdrawn = undone_payments.concerned(session, found), refund_withdrawals.waiting(session, found)
        card = cards.difference(request.texts, found, undone, withdrawn)
        title = f"{request.texts.plain('work-kind-difference')} #{found.number}"
        shown = card_page.values(session, me, request, card, _paths(request.texts), title=title, up="money")
        ended = [request.texts.plain("desk-difference-resolved")] if found.settled_at is not None else []
        return {**shown, "lines": [*shown["lines"], *ended]}

    return request.show("staff/card.html", **await request.read(query))


async def resolve(request: StaffRequest) -> Response:
    """Mark a difference as resolved."""
    return await _do(
        request,
        lambda session, me: differences.resolve(session, request.id("difference"), by=me.account, now=request.now),
    )


async def make_due_again(request: StaffRequest) -> Response:
    """Let a decision be due again whose money went back without the desk."""
    ending = request.field("choice")
    return await _do(
        request,
        lambda session, me: undone_payments.make_due(
            session, request.id("difference"), ending, by=me.account, now=request.now
        ),
    )


def _paths(texts: Texts) -> tuple[ButtonPath, ...]:
    """Return the forms. Which decision is due again is chosen before it is sent: Enter sends the first button."""
    due_again = texts.plain("desk-due-again")
    return (
        ButtonPath(cards.SETTLED, "resolve", code=ConfirmedKind.MONEY),
        ButtonPath(cards.DUE_AGAIN, "due-again", code=ConfirmedKind.MONEY, submit=due_again, is_bad=True),
    )


async def _do(request: StaffRequest, action: Callable[[Session, StaffUser], Any]) -> Response:
    here = f"/differences/{request.id('difference')}"
    request.back = f"{STAFF}{here}"
    await give(request, ConfirmedKind.MONEY)
    await request.act(action)
    return request.redirect(here)
