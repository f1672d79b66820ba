"""The members of staff: listed, invited, changed and ended by admins as by /staff, their identity verified."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlmodel import Session
from starlette.responses import Response
from starlette.routing import Route

from bot.cards.staff import member_identity as identity_cards, members as cards
from bot.services.staff import member_identity, members, permissions
from bot.services.staff.web_sessions import StaffUser
from bot.web.route_policies import STAFF
from bot.web.staff import card_page
from bot.web.staff.card_page import ButtonPath
from bot.web.staff.proposal_kinds import publish_commands
from bot.web.staff.staff_request import StaffRequest, StaffRoutes
from storage.staff import members as store, proposals
from storage.staff.members import StaffMember, StaffRole
from storage.staff.role_proposals import StaffProposal

MEMBERS = f"{STAFF}/members"
MEMBER = f"{MEMBERS}/{{member:uuid}}"
PATHS = (
    ButtonPath(identity_cards.VERIFY, "verify"),
    ButtonPath(identity_cards.VERIFY_SAME, "verify/same"),
    ButtonPath(identity_cards.VERIFY_OTHER, "verify/other"),
)
END = (ButtonPath(cards.END_SURELY, "end", is_bad=True),)


def routes(pages: StaffRoutes) -> list[Route]:
    """Return the routes of members."""
    return [
        pages.route(MEMBERS, list_members),
        pages.route(f"{MEMBERS}/invite", invite),
        pages.route(MEMBER, show_member),
        pages.route(f"{MEMBER}/roles", change),
        pages.route(f"{MEMBER}/end", end),
        pages.route(f"{MEMBER}/verify", _verifying(None)),
        pages.route(f"{MEMBER}/verify/same", _verifying(True)),
        pages.route(f"{MEMBER}/verify/other", _verifying(False)),
    ]


async def list_members(request: StaffRequest) -> Response:
    """Show the members who serve, and the proposals that wait for a second admin."""

    def query(session: Session, me: StaffUser) -> dict[str, Any]:
        permissions.require(session, me.account, StaffRole.ADMIN)
        serving = [each for each in store.all_members(session) if each.ended_at is None]
        return {
            "members": [(each, cards.roles(each.role_set(), request.texts)) for each in serving],
            "waiting": proposals.open_ones(session, StaffProposal),
            "roles": _choices(request),
        }

    return request.show("staff/members.html", **await request.read(query))


async def invite(request: StaffRequest) -> Response:
    """Propose to invite somebody."""
    request.back = MEMBERS

    def action(session: Session, me: StaffUser) -> UUID:
        name, roles = request.field("words"), _roles(request)
        permissions.require(session, me.account, StaffRole.ADMIN)
        return members.invite(session, name, roles, by=me.account, now=request.now).id

    return request.redirect(f"/role-proposals/{await request.act(action)}")


async def show_member(request: StaffRequest) -> Response:
    """Show a member, and what can be done."""
    request.back = MEMBERS

    def query(session: Session, me: StaffUser) -> dict[str, Any]:
        member = members.find(session, request.id("member"), by=me.account)
        person, texts = member_identity.person_of(session, member), request.texts
        shared = member_identity.shared_matters(session, person, now=request.now)
        card = cards.member(member, person, texts, shared)
        ending, below = cards.ask_end(member, texts), f"/members/{member.id}"
        return {
            **card_page.values(session, me, request, card, PATHS, title=member.name, up="members"),
            "roles": _choices(request),
            "chosen": member.role_set(),
            "end_asked": card_page.lines(ending),
            "end_forms": list(card_page.forms(session, me, ending, END, below=below)),
        }

    return request.show("staff/member.html", **await request.read(query))


async def change(request: StaffRequest) -> Response:
    """Propose other roles for a member."""
    request.back = f"{MEMBERS}/{request.id('member')}"

    def action(session: Session, me: StaffUser) -> UUID:
        permissions.require(session, me.account, StaffRole.ADMIN)
        return members.change(session, request.id("member"), _roles(request), by=me.account, now=request.now).id

    return request.redirect(f"/role-proposals/{await request.act(action)}")


async def end(request: StaffRequest) -> Response:
    """End a service at once; for an admin, propose it to a second admin."""
    request.back = MEMBERS

    def action(session: Session, me: StaffUser) -> str:
        member_id = request.id("member")
        proposal = members.end(session, member_id, by=me.account, now=request.now)
        if proposal is not None:
            return f"/role-proposals/{proposal.id}"
        publish_commands(session, session.get_one(StaffMember, member_id), request)
        return "/members"

    return request.redirect(await request.act(action))


def _verifying(counts: bool | None) -> Callable[[StaffRequest], Any]:
    """Return the page that verifies a member's identity. counts: the answer about an ID number that others declared."""

    async def verify(request: StaffRequest) -> Response:
        here = f"/members/{request.id('member')}"
        request.back = f"{STAFF}{here}"
        await request.act(
            lambda session, me: member_identity.verify(
                session, request.id("member"), by=me.account, now=request.now, counts=counts
            )
        )
        return request.redirect(here)

    return verify


def _roles(request: StaffRequest) -> frozenset[StaffRole]:
    ticked = {each for each in request.form.getlist("role") if isinstance(each, str)}
    return frozenset(each for each in StaffRole if each.value in ticked)


def _choices(request: StaffRequest) -> list[tuple[StaffRole, str]]:
    return [(role, request.texts.plain(f"staff-role-{role}")) for role in StaffRole]
