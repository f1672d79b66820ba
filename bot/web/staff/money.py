"""Refunds and reconciliation by day for cashiers: what waits, the days with their bills and closings."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlmodel import Session
from starlette.responses import Response
from starlette.routing import Route

from bot import local_time, money as amounts
from bot.cards.payments import refunds as cards
from bot.cards.payments.closings import signed
from bot.services.payments import bill_days, closings, differences, refunds
from bot.services.payments.closings import DayTotals
from bot.services.staff import permissions
from bot.services.staff.web_sessions import StaffUser
from bot.texts import Texts, plain_text
from bot.web.route_policies import STAFF
from bot.web.staff.staff_request import StaffRequest, StaffRoutes
from storage.payments import daily_closings
from storage.payments.refunds import Refund
from storage.staff.members import StaffRole

MONEY = f"{STAFF}/money"
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
    """Return the route of the money."""
    return [pages.route(MONEY, show_money)]


async def show_money(request: StaffRequest) -> Response:
    """Show the open refunds and differences, and the last days with their bills."""
    comparing = "comparing" in request.http.query_params
    return request.show(
        "staff/money.html", comparing=comparing, **await request.read(lambda session, me: _money(session, me, request))
    )


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
        "id": difference.id,
        "number": difference.number,
        "day": texts.day(difference.day),
        "provider": texts.plain(f"provider-{difference.provider.value}"),
        "ours": amounts.yuan(difference.ours),
        "theirs": amounts.yuan(difference.theirs),
    }
