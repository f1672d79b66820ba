"""The clients of the machine API: listed, proposed and revoked by admins as by /clients; a key is shown once."""

from typing import Any
from uuid import UUID

from sqlmodel import Session
from starlette.responses import Response
from starlette.routing import Route

from bot.cards.staff import api_clients as cards
from bot.services.importing import api_client_proposals
from bot.services.importing.api_client_proposals import SCOPES
from bot.services.staff import api_clients
from bot.services.staff.second_factor import ConfirmedKind
from bot.services.staff.web_sessions import StaffUser
from bot.web.route_policies import STAFF
from bot.web.staff import card_page
from bot.web.staff.card_page import ButtonPath
from bot.web.staff.second_factor import give
from bot.web.staff.staff_request import StaffRequest, StaffRoutes

CLIENTS = f"{STAFF}/clients"
CLIENT = f"{CLIENTS}/{{client:uuid}}"
PATHS = (ButtonPath(cards.REVOKE, "revoke"),)


def routes(pages: StaffRoutes) -> list[Route]:
    """Return the routes of clients."""
    return [
        pages.route(CLIENTS, list_clients),
        pages.route(f"{CLIENTS}/propose", propose),
        pages.route(CLIENT, show_client),
        pages.route(f"{CLIENT}/revoke", revoke),
        pages.route(f"{STAFF}/client-proposals/{{proposal:uuid}}/key", fetch_key),
    ]


async def list_clients(request: StaffRequest) -> Response:
    """Show the clients whose keys count, and the proposals that the reader can open."""

    def query(session: Session, me: StaffUser) -> dict[str, Any]:
        found = api_clients.serving(session, by=me.account)
        return {
            "clients": [(each, card_page.lines(cards.client(each, request.texts))[0]) for each in found],
            "waiting": api_client_proposals.waiting(session, by=me.account, now=request.now),
            "scopes": [(each, request.texts.plain(f"api-kind-{each}")) for each in SCOPES],
        }

    return request.show("staff/clients.html", **await request.read(query))


async def propose(request: StaffRequest) -> Response:
    """Propose a client."""
    request.back = CLIENTS
    ticked = [each for each in request.form.getlist("scope") if isinstance(each, str)]

    def action(session: Session, me: StaffUser) -> UUID:
        name = api_client_proposals.check_name(session, request.field("words"), by=me.account)
        scopes = api_client_proposals.read_scopes(ticked)
        return api_client_proposals.propose(session, name, scopes, by=me.account, now=request.now).id

    return request.redirect(f"/client-proposals/{await request.act(action)}")


async def show_client(request: StaffRequest) -> Response:
    """Show a client, which can be revoked at once."""
    request.back = CLIENTS

    def query(session: Session, me: StaffUser) -> dict[str, Any]:
        found = api_clients.show(session, request.id("client"), by=me.account)
        card = cards.client(found, request.texts)
        return card_page.values(session, me, request, card, PATHS, title=found.name, up="clients")

    return request.show("staff/card.html", **await request.read(query))


async def revoke(request: StaffRequest) -> Response:
    """Revoke the key of a client at once."""
    request.back = CLIENTS

    def action(session: Session, me: StaffUser) -> dict[str, Any]:
        found = api_clients.revoke_at_once(session, request.id("client"), by=me.account, now=request.now)
        card = cards.revoked(found, request.texts)
        return card_page.values(session, me, request, card, (), title=found.name, up="clients")

    return request.show("staff/card.html", **await request.act(action))


async def fetch_key(request: StaffRequest) -> Response:
    """Make the key of a client and show it once, to who has proposed the client; the chat does not show it."""
    request.back = f"{STAFF}/client-proposals/{request.id('proposal')}"
    await give(request, ConfirmedKind.RIGHTS)

    def action(session: Session, me: StaffUser) -> tuple[str, str]:
        proposal_id, account = request.id("proposal"), me.account
        row, key = api_client_proposals.fetch_key(session, proposal_id, by=account, lane=account.lane, now=request.now)
        api_client_proposals.hide_key(session, proposal_id, by=account, now=request.now)
        return row.name, key

    name, key = await request.act(action)
    return request.show("staff/client_key.html", name=name, key=key)
