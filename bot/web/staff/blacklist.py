"""The blacklist: entries and appeals that wait, one with its photos, and the acts of /block and /blacklist."""

from collections.abc import Callable
from functools import partial
from typing import Any

from sqlmodel import Session
from starlette.responses import Response
from starlette.routing import Route

from bot.cards.review import blacklist as cards
from bot.cards.staff.work import kind_name
from bot.services.review import appeals, blacklist, photo_access, queue
from bot.services.review.blacklist import APPEAL, BLACKLIST_ROLES, LISTING
from bot.services.review.work import entry_label
from bot.services.staff import permissions
from bot.services.staff.web_sessions import StaffUser
from bot.services.values import application_numbers
from bot.web.route_policies import STAFF
from bot.web.staff import card_page, cases
from bot.web.staff.card_page import ButtonPath
from bot.web.staff.staff_request import StaffRequest, StaffRoutes
from storage.review.blacklist import BlacklistEntry, BlacklistStatus

BLACKLIST = f"{STAFF}/blacklist"
TAKEN_OVER = "taken-over"  # Of the address to which a confirmation leads that was none yet.
ENTRY = f"{BLACKLIST}/{{entry:uuid}}"
PATHS = (
    ButtonPath(cards.CONFIRM_LISTING, "confirm", is_bad=True),
    ButtonPath(cards.REJECT_LISTING, "reject"),
    ButtonPath(cards.LIFT, "lift"),
    ButtonPath(cards.UPHOLD, "uphold", is_bad=True),
)


def routes(pages: StaffRoutes) -> list[Route]:
    """Return the routes of the blacklist."""
    return [
        pages.route(BLACKLIST, show_all),
        pages.route(f"{BLACKLIST}/case", find_case),
        pages.route(ENTRY, show_one),
        pages.route(f"{ENTRY}/confirm", partial(_decide, blacklist.confirm)),
        pages.route(f"{ENTRY}/reject", partial(_decide, blacklist.reject)),
        pages.route(f"{ENTRY}/lift", partial(_decide, partial(appeals.decide, lift=True))),
        pages.route(f"{ENTRY}/uphold", partial(_decide, partial(appeals.decide, lift=False))),
    ]


async def show_all(request: StaffRequest) -> Response:
    """Show the entries that wait for a second person, and the appeals that wait for a third."""

    def query(session: Session, me: StaffUser) -> list[tuple[str, list[dict[str, Any]]]]:
        found = zip((LISTING, APPEAL), blacklist.waiting(session, by=me.account), strict=True)
        return [
            (kind_name(kind, request.texts), [_row(session, each, request) for each in entries])
            for kind, entries in found
        ]

    return request.show("staff/blacklist.html", kinds=await request.read(query))


async def find_case(request: StaffRequest) -> Response:
    """Open the case with a typed number, to propose its applicant."""
    request.back = BLACKLIST

    def query(session: Session, me: StaffUser) -> str:
        permissions.require(session, me.account, *BLACKLIST_ROLES)
        number = application_numbers.of_command("block", [request.field("number").strip()], unknown=queue.NoSuchCase)
        review = queue.by_number(session, number)
        blacklist.require_may_propose(session, review.id, by=me.account, now=request.now)
        return f"/cases/{review.id}"

    return request.redirect(await request.act(query))


async def show_one(request: StaffRequest) -> Response:
    """Show an entry, with its photos to who may decide it."""
    shown = await request.read(lambda session, me: _entry(session, me, request))
    if TAKEN_OVER in request.http.query_params:
        shown["lines"] = [request.texts.plain("blacklist-taken-over"), "", *shown["lines"]]
    return request.show("staff/card.html", **shown)


async def _decide(decide: Callable[..., BlacklistEntry], request: StaffRequest) -> Response:
    """Decide an entry, or the appeal against it; the chat shows its photos no longer.

    A proposal of somebody who has left becomes this member's own at first.
    """
    entry_id = request.id("entry")
    request.back = f"{STAFF}/blacklist/{entry_id}"

    def action(session: Session, me: StaffUser) -> bool:
        entry = decide(session, entry_id, by=me.account, now=request.now)
        if entry.review_id is not None:
            photo_access.end_soon(session, entry.review_id, by=me.account, now=request.now)
        return entry.status is BlacklistStatus.PROPOSED

    is_taken_over = await request.act(action)
    return request.redirect(f"/blacklist/{entry_id}" + (f"?{TAKEN_OVER}=1" if is_taken_over else ""))


def _row(session: Session, entry: BlacklistEntry, request: StaffRequest) -> dict[str, Any]:
    return {
        "id": entry.id,
        "label": entry_label(session, entry),
        "why": request.texts.plain(cards.reason_key(entry.reason)),
        "since": entry.appealed_at or entry.proposed_at,
    }


def _entry(session: Session, me: StaffUser, request: StaffRequest) -> dict[str, Any]:
    entry = blacklist.find(session, request.id("entry"), by=me.account)
    may_decide = blacklist.may_decide(session, entry, by=me.account)
    review = blacklist.evidence_of(session, entry) if may_decide else None
    return card_page.values(
        session,
        me,
        request,
        cards.one(session, entry, request.texts, may_decide=may_decide),
        PATHS,
        title=f"{request.texts.plain('desk-blacklist')} {entry_label(session, entry)}",
        up="blacklist",
        photos=cases.photos_of(session, review, request, portrait=False) if review is not None else (),
    )
