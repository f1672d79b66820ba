"""Organisations in the chat: memberships, one organisation, its vehicles and members, sign-in to the portal.

/organisation ──► one ──► sign-in code, vehicles, members ──► invite, remove, hand over, leave
/join CODE, deep link join-CODE ──► which organisation it is ──► accept ──► the administrator is notified
"""

from collections.abc import Iterator
from uuid import UUID

from bot.card import CardButton
from bot.cards import organisations as cards
from bot.context import DeskContext
from bot.engine.listeners import Handler, on_command, on_link, on_tap
from bot.errors import NotYours
from bot.services.filing import handovers
from bot.services.organisations import fleet, invitations, organisations, web_sessions
from bot.services.organisations.organisations import Membership
from storage.organisations import organisations as store
from storage.organisations.organisations import OrganisationMember


def handlers() -> Iterator[Handler]:
    """Return what this module listens to."""
    yield on_command("organisation", show_mine)
    yield on_tap(cards.ORGANISATION, show_one)
    yield on_tap(cards.SIGN_IN, make_code)
    yield on_tap(cards.SIGN_OUT, sign_out)
    yield on_tap(cards.CARS, show_cars)
    yield on_tap(cards.MEMBERS, show_members)
    yield on_tap(cards.MEMBERS_PAGE, show_page_of_members)
    yield on_tap(cards.MEMBER, show_member)
    yield on_tap(cards.INVITE, invite)
    yield on_command("join", join)
    yield on_link("join", follow_invitation)
    yield on_tap(cards.ACCEPT, accept)
    yield on_tap(cards.REMOVE, ask_remove)
    yield on_tap(cards.REMOVE_CONFIRMED, remove)
    yield on_tap(cards.HAND_OVER, ask_hand_over)
    yield on_tap(cards.HAND_OVER_CONFIRMED, hand_over)
    yield on_tap(cards.LEAVE, ask_leave)
    yield on_tap(cards.LEAVE_CONFIRMED, leave)


def show_mine(context: DeskContext) -> None:
    """Show the organisations of this person, the only one at once; with words, their vehicles that match."""
    memberships = organisations.memberships_of(context.session, context.person.id)
    if context.words and memberships:
        for membership in memberships:
            _show_cars(context, membership, words=context.words)
    elif len(memberships) == 1:
        _show(context, memberships[0])
    else:
        context.show(cards.mine(context.texts, memberships))


def show_one(context: DeskContext) -> None:
    """Show one organisation."""
    _show(context, _require_member(context, context.tapped(cards.ORGANISATION)))


def make_code(context: DeskContext) -> None:
    """Create a sign-in code for the portal, in place of an older one."""
    code, until = web_sessions.make_code(context.session, context.account, now=context.now)
    page = context.links.page_url("/organisation")
    context.say(cards.sign_in_code(context.texts, code, until=until, page=page))


def sign_out(context: DeskContext) -> None:
    """Sign out every browser of this person."""
    count = web_sessions.end_all(context.session, context.account, now=context.now)
    context.show(cards.signed_out(context.texts, count))


def show_cars(context: DeskContext) -> None:
    """Show a page of the vehicles."""
    organisation_id, number = context.tapped_pair(cards.CARS)
    _show_cars(context, _require_member(context, organisation_id), number=number)


def show_members(context: DeskContext) -> None:
    """Show the members."""
    _show_members(context, context.tapped(cards.MEMBERS), 1)


def show_page_of_members(context: DeskContext) -> None:
    """Show another page of the members."""
    _show_members(context, *context.tapped_pair(cards.MEMBERS_PAGE))


def show_member(context: DeskContext) -> None:
    """Show a user of an organisation that this person administers."""
    _, member = _find_user(context, context.tapped(cards.MEMBER))
    context.show(cards.member_card(context.session, context.texts, member))


def invite(context: DeskContext) -> None:
    """Create an invitation, to be forwarded."""
    organisation_id = context.tapped(cards.INVITE)
    code, invitation = invitations.create(context.session, organisation_id, by=context.person, now=context.now)
    organisation = _require_member(context, organisation_id).organisation
    link = context.links.deep_link(f"join-{code}")
    context.say(cards.invitation(context.texts, organisation, code, link=link, until=invitation.expires_at))


def join(context: DeskContext) -> None:
    """Show which organisation a code invites to: /join CODE."""
    if not context.words:
        context.show(cards.how_to_join(context.texts))
        return
    _show_invitation(context, context.words)


def follow_invitation(context: DeskContext) -> None:
    """Follow the invitation's deep link."""
    _show_invitation(context, context.link)


