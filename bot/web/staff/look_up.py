"""Look-up: vehicles by plate for officers, people by number for officers and admins; each search is recorded.

What is searched is never part of an address: the result is the answer to the form.
"""

from sqlmodel import Session
from starlette.responses import Response
from starlette.routing import Route

from bot.cards.certificates import verification as vehicle_cards
from bot.cards.staff import find_person as person_cards
from bot.services.certificates import lookup
from bot.services.staff import find_person, permissions
from bot.services.staff.web_sessions import StaffUser
from bot.texts import plain_text
from bot.web.route_policies import STAFF
from bot.web.staff.staff_request import StaffRequest, StaffRoutes
from storage.staff.members import StaffRole

LOOK_UP = f"{STAFF}/look-up"


def routes(pages: StaffRoutes) -> list[Route]:
    """Return the routes of the look-up."""
    return [
        pages.route(LOOK_UP, show_forms),
        pages.route(f"{LOOK_UP}/vehicle", find_vehicle),
        pages.route(f"{LOOK_UP}/person", find_somebody),
    ]


async def show_forms(request: StaffRequest) -> Response:
    """Show the forms that the reader may use."""
    await request.read(lambda session, me: permissions.require(session, me.account, *find_person.SEARCHERS))
    return _page(request, [])


async def find_vehicle(request: StaffRequest) -> Response:
    """Show what is known of the vehicles with the typed plate."""
    request.back = LOOK_UP

    def action(session: Session, me: StaffUser) -> list[str]:
        found = lookup.look_up(session, request.field("plate"), by=me.account, now=request.now)
        return [vehicle_cards.result(session, each, request.texts, now=request.now).text for each in found]

    return _page(request, await request.act(action))


async def find_somebody(request: StaffRequest) -> Response:
    """Show the people with the typed number, masked."""
    request.back = LOOK_UP

    def action(session: Session, me: StaffUser) -> list[str]:
        found = find_person.find(session, request.field("number"), by=me.account, now=request.now)
        return person_cards.found(session, found, request.texts).text.split("\n\n")

    return _page(request, await request.act(action))


def _page(request: StaffRequest, results: list[str]) -> Response:
    roles = request.me.roles if request.me is not None else frozenset()
    return request.show(
        "staff/look_up.html",
        results=[plain_text(each).splitlines() for each in results],
        by_plate=StaffRole.OFFICER in roles,
        by_number=not roles.isdisjoint(find_person.SEARCHERS),
    )
