"""The inbox: all work that the member of staff may do, by kind and clock, the rows of /queue; take, give back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session
from starlette.responses import Response
from starlette.routing import Route

from bot.cards.staff.work import kind_name
from bot.services.staff import work_handover, work_inbox
from bot.services.staff.web_sessions import StaffUser
from bot.services.staff.work_inbox import Inbox, Listed, Section
from bot.services.staff.work_items import Piece, WorkHolding
from bot.web.route_policies import STAFF
from bot.web.staff.staff_request import StaffRequest, StaffRoutes
from storage.staff.work_items import WorkItem

INBOX, WORK = f"{STAFF}/inbox", f"{STAFF}/work/{{item:uuid}}"
# The page of each kind of work, by the part of its path.
CASES = ("case", "return")
PAGES = {
    "case": "cases",
    "return": "cases",
    "identity": "identity",
    "objection": "objections",
    "listing": "blacklist",
    "appeal": "blacklist",
    "refund": "refunds",
    "difference": "differences",
    "paper": "papers",
    "paper-arrival": "papers",
    "revocation": "revocations",
    "rule": "rule-proposals",
    "roles": "role-proposals",
    "import": "imports",
    "withdrawal": "withdrawals",
    "client": "client-proposals",
}


@dataclass(frozen=True)
class InboxRow:
    """A piece of work as the page lists it. opens: the path of its page below `home`."""

    item: WorkItem
    label: str
    due: datetime
    is_overdue: bool
    holding: WorkHolding
    opens: str


@dataclass(frozen=True)
class InboxSection:
    """The rows of one kind, and the name of the kind for people."""

    kind: str
    name: str
    rows: list[InboxRow]


def routes(pages: StaffRoutes) -> list[Route]:
    """Return the routes of the inbox."""
    return [
        pages.route(INBOX, show_inbox),
        pages.route(f"{WORK}/take", take),
        pages.route(f"{WORK}/give-back", give_back),
        pages.route(f"{WORK}/hand-over", hand_over),
    ]


async def show_inbox(request: StaffRequest) -> Response:
    """Show all work, or that of one kind. What no act has announced begins to be listed, so this writes."""

    def query(session: Session, me: StaffUser) -> tuple[Inbox, list[InboxSection]]:
        found = work_inbox.inbox(session, by=me.account, now=request.now)
        return found, [_section(session, each, request) for each in found.sections]

    found, sections = await request.act(query)
    only = request.query("kind")
    shown = [each for each in sections if not only or each.kind == only]
    takes_next = any(row.holding is WorkHolding.FREE for each in sections if each.kind in CASES for row in each.rows)
    return request.show(
        "staff/inbox.html", found=found, sections=sections, shown=shown or sections, only=only, takes_next=takes_next
    )


async def take(request: StaffRequest) -> Response:
    """Take a piece of work, and open it."""

    def action(session: Session, me: StaffUser) -> str:
        return page_of(work_handover.take(session, request.id("item"), by=me.account, now=request.now))

    return request.redirect(await request.act(action))


async def give_back(request: StaffRequest) -> Response:
    """Give a piece of work back."""
    await request.act(
        lambda session, me: work_handover.give_back(session, request.id("item"), by=me.account, now=request.now)
    )
    return request.redirect("/inbox")


async def hand_over(request: StaffRequest) -> Response:
    """Ask to which colleague a piece of work is handed, then hand it over; they hear of it."""
    item_id, colleague = request.id("item"), request.field("colleague")
    request.back = INBOX
    if request.is_post:
        await request.act(
            lambda session, me: work_handover.hand_over(session, item_id, colleague, by=me.account, now=request.now)
        )
        return request.redirect("/inbox")

    def query(session: Session, me: StaffUser) -> dict[str, Any]:
        piece, others = work_handover.colleagues(session, item_id, by=me.account, now=request.now)
        found = [(work_handover.short_id(each.id), each.name) for each in others]
        about = {"kind": kind_name(piece.kind.name, request.texts), "label": piece.label(session)}
        return {"colleagues": found, "about": about}

    return request.show("staff/hand_over.html", **await request.act(query))


def page_of(piece: Piece) -> str:
    """Return the path of a piece's own page below `home`."""
    return f"/{PAGES[piece.kind.name]}/{piece.row.id}"


def _section(session: Session, section: Section, request: StaffRequest) -> InboxSection:
    rows = [_row(session, each, request.now) for each in section.listed]
    return InboxSection(section.kind.name, kind_name(section.kind.name, request.texts), rows)


def _row(session: Session, listed: Listed, now: datetime) -> InboxRow:
    piece = listed.piece
    return InboxRow(
        piece.item, piece.label(session), piece.item.due_at, piece.is_overdue(now), listed.holding, page_of(piece)
    )
