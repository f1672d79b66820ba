"""The daily closing: the next day beside its bills, compared again, closed with a code of the second factor."""

from datetime import date
from typing import Any

from sqlmodel import Session
from starlette.responses import Response
from starlette.routing import Route

from bot.card import Card
from bot.cards.payments import closings as cards, reconciliation as reconciliation_cards
from bot.errors import InvalidCallbackData
from bot.services.payments import closings, missing_bills
from bot.services.staff import permissions
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
from storage.payments.payments import PaymentProvider
from storage.staff.members import StaffRole

CLOSING = f"{STAFF}/money/closing"


def routes(pages: StaffRoutes) -> list[Route]:
    """Return the routes of the closing."""
    return [
        pages.route(CLOSING, show_day),
        pages.route(f"{CLOSING}/close", close),
        pages.route(f"{CLOSING}/without-bill", close),
        pages.route(f"{CLOSING}/compare", compare),
    ]


async def show_day(request: StaffRequest) -> Response:
    """Show the totals of the first day that is not closed, and what forbids closing it."""
    request.back = f"{STAFF}/money"
    shown = await request.read(lambda session, me: _day(session, me, request))
    return request.show("staff/closing.html", comparing="comparing" in request.http.query_params, **shown)


async def close(request: StaffRequest) -> Response:
    """Close the day that was shown, and show what was left; without a bill that cannot be had, with the reason."""
    request.back = CLOSING
    await give(request, ConfirmedKind.MONEY)

    def action(session: Session, me: StaffUser) -> dict[str, Any]:
        day = _chosen(session, me, request)
        closed = closings.close(session, day, reason=request.field("words"), by=me.account, now=request.now)
        return _page(session, me, request, cards.closed(request.texts, day, closed), day)

    return request.show("staff/card.html", **await request.act(action))


async def compare(request: StaffRequest) -> Response:
    """Have the bills of the day compared once more; the chat says what was found."""
    request.back = CLOSING

    def action(session: Session, me: StaffUser) -> None:
        day, lane = _chosen(session, me, request), me.account.lane
        if closings.next_day(session, by=me.account, now=request.now) != day:
            raise closings.DayClosed
        for provider in PaymentProvider:
            order = payment_tasks.reconcile.order(provider=provider, day=day, by=me.account.id, brief=False)
            put_order(session, order, lane=lane, queue=lane, at=request.now)

    await request.act(action)
    return request.redirect("/money/closing?comparing=1")


def _chosen(session: Session, me: StaffUser, request: StaffRequest) -> date:
    permissions.require(session, me.account, StaffRole.CASHIER)
    try:
        return date.fromisoformat(request.field("choice"))
    except ValueError:
        raise InvalidCallbackData from None


def _day(session: Session, me: StaffUser, request: StaffRequest) -> dict[str, Any]:
    texts = request.texts
    try:
        day = closings.next_day(session, by=me.account, now=request.now)
    except closings.NothingToClose as nothing:
        return _page(session, me, request, Card(texts(nothing.key, **nothing.values)), None)
    found = closings.totals(session, day)
    problems = [problem for each in found if (problem := closings.obstacle(session, each))]
    obstacles = [texts(problem.key, **problem.values) for problem in problems]
    lacking = closings.may_lack_bill(session, day, now=request.now)
    return _page(session, me, request, cards.page(texts, day, found, obstacles, lacking), day)


def _page(session: Session, me: StaffUser, request: StaffRequest, card: Card, day: date | None) -> dict[str, Any]:
    texts = request.texts
    title = f"{texts.plain('go-closing')} {texts.day(day) if day else ''}".strip()
    return card_page.values(session, me, request, card, _paths(texts), title=title, up="money")


def _paths(texts: Texts) -> tuple[ButtonPath, ...]:
    least, most = missing_bills.MIN_LENGTH, missing_bills.MAX_LENGTH
    reason = AskedText(texts.plain("desk-closing-reason", least=least, most=most), most, least, rows=2)
    return (
        ButtonPath(cards.CLOSE, "close", code=ConfirmedKind.MONEY),
        ButtonPath(cards.WITHOUT_BILL, "without-bill", asks=reason, code=ConfirmedKind.MONEY),
        ButtonPath(reconciliation_cards.RECONCILE, "compare"),
    )
