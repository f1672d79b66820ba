"""The page of what one admin has proposed: another confirms it, with a code where it gives something, or refuses."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from sqlmodel import Session
from starlette.responses import Response
from starlette.routing import Route

from bot.card import Button, ButtonStyle, Card
from bot.cards.staff.work import kind_name
from bot.services.staff.second_factor import ConfirmedKind
from bot.services.staff.web_sessions import StaffUser
from bot.services.staff.work import is_first
from bot.web.route_policies import STAFF
from bot.web.staff import card_page
from bot.web.staff.card_page import ButtonPath
from bot.web.staff.second_factor import give
from bot.web.staff.staff_request import StaffRequest, StaffRoutes
from storage.identity.accounts import Account


@dataclass(frozen=True)
class ProposalKind:
    """A kind of proposals. path: below `home`; work: the kind of work; up: the part that leads to it.

    find, confirm, refuse: of the service; what `confirm` returns is given to `then`, which returns the row, and what is
    shown below its card. code: which kind of act a code confirms, if one is asked. others: further buttons.
    """

    path: str
    work: str
    up: str
    yes: Button[UUID]
    no: Button[UUID]
    find: Callable[[Session, UUID, Account], Any]
    confirm: Callable[..., Any]
    refuse: Callable[..., Any]
    card: Callable[[Session, Any, StaffRequest], Card]
    then: Callable[[Session, Any, StaffRequest], tuple[Any, list[str]]] = lambda session, row, request: (row, [])
    code: ConfirmedKind | None = None
    others: tuple[ButtonPath, ...] = ()


def routes(pages: StaffRoutes, kind: ProposalKind) -> Iterator[Route]:
    """Yield the routes of a kind of proposals."""
    here = f"{STAFF}/{kind.path}/{{proposal:uuid}}"
    yield pages.route(here, partial(show, kind))
    yield pages.route(f"{here}/confirm", partial(confirm, kind))
    yield pages.route(f"{here}/refuse", partial(refuse, kind))


async def show(kind: ProposalKind, request: StaffRequest) -> Response:
    """Show a proposal to an admin."""

    def query(session: Session, me: StaffUser) -> dict[str, Any]:
        return _page(session, me, request, kind, kind.find(session, request.id("proposal"), me.account))

    request.back = f"{STAFF}/inbox"
    return request.show("staff/card.html", **await request.read(query))


async def confirm(kind: ProposalKind, request: StaffRequest) -> Response:
    """Confirm a proposal as the second admin, and show what came of it."""
    request.back = f"{STAFF}/{kind.path}/{request.id('proposal')}"
    if kind.code is not None:
        await give(request, kind.code)

    def action(session: Session, me: StaffUser) -> dict[str, Any]:
        found = kind.confirm(session, request.id("proposal"), by=me.account, now=request.now)
        row, more = kind.then(session, found, request)
        shown = _page(session, me, request, kind, row)
        return {**shown, "lines": [*shown["lines"], *more]}

    return request.show("staff/card.html", **await request.act(action))


async def refuse(kind: ProposalKind, request: StaffRequest) -> Response:
    """Refuse a proposal as the second admin, or withdraw it as the first."""
    request.back = f"{STAFF}/{kind.path}/{request.id('proposal')}"

    def action(session: Session, me: StaffUser) -> dict[str, Any]:
        row = kind.refuse(session, request.id("proposal"), by=me.account, now=request.now)
        return _page(session, me, request, kind, row)

    return request.show("staff/card.html", **await request.act(action))


def _page(session: Session, me: StaffUser, request: StaffRequest, kind: ProposalKind, row: Any) -> dict[str, Any]:
    """Return the page of a proposal; who has proposed it is not offered to confirm it."""
    paths = [
        ButtonPath(kind.no, "refuse", is_bad=kind.yes.style is not ButtonStyle.DANGER),
        *kind.others,
    ]
    if not is_first(session, row, me.account, request.now):
        paths.append(ButtonPath(kind.yes, "confirm", code=kind.code))
    below, title = f"/{kind.path}/{row.id}", kind_name(kind.work, request.texts)
    card = kind.card(session, row, request)
    return card_page.values(session, me, request, card, paths, title=title, up=kind.up, below=below)
