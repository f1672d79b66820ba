"""The members of the organisation: who acts for it; the administrator invites, removes and hands over."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.errors import NotYours
from bot.services.organisations import invitations, organisations
from bot.services.organisations.organisations import Membership
from bot.services.organisations.web_sessions import SignedIn
from bot.services.values import masking, short_codes
from bot.web.portal.page_request import Reception, Visit, acting
from bot.web.route_policies import PORTAL
from storage.organisations import invitations as invitation_store
from storage.organisations import organisations as store
from storage.organisations.organisations import Member
from storage.register import people

MEMBERS = f"{PORTAL}/members"


@dataclass(frozen=True)
class Colleague:
    """Somebody who acts for the organisation, his name masked."""

    member: Member
    name: str
    is_me: bool


class Members:
    """The pages of the members."""

    def __init__(self, reception: Reception) -> None:
        self._reception = reception

    def routes(self) -> list[BaseRoute]:
        """The routes of the members."""
        guarded, both = self._reception.guarded, ["GET", "POST"]
        return [
            Route(MEMBERS, guarded(self.listing)),
            Route(f"{MEMBERS}/invite", guarded(self.invite), methods=["POST"]),
            Route(f"{MEMBERS}/withdraw", guarded(self.withdraw), methods=["POST"]),
            Route(f"{MEMBERS}/{{member:uuid}}/remove", guarded(self.remove), methods=both),
            Route(f"{MEMBERS}/{{member:uuid}}/hand-over", guarded(self.hand_over), methods=both),
        ]

    async def listing(self, visit: Visit) -> Response:
        """Who acts for the organisation."""
        done = visit.request.query_params.get("done", "")
        shown = await visit.read(lambda session, me: self._look(session, me, visit))
        said = done if done in ("removed", "handed-over", "withdrawn") else ""
        return visit.show("members.html", done=said, code="", link="", until=None, **shown)

    async def invite(self, visit: Visit) -> Response:
        """Make an invitation; its code is shown this once."""

        def deed(session: Session, me: SignedIn) -> tuple[str, Any]:
            return invitations.make(session, acting(me).organisation.id, by=me.person, now=visit.now)

        code, invitation = await visit.act(deed)
        shown = await visit.read(lambda session, me: self._look(session, me, visit))
        desk = visit.side.desk
        link = desk.addresses.link(f"join-{code}") if desk and desk.addresses.bot else ""
        said = short_codes.grouped(code)
        return visit.show("members.html", done="", code=said, link=link, until=invitation.expires_at, **shown)

    async def withdraw(self, visit: Visit) -> Response:
        """Withdraw every open invitation."""
        await visit.act(
            lambda session, me: invitations.withdraw_all(
                session, acting(me).organisation.id, by=me.person, now=visit.now
            )
        )
        return visit.go("/members?done=withdrawn")

    async def remove(self, visit: Visit) -> Response:
        """Ask once more, then end a user's place."""
        return await self._surely(visit, "remove", organisations.remove, then="/members?done=removed")

    async def hand_over(self, visit: Visit) -> Response:
        """Ask once more, then let a user administer."""
        return await self._surely(visit, "hand-over", organisations.hand_over, then="/members?done=handed-over")

    async def _surely(self, visit: Visit, what: str, deed: Callable[..., Any], *, then: str) -> Response:
        member_id = visit.id("member")
        if visit.request.method == "POST":
            await visit.act(
                lambda session, me: deed(session, acting(me).organisation.id, member_id, by=me.person, now=visit.now)
            )
            return visit.go(then)

        def look(session: Session, me: SignedIn) -> Colleague:
            membership = organisations.administering(session, acting(me).organisation.id, by=me.person.id)
            found = [one for one in colleagues(session, membership) if one.member.id == member_id]
            if not found:
                raise NotYours
            return found[0]

        name = (await visit.read(look)).name
        title, question = f"portal-{what}", f"portal-{what}-surely"
        return visit.show("surely.html", title=title, question=question, about={"who": name}, back="/members")

    @staticmethod
    def _look(session: Session, me: SignedIn, visit: Visit) -> dict[str, Any]:
        membership = acting(me)
        organisation_id = membership.organisation.id
        left = organisations.users_left(session, organisation_id, now=visit.now)
        return {
            "colleagues": colleagues(session, membership),
            "left": left,
            "waiting": invitation_store.count_open(session, organisation_id, now=visit.now),
        }


def colleagues(session: Session, membership: Membership) -> list[Colleague]:
    """Return who acts for the organisation, the administrator first."""
    found = []
    for member in store.members(session, membership.organisation.id):
        person = people.get(session, member.person_id)
        name = masking.name(person.name) if person else ""
        found.append(Colleague(member, name, member.person_id == membership.member.person_id))
    return found
