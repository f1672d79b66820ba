"""The audit for admins, newest entries first, as by /audit; that it was read is recorded. The chain is verified."""

from typing import Any

from sqlmodel import Session
from starlette.responses import Response
from starlette.routing import Route

from bot.cards.staff import audit as cards
from bot.services.staff import audit, permissions
from bot.services.staff.web_sessions import StaffUser
from bot.task_definition import put_order
from bot.tasks import reports
from bot.texts import plain_text
from bot.web.route_policies import STAFF
from bot.web.staff.staff_request import StaffRequest, StaffRoutes
from storage.staff.members import StaffRole

AUDIT = f"{STAFF}/audit"
MAX_DIGITS = 18  # Of the number of an entry.


def routes(pages: StaffRoutes) -> list[Route]:
    """Return the routes of the audit."""
    return [pages.route(AUDIT, show_entries), pages.route(f"{AUDIT}/verify", verify)]


async def show_entries(request: StaffRequest) -> Response:
    """Show a page of entries: of everything, of a subject, or of one application."""
    request.back = AUDIT
    about, typed = request.query("about").strip(), request.query("before")
    before = int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= MAX_DIGITS else None

    def action(session: Session, me: StaffUser) -> dict[str, Any]:
        found = audit.read(session, about, before=before, by=me.account, now=request.now)
        lines = [plain_text(cards.line(each, found, request.texts)) for each in found.entries]
        return {"lines": lines, "older": found.entries[-1].id if found.more else None}

    shown = await request.act(action)
    verifying = "verifying" in request.http.query_params
    return request.show("staff/audit.html", about=about, subjects=audit.SUBJECTS, verifying=verifying, **shown)


async def verify(request: StaffRequest) -> Response:
    """Have the hash chain verified; the chat says what was found."""
    request.back = AUDIT

    def action(session: Session, me: StaffUser) -> None:
        permissions.require(session, me.account, StaffRole.ADMIN)
        lane = me.account.lane
        put_order(session, reports.verify_audit.order(), lane=lane, queue=lane, at=request.now)

    await request.act(action)
    return request.redirect("/audit?verifying=1")
