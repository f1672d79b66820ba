"""False material on the page of a case: its applicant is proposed for the blacklist, as by /block."""

from typing import Any

from sqlmodel import Session
from starlette.responses import Response
from starlette.routing import Route

from bot.cards.review import blacklist as cards
from bot.errors import Refusal
from bot.services.review import blacklist, photo_access
from bot.services.staff.web_sessions import StaffUser
from bot.web.route_policies import STAFF
from bot.web.staff import card_page
from bot.web.staff.card_page import ButtonPath
from bot.web.staff.staff_request import StaffRequest, StaffRoutes
from storage.review import blacklist as store
from storage.review.reviews import Review

PATHS = (ButtonPath(cards.FALSE_WHY, "false", is_bad=True),)


def routes(pages: StaffRoutes) -> list[Route]:
    """Return the route that proposes an applicant."""
    return [pages.route(f"{STAFF}/cases/{{review:uuid}}/false", propose)]


async def propose(request: StaffRequest) -> Response:
    """Propose the applicant of a case, for what is false in it; a case that was taken is returned with that reason."""
    review_id = request.id("review")
    request.back = f"{STAFF}/cases/{review_id}"

    def action(session: Session, me: StaffUser) -> None:
        blacklist.require_may_propose(session, review_id, by=me.account, now=request.now)
        reason = cards.REASONS.get(request.field("choice"))
        if reason is None:
            raise blacklist.InvalidFalseReason
        blacklist.propose(session, review_id, reason, by=me.account, now=request.now)
        photo_access.end_soon(session, review_id, by=me.account, now=request.now)

    await request.act(action)
    return request.redirect(f"/cases/{review_id}")


def asked(session: Session, me: StaffUser, review: Review, request: StaffRequest) -> dict[str, Any]:
    """Return what the page of a case asks about false material; nothing of a reader who may not propose anybody.

    Of an applicant who is named already, the entry.
    """
    try:
        _, _, filing = blacklist.require_may_propose(session, review.id, by=me.account, now=request.now)
    except Refusal:
        return {"false_asked": "", "false_named": None}
    named = store.naming(session, filing.filer_id, review.id)
    if named is not None:
        return {"false_asked": "", "false_named": named}
    card = cards.ask_reason(review.id, filing, request.texts, after="queue")
    forms = list(card_page.forms(session, me, card, PATHS, below=f"/cases/{review.id}"))
    return {"false_asked": card_page.lines(card)[0], "false_named": None, "false_forms": forms}
