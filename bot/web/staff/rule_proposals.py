"""A proposed value of a rule: a second admin confirms it with a code of their second factor, or refuses it."""

from typing import Any

from sqlmodel import Session
from starlette.responses import Response
from starlette.routing import Route

from bot.cards.staff import rules as cards
from bot.services.staff import permissions, rule_proposals, second_factor
from bot.services.staff.second_factor import ConfirmedKind
from bot.services.staff.web_sessions import StaffUser
from bot.services.staff.work import is_first
from bot.texts import plain_text
from bot.web.route_policies import STAFF
from bot.web.staff.second_factor import give
from bot.web.staff.staff_request import StaffRequest, StaffRoutes
from storage.staff.members import StaffRole
from storage.staff.proposals import ProposalStatus
from storage.staff.rule_proposals import RuleProposal

PROPOSAL = f"{STAFF}/rule-proposals/{{proposal:uuid}}"


def routes(pages: StaffRoutes) -> list[Route]:
    """Return the routes of proposed rules."""
    return [
        pages.route(PROPOSAL, show_proposal),
        pages.route(f"{PROPOSAL}/confirm", confirm),
        pages.route(f"{PROPOSAL}/refuse", refuse),
    ]


async def show_proposal(request: StaffRequest) -> Response:
    """Show a proposal to an admin."""

    def query(session: Session, me: StaffUser) -> dict[str, Any]:
        permissions.require(session, me.account, StaffRole.ADMIN)
        row = session.get(RuleProposal, request.id("proposal"))
        if row is None:
            raise rule_proposals.RuleProposalDecided
        is_open = row.status is ProposalStatus.OPEN
        may_confirm = is_open and not rule_proposals.is_over(row, now=request.now)
        return {
            "lines": plain_text(cards.proposal(session, row, request.texts).text).splitlines(),
            "is_open": is_open,
            "may_confirm": may_confirm and not is_first(session, row, me.account, request.now),
            "asks": not second_factor.is_given(me, ConfirmedKind.RULES),
            "is_enrolled": second_factor.is_enrolled(session, me.account),
        }

    return request.show("staff/rule_proposal.html", **await request.read(query))


async def confirm(request: StaffRequest) -> Response:
    """Confirm a proposal as the second admin."""
    here = _here(request)
    await give(request, ConfirmedKind.RULES)
    await request.act(
        lambda session, me: rule_proposals.confirm(session, request.id("proposal"), by=me.account, now=request.now)
    )
    return request.redirect(here)


async def refuse(request: StaffRequest) -> Response:
    """Refuse a proposal as the second admin, or withdraw it as the first."""
    here = _here(request)
    await request.act(
        lambda session, me: rule_proposals.refuse(session, request.id("proposal"), by=me.account, now=request.now)
    )
    return request.redirect(here)


def _here(request: StaffRequest) -> str:
    here = f"/rule-proposals/{request.id('proposal')}"
    request.back = f"{STAFF}{here}"
    return here
