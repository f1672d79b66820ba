"""The members of the organisation: a list; the administrator invites, removes and hands over the administration."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session
from starlette.responses import Response
from starlette.routing import Route

from bot.errors import NotYours
from bot.links import DeskLinks
from bot.services.filing import handovers
from bot.services.identity.levels import IdentityLevel, level_of
from bot.services.organisations import invitations, member_names, organisations
from bot.services.organisations.organisations import Membership
from bot.services.organisations.web_sessions import SignedIn
from bot.services.values import short_codes
from bot.web.portal.page_request import PageRequest, PageRoutes, acting
from bot.web.route_policies import PORTAL
from storage.organisations import invitations as invitation_store, organisations as store
from storage.organisations.organisations import OrganisationMember
from storage.register.people import Person

MEMBERS = f"{PORTAL}/members"


@dataclass(frozen=True)
class MemberRow:
    """A member with the masked name, and how far their identity is checked."""

    member: OrganisationMember
    name: str
    is_me: bool
    level: IdentityLevel


def routes(pages: PageRoutes) -> list[Route]:
    """Return the routes of the members."""
    return [
        pages.route(MEMBERS, list_members),
        pages.route(f"{MEMBERS}/invite", invite),
        pages.route(f"{MEMBERS}/withdraw", withdraw_invitations),
        pages.route(f"{MEMBERS}/{{member:uuid}}/remove", remove),
        pages.route(f"{MEMBERS}/{{member:uuid}}/hand-over", hand_over),
    ]


async def list_members(request: PageRequest) -> Response:
    """Show who acts for the organisation."""
    done = request.query("done")
    context = await request.read(lambda session, me: _context(session, me, request))
    known = done if done in ("removed", "handed-over", "withdrawn") else ""
    return request.show("members.html", done=known, code="", link="", until=None, **context)


async def invite(request: PageRequest) -> Response:
    """Make an invitation and show its code, which is not shown again."""

    def action(session: Session, me: SignedIn) -> tuple[str, Any]:
        return invitations.create(session, acting(me).organisation.id, by=me.person, now=request.now)

    code, invitation = await request.act(action)
    context = await request.read(lambda session, me: _context(session, me, request))
    username = request.web.bot_username
    link = DeskLinks(username).deep_link(f"join-{code}") if username else ""
    context |= {"code": short_codes.grouped(code), "link": link, "until": invitation.expires_at}
    return request.show("members.html", done="", **context)


async def withdraw_invitations(request: PageRequest) -> Response:
    """Withdraw every open invitation."""
    await request.act(
        lambda session, me: invitations.withdraw_all(session, acting(me).organisation.id, by=me.person, now=request.now)
    )
    return request.redirect("/members?done=withdrawn")


async def remove(request: PageRequest) -> Response:
    """Ask for confirmation, then remove a user."""
    return await _confirm_and_do(request, "remove", organisations.remove, then="/members?done=removed")


async def hand_over(request: PageRequest) -> Response:
    """Ask for confirmation, then make a user the administrator."""
    return await _confirm_and_do(request, "hand-over", handovers.hand_over, then="/members?done=handed-over")


async def _confirm_and_do(request: PageRequest, name: str, action: Callable[..., Any], *, then: str) -> Response:
    member_id = request.id("member")
    if request.is_post:
        await request.act(
            lambda session, me: action(session, acting(me).organisation.id, member_id, by=me.person, now=request.now)
        )
        return request.redirect(then)

    def query(session: Session, me: SignedIn) -> MemberRow:
        membership = organisations.require_administrator(session, acting(me).organisation.id, by=me.person.id)
        found = [one for one in member_rows(session, membership) if one.member.id == member_id]
        if not found:
            raise NotYours
        return found[0]

    about = {"who": (await request.read(query)).name}
    title, question = f"portal-{name}", f"portal-{name}-surely"
    return request.show("confirm.html", title=title, question=question, about=about, back="/members")


def _context(session: Session, me: SignedIn, request: PageRequest) -> dict[str, Any]:
    membership = acting(me)
    organisation_id = membership.organisation.id
    left = organisations.free_seats(session, organisation_id, now=request.now)
    return {
        "members": member_rows(session, membership),
        "left": left,
        "waiting": invitation_store.count_open(session, organisation_id, now=request.now),
    }


def member_rows(session: Session, membership: Membership) -> list[MemberRow]:
    """Return the members of the organisation, the administrator first."""
    members, own = store.members(session, membership.organisation.id), membership.member.person_id
    names = member_names.of_members(session, members)
    return [
        MemberRow(each, names[each.id], each.person_id == own, level_of(session.get_one(Person, each.person_id)))
        for each in members
    ]
