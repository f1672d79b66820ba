"""Look-up: vehicles by plate for officers, people by number for officers and admins; each search is recorded.

What is searched is never part of an address: the result is the answer to the form.
"""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from sqlmodel import Session
from starlette.responses import Response
from starlette.routing import Route

from bot.cards.certificates import verification as vehicle_cards
from bot.cards.staff import find_person as person_cards, wrong_verifications as withdrawal_cards
from bot.errors import InvalidCallbackData
from bot.services.certificates import lookup
from bot.services.staff import find_person, permissions, wrong_verifications
from bot.services.staff.web_sessions import StaffUser
from bot.texts import plain_text
from bot.web.route_policies import STAFF
from bot.web.staff import card_page
from bot.web.staff.card_page import ActForm, ButtonPath
from bot.web.staff.staff_request import StaffRequest, StaffRoutes
from storage.staff.members import StaffRole
from storage.staff.verification_withdrawals import WithdrawalSubject

LOOK_UP = f"{STAFF}/look-up"
# What an admin proposes to withdraw of a person who was found.
WITHDRAWALS = (
    (ButtonPath(withdrawal_cards.PROPOSE, "verification", of_rows=True), WithdrawalSubject.VERIFICATION),
    (ButtonPath(withdrawal_cards.PROPOSE_PHONE, "phone", of_rows=True), WithdrawalSubject.PHONE),
    (ButtonPath(withdrawal_cards.PROPOSE_BIRTH_DATE, "birth-date", of_rows=True), WithdrawalSubject.BIRTH_DATE),
)


def routes(pages: StaffRoutes) -> list[Route]:
    """Return the routes of the look-up."""
    return [
        pages.route(LOOK_UP, show_forms),
        pages.route(f"{LOOK_UP}/vehicle", find_vehicle),
        pages.route(f"{LOOK_UP}/person", find_somebody),
        *(pages.route(f"{LOOK_UP}/{path.path}", partial(_propose, about)) for path, about in WITHDRAWALS),
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

    def action(session: Session, me: StaffUser) -> tuple[list[str], list[ActForm], list[tuple[str, str]]]:
        found = find_person.find(session, request.field("number"), by=me.account, now=request.now)
        card = person_cards.found(session, found, request.texts)
        if StaffRole.ADMIN in me.roles:
            card = card.with_rows(*withdrawal_cards.rows(session, found, request.texts))
        forms = card_page.forms(session, me, card, [path for path, _ in WITHDRAWALS], below="/look-up")
        return card.text.split("\n\n"), list(forms), card_page.links(card, withdrawal_cards.OPEN, "/withdrawals")

    return _page(request, *await request.act(action))


async def _propose(about: WithdrawalSubject, request: StaffRequest) -> Response:
    """Propose to withdraw what is wrong of a person who was found; another admin confirms it."""
    request.back = LOOK_UP

    def action(session: Session, me: StaffUser) -> UUID:
        permissions.require(session, me.account, StaffRole.ADMIN)
        try:
            person_id = UUID(request.field("choice"))
        except ValueError:
            raise InvalidCallbackData from None
        return wrong_verifications.propose(session, person_id, about, by=me.account, now=request.now).id

    return request.redirect(f"/withdrawals/{await request.act(action)}")


def _page(
    request: StaffRequest, results: list[str], forms: Sequence[ActForm] = (), links: Sequence[tuple[str, str]] = ()
) -> Response:
    """Return the page. links: the open proposals about those who were found, each a label and a path."""
    roles = request.me.roles if request.me is not None else frozenset()
    return request.show(
        "staff/look_up.html",
        results=[plain_text(each).splitlines() for each in results],
        forms=forms,
        links=links,
        by_plate=StaffRole.OFFICER in roles,
        by_number=not roles.isdisjoint(find_person.SEARCHERS),
    )