def accept(context: DeskContext) -> None:
    """Accept an invitation."""
    member = invitations.accept(context.session, context.tapped(cards.ACCEPT), by=context.person, now=context.now)
    organisation = _require_member(context, member.organisation_id).organisation
    context.show(cards.done(context.texts, "joined", organisation))


def ask_remove(context: DeskContext) -> None:
    """Ask for confirmation before a user is removed."""
    membership, member = _find_user(context, context.tapped(cards.REMOVE))
    yes = cards.REMOVE_CONFIRMED.on(context.texts.plain("organisation-remove-yes"), member.id)
    _ask_to_confirm(context, membership, "remove", yes, member)


def remove(context: DeskContext) -> None:
    """Remove a user."""
    membership, member = _find_user(context, context.tapped(cards.REMOVE_CONFIRMED))
    organisations.remove(context.session, membership.organisation.id, member.id, by=context.person, now=context.now)
    who = cards.masked_name(context.session, member)
    context.show(cards.done(context.texts, "removed", membership.organisation, who=who))


def ask_hand_over(context: DeskContext) -> None:
    """Ask for confirmation before the organisation is handed over."""
    membership, member = _find_user(context, context.tapped(cards.HAND_OVER))
    yes = cards.HAND_OVER_CONFIRMED.on(context.texts.plain("organisation-hand-over-yes"), member.id)
    _ask_to_confirm(context, membership, "hand-over", yes, member)


def hand_over(context: DeskContext) -> None:
    """Make a user the administrator."""
    membership, member = _find_user(context, context.tapped(cards.HAND_OVER_CONFIRMED))
    handovers.hand_over(context.session, membership.organisation.id, member.id, by=context.person, now=context.now)
    who = cards.masked_name(context.session, member)
    context.show(cards.done(context.texts, "handed-over", membership.organisation, who=who))


def ask_leave(context: DeskContext) -> None:
    """Ask for confirmation before the person leaves."""
    membership = _require_member(context, context.tapped(cards.LEAVE))
    yes = cards.LEAVE_CONFIRMED.on(context.texts.plain("organisation-leave"), membership.organisation.id)
    no = cards.back(context.texts, membership.organisation.id)
    context.show(cards.confirm(context.texts, "leave", yes, no, name=membership.organisation.name))


def leave(context: DeskContext) -> None:
    """End the own membership."""
    membership = _require_member(context, context.tapped(cards.LEAVE_CONFIRMED))
    organisations.leave(context.session, membership.organisation.id, by=context.person, now=context.now)
    context.show(cards.done(context.texts, "left", membership.organisation))


def _show_members(context: DeskContext, organisation_id: UUID, number: int) -> None:
    membership = _require_member(context, organisation_id)
    left = organisations.free_seats(context.session, membership.organisation.id, now=context.now)
    context.show(cards.members(context.session, context.texts, membership, left=left, number=number))


def _require_member(context: DeskContext, organisation_id: UUID) -> Membership:
    return organisations.require_member(context.session, organisation_id, by=context.person.id)


def _find_user(context: DeskContext, member_id: UUID) -> tuple[Membership, OrganisationMember]:
    """Return a user of an organisation that this person administers."""
    member = context.session.get(OrganisationMember, member_id)
    if member is None or member.ended_at is not None:
        raise NotYours
    return organisations.require_administrator(context.session, member.organisation_id, by=context.person.id), member


def _show(context: DeskContext, membership: Membership) -> None:
    page = fleet.page(context.session, membership, now=context.now, size=1)
    members = len(store.members(context.session, membership.organisation.id))
    context.show(cards.details(context.texts, membership, cars=page.of_all, members=members))


def _show_cars(context: DeskContext, membership: Membership, *, number: int = 1, words: str = "") -> None:
    page = fleet.page(
        context.session, membership, now=context.now, words=words, number=number, size=cards.CARS_PER_CARD
    )
    context.show(cards.cars(context.texts, membership, page))


def _show_invitation(context: DeskContext, typed: str) -> None:
    code, organisation = invitations.find(context.session, typed, now=context.now)
    context.show(cards.invited(context.texts, organisation, code))


def _ask_to_confirm(
    context: DeskContext, membership: Membership, what: str, yes: CardButton, member: OrganisationMember
) -> None:
    no = cards.MEMBER.on(context.texts.plain("flow-back"), member.id)
    who = cards.masked_name(context.session, member)
    context.show(cards.confirm(context.texts, what, yes, no, who=who, name=membership.organisation.name))
