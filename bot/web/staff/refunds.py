"""One refund: approved, or recorded as paid back without the gateway, with a code of the second factor."""

from collections.abc import Callable
from typing import Any

from sqlmodel import Session
from starlette.responses import Response
from starlette.routing import Route

from bot.cards.payments import refunds as cards
from bot.errors import InvalidCallbackData
from bot.services.payments import refunds, refunds_elsewhere
from bot.services.staff.second_factor import ConfirmedKind
from bot.services.staff.web_sessions import StaffUser
from bot.task_definition import put_order
from bot.tasks import payments as payment_tasks
from bot.texts import Texts
from bot.web.route_policies import STAFF
from bot.web.staff import card_page
from bot.web.staff.card_page import AskedText, ButtonPath
from bot.web.staff.second_factor import give
from bot.web.staff.staff_request import StaffRequest, StaffRoutes
from storage.payments.refunds import RefundWay

REFUND = f"{STAFF}/refunds/{{refund:uuid}}"
MONEY = ConfirmedKind.MONEY
MAX_REFERENCE = 64


def routes(pages: StaffRoutes) -> list[Route]:
    """Return the routes of refunds."""
    return [
        pages.route(REFUND, show_refund),
        pages.route(f"{REFUND}/approve", approve),
        pages.route(f"{REFUND}/paid-back", pay_back),
        pages.route(f"{REFUND}/paid-back/confirm", confirm),
    ]


async def show_refund(request: StaffRequest) -> Response:
    """Show one refund, with the next steps if the reader can take them."""

    def query(session: Session, me: StaffUser) -> dict[str, Any]:
        refund = refunds.find(session, request.id("refund"), by=me.account)
        may_approve = refunds.may_approve(session, refund, by=me.account)
        card = cards.refund(session, request.texts, refund, may_approve=may_approve)
        title = f"{request.texts.plain('work-kind-refund')} {refund.gateway_number}"
        return card_page.values(session, me, request, card, _paths(request.texts), title=title, up="money")

    return request.show("staff/card.html", **await request.read(query))


async def approve(request: StaffRequest) -> Response:
    """Approve a refund, as the first or the second cashier; the gateway is asked as from the chat."""

    def action(session: Session, me: StaffUser) -> None:
        if refunds.approve(session, request.id("refund"), by=me.account, now=request.now):
            order, lane = payment_tasks.send_refund.order(refund=request.id("refund")), me.account.lane
            put_order(session, order, lane=lane, queue=lane, at=request.now)

    return await _do(request, action)


async def pay_back(request: StaffRequest) -> Response:
    """Record that a refund was paid back without the gateway; above the limit a second cashier confirms it."""

    def action(session: Session, me: StaffUser) -> None:
        chosen, typed = request.field("choice"), request.field("words")
        refunds.require_may_approve(session, request.id("refund"), by=me.account)
        if chosen not in set(RefundWay):
            raise InvalidCallbackData
        refund_id, way = request.id("refund"), RefundWay(chosen)
        refunds_elsewhere.pay_back(session, refund_id, way, typed, by=me.account, now=request.now)

    return await _do(request, action)


async def confirm(request: StaffRequest) -> Response:
    """Confirm as the second cashier that a refund was paid back without the gateway."""
    return await _do(
        request,
        lambda session, me: refunds_elsewhere.confirm(session, request.id("refund"), by=me.account, now=request.now),
    )


async def _do(request: StaffRequest, action: Callable[[Session, StaffUser], Any]) -> Response:
    here = f"/refunds/{request.id('refund')}"
    request.back = f"{STAFF}{here}"
    await give(request, MONEY)
    await request.act(action)
    return request.redirect(here)


def _paths(texts: Texts) -> tuple[ButtonPath, ...]:
    reference = AskedText(texts.plain("desk-paid-back-number"), MAX_REFERENCE)
    paid_back = texts.plain("desk-paid-back")
    return (
        ButtonPath(cards.APPROVE, "approve", code=MONEY),
        ButtonPath(cards.CONFIRM, "paid-back/confirm", code=MONEY),
        ButtonPath(cards.ELSEWHERE, "paid-back", asks=reference, code=MONEY, submit=paid_back),
    )
