"""Refunds and reconciliation by day for cashiers: what waits, one refund, the days with their bills and closings."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlmodel import Session
from starlette.responses import Response
from starlette.routing import Route

from bot import local_time, money as amounts
from bot.card import CardButton, CopyButton, LinkButton
from bot.cards.payments import refunds as cards
from bot.cards.payments.closings import signed
from bot.services.payments import bill_days, closings, differences, refunds
from bot.services.payments.closings import DayTotals
from bot.services.staff import permissions, second_factor
from bot.services.staff.second_factor import ConfirmedKind
from bot.services.staff.web_sessions import StaffUser
from bot.task_definition import put_order
from bot.tasks import payments as payment_tasks
from bot.texts import Texts, plain_text
from bot.web.route_policies import STAFF
from bot.web.staff.second_factor import give
from bot.web.staff.staff_request import StaffRequest, StaffRoutes
from storage.payments import daily_closings
from storage.payments.refunds import Refund
from storage.staff.members import StaffRole

MONEY = f"{STAFF}/money"
REFUND = f"{STAFF}/refunds/{{refund:uuid}}"
DAYS_SHOWN = 14


@dataclass(frozen=True)
class DayRow:
    """One day with one provider, in words. problem: why it cannot be closed; closed: when it was, or empty."""

    day: str
    provider: str
    received: str
    refunded: str
    bill: str
    closed: str
    problem: str


def routes(pages: StaffRoutes) -> list[Route]:
    """Return the routes of the money."""
    return [pages.route(MONEY, show_money), pages.route(REFUND, show_refund), pages.route(f"{REFUND}/approve", approve)]


async def show_money(request: StaffRequest) -> Response:
    """Show the open refunds and differences, and the last days with their bills."""
    return request.show("staff/money.html", **await request.read(lambda session, me: _money(session, me, request)))


async def show_refund(request: StaffRequest) -> Response:
    """Show one refund, with the next step if the reader can take it."""

    def query(session: Session, me: StaffUser) -> dict[str, Any]:
        refund = refunds.find(session, request.id("refund"), by=me.account)
        may_approve = refunds.may_approve(session, refund, by=me.account)
        card = cards.refund(session, request.texts, refund, may_approve=may_approve)
        return {
            "number": refund.gateway_number,
            "lines": plain_text(card.text).splitlines(),
            "approve": next((each.label for row in card.rows for each in row if _approves(each)), ""),
            "asks": not second_factor.is_given(me, ConfirmedKind.MONEY),
            "is_enrolled": second_factor.is_enrolled(session, me.account),
        }

    return request.show("staff/refund.html", **await request.read(query))


async def approve(request: StaffRequest) -> Response:
    """Approve a refund, as the first or the second cashier; the gateway is asked as from the chat."""
    here = f"/refunds/{request.id('refund')}"
    request.back = f"{STAFF}{here}"
    await give(request, ConfirmedKind.MONEY)

    def action(session: Session, me: StaffUser) -> None:
        if refunds.approve(session, request.id("refund"), by=me.account, now=request.now):
            order, lane = payment_tasks.send_refund.order(refund=request.id("refund")), me.account.lane
            put_order(session, order, lane=lane, queue=lane, at=request.now)

    await request.act(action)
    return request.redirect(here)


def _approves(button: CardButton | LinkButton | CopyButton) -> bool:
    return isinstance(button, CardButton) and button.verb == cards.APPROVE.verb


def _money(session: Session, me: StaffUser, request: StaffRequest) -> dict[str, Any]:
    permissions.require(session, me.account, StaffRole.CASHIER)
    texts, today = request.texts, bill_days.date_of(request.now)
    days = [today - timedelta(days=each) for each in range(1, DAYS_SHOWN + 1)]
    closed = {(each.provider, each.day): each for each in daily_closings.between(session, days[-1], days[0])}
    rows = [
        _day(session, each, closed.get((each.provider, day)), texts) for day in days for each in _used(session, day)
    ]
    return {
        "refunds": [_refund(each, texts) for each in refunds.waiting(session, by=me.account)],
        "differences": [_difference(each, texts) for each in differences.open_ones(session, by=me.account)],
        "days": rows,
    }


def _used(session: Session, day: Any) -> list[DayTotals]:
    """Return the totals of a day with each provider that had anything on it."""
    found = closings.totals(session, day)
    return [each for each in found if each.payments or each.refunds or each.billed is not None]


def _day(session: Session, each: DayTotals, closing: Any, texts: Texts) -> DayRow:
    problem = closings.obstacle(session, each) if closing is None else None
    bill = each.billed if each.billed is not None and each.billed.done_at else None
    return DayRow(
        day=texts.day(each.day),
        provider=texts.plain(f"provider-{each.provider.value}"),
        received=signed(each.received),
        refunded=signed(each.refunded),
        bill=f"{amounts.yuan(bill.received)} / {amounts.yuan(bill.refunded)}" if bill is not None else "—",
        closed=texts.moment(closing.closed_at) if closing is not None else "",
        problem=plain_text(texts(problem.key, **problem.values)) if problem is not None else "",
    )


def _refund(refund: Refund, texts: Texts) -> dict[str, Any]:
    return {
        "id": refund.id,
        "number": refund.gateway_number,
        "amount": amounts.yuan(refund.amount),
        "state": texts.plain(f"refund-is-{refund.state.value}"),
        "why": texts.plain(cards.reason_key(refund)),
        "since": texts.day(local_time.date_of(refund.proposed_at)),
    }


def _difference(difference: Any, texts: Texts) -> dict[str, Any]:
    return {
        "number": difference.number,
        "day": texts.day(difference.day),
        "provider": texts.plain(f"provider-{difference.provider.value}"),
        "ours": amounts.yuan(difference.ours),
        "theirs": amounts.yuan(difference.theirs),
    }
