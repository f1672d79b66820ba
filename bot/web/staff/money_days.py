"""Days that a cashier chooses on the page: their bills compared again as by /reconcile, their ledger as by /ledger."""

from sqlmodel import Session
from starlette.responses import Response
from starlette.routing import Route

from bot.services.payments import bill_days, bill_requests, ledger_export, periods
from bot.services.payments.periods import Period
from bot.services.staff import permissions
from bot.services.staff.web_sessions import StaffUser
from bot.task_definition import put_order
from bot.tasks import payments as payment_tasks
from bot.web.route_policies import STAFF
from bot.web.staff.staff_request import StaffRequest, StaffRoutes
from storage import files
from storage.payments.payments import PaymentProvider
from storage.staff.members import StaffRole

MONEY = f"{STAFF}/money"
FORMATS = ("xlsx", "csv")  # As the service stores them.


def routes(pages: StaffRoutes) -> list[Route]:
    """Return the routes of the chosen days."""
    return [pages.route(f"{MONEY}/compare", compare), pages.route(f"{MONEY}/ledger", export)]


async def compare(request: StaffRequest) -> Response:
    """Have the bills of some days compared once more; the chat says what was found."""
    request.back = MONEY

    def action(session: Session, me: StaffUser) -> None:
        permissions.require(session, me.account, StaffRole.CASHIER)
        yesterday, lane = periods.yesterday(request.now), me.account.lane
        period = _period(request, default=yesterday, most=periods.MOST_DAYS_COMPARED, command="reconcile")
        if period != yesterday:
            bill_requests.require_bills(session, period, now=request.now)
        for day in period.days():
            for provider in PaymentProvider:
                brief = day != period.until  # Of several days only those are told that do not agree, and the last.
                order = payment_tasks.reconcile.order(provider=provider, day=day, by=me.account.id, brief=brief)
                put_order(session, order, lane=lane, queue=lane, at=request.now)

    await request.act(action)
    return request.redirect("/money?comparing=1")


async def export(request: StaffRequest) -> Response:
    """Return the ledger of some days as a file, of this month by default."""
    request.back = MONEY

    def action(session: Session, me: StaffUser) -> files.DecryptedFile | None:
        permissions.require(session, me.account, StaffRole.CASHIER)
        month = periods.month(request.now)
        period = _period(request, default=month, most=ledger_export.MOST_DAYS, command="ledger")
        word = request.texts.plain
        exported = ledger_export.export(session, period, word, by=me.account, now=request.now)
        chosen = FORMATS.index(request.field("choice")) if request.field("choice") in FORMATS else 0
        return files.read(session, exported.files[chosen])

    found = await request.act(action)
    assert found is not None, "stored in the same transaction"
    headers = {"Content-Disposition": f'attachment; filename="{found.name}"'}
    return Response(found.content, headers=headers, media_type=found.media_type)


def _period(request: StaffRequest, *, default: Period, most: int, command: str) -> Period:
    """Return the days of the form, without a last one up to the latest. Raises PeriodUnreadable or PeriodTooLong."""
    since, until = (request.field(name).strip() for name in ("since", "until"))
    latest = bill_days.date_of(request.now) if command == "ledger" else default.until
    words = [since or until, until or str(latest)] if since or until else []
    return periods.parse(words, default=default, most=most, until=latest, command=command)
