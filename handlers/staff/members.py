"""Who serves at the desk: seen and changed by admins, joined by whoever is invited.

/staff ──► who serves ──► one ──► end service
                 │         └──► ROLES ── tap roles, propose ──► another admin: tap Confirm ──► changed
                 └──► invite ──► NAME ──► ROLES ──► proposed ──► another admin: tap Confirm ──► a link
deep link staff-CODE ──► tap Accept ──► serves
"""

from collections.abc import Iterator
from uuid import UUID

from bot.card import Card
from bot.cards.staff import members as cards
from bot.context import DeskContext
from bot.engine.listeners import END, Ask, Flow, FlowSignal, FlowStep, Handler, on_command, on_link, on_tap, on_words
from bot.errors import Forged
from bot.services.staff import members as staff_members
from bot.services.staff import permissions
from bot.services.staff.members import StaffProposalDecided
from bot.tasks import command_menus as menu_tasks
from storage.staff import members as store
from storage.staff import role_proposals as proposals
from storage.staff.members import StaffRole
from storage.staff.role_proposals import StaffProposal


class Step(FlowStep):
    """What we are waiting for."""

    NAME = "name"
    ROLES = "roles"


def handlers() -> Iterator[Handler]:
    """Everything this file listens to."""
    yield on_command("staff", show_staff)
    yield on_tap(cards.MEMBER, show_member)
    yield on_tap(cards.END, ask_end)
    yield on_tap(cards.END_SURELY, end)
    yield on_tap(cards.OPEN, show_proposal)
    yield on_tap(cards.CONFIRM, confirm)
    yield on_tap(cards.REFUSE, refuse)
    yield on_link("staff", follow_invitation, guests=True)
    yield on_tap(cards.ACCEPT, accept)
    yield Flow(
        "staff",
        entry_points=[on_tap(cards.INVITE, invite), on_tap(cards.CHANGE, change)],
        states={
            Step.NAME: Ask(ask_name, on_words(take_name)),
            Step.ROLES: Ask(ask_roles, on_tap(cards.ROLE, toggle_role), on_tap(cards.PROPOSE, propose)),
        },
    )


def show_staff(context: DeskContext) -> None:
    """Everybody who serves, and what waits."""
    permissions.require(context.session, context.account, StaffRole.ADMIN)
    members, waiting = store.all_members(context.session), proposals.open_ones(context.session)
    context.show(cards.listing(members, waiting, context.texts))


def show_member(context: DeskContext) -> None:
    """One member."""
    member = staff_members.find(context.session, context.tapped(cards.MEMBER), by=context.account)
    context.show(cards.member(member, context.texts))


def ask_end(context: DeskContext) -> None:
    """Ask once more before a service ends."""
    member = staff_members.find(context.session, context.tapped(cards.END), by=context.account)
    context.show(cards.ask_end(member, context.texts))


def end(context: DeskContext) -> None:
    """The service ends at once; that of an admin waits for a second admin."""
    subject = context.tapped(cards.END_SURELY)
    member = staff_members.find(context.session, subject, by=context.account)
    proposal = staff_members.end(context.session, subject, by=context.account, now=context.now)
    if proposal is not None:
        context.show(cards.proposal(context.session, proposal, context.texts))
        return
    _publish(context, member.telegram_id)
    context.show(cards.ended(member, context.texts))


def invite(context: DeskContext) -> Step:
    """Somebody new."""
    permissions.require(context.session, context.account, StaffRole.ADMIN)
    context.draft["roles"] = []
    return Step.NAME


def ask_name(context: DeskContext) -> Card:
    """The card that asks for the name."""
    return cards.ask_name(context.texts)


def take_name(context: DeskContext) -> Step:
    """How the new member is called at the desk."""
    context.draft["name"] = staff_members.validate_name(context.words)
    return Step.ROLES


def change(context: DeskContext) -> Step:
    """Other roles for a member."""
    member = staff_members.find(context.session, context.tapped(cards.CHANGE), by=context.account)
    context.draft.update(member=member.id.hex, name=member.name, roles=sorted(member.role_set()))
    return Step.ROLES


def ask_roles(context: DeskContext) -> Card:
    """The card on which roles are chosen."""
    return cards.ask_roles(context.draft["name"], context.draft["roles"], context.texts)


def toggle_role(context: DeskContext) -> Step:
    """Put a role in or out."""
    role = context.tapped(cards.ROLE)
    if role not in set(StaffRole):
        raise Forged
    context.draft["roles"] = sorted(set(context.draft["roles"]) ^ {role})
    return Step.ROLES


def propose(context: DeskContext) -> FlowSignal:
    """The other admins are asked."""
    roles = frozenset(StaffRole(role) for role in context.draft["roles"])
    if "member" in context.draft:
        subject = UUID(hex=context.draft["member"])
        proposal = staff_members.change(context.session, subject, roles, by=context.account, now=context.now)
    else:
        name = context.draft["name"]
        proposal = staff_members.invite(context.session, name, roles, by=context.account, now=context.now)
    context.show(cards.proposal(context.session, proposal, context.texts))
    return END


def show_proposal(context: DeskContext) -> None:
    """One proposal, chosen from the list."""
    permissions.require(context.session, context.account, StaffRole.ADMIN)
    proposal = context.session.get(StaffProposal, context.tapped(cards.OPEN))
    if proposal is None:
        raise StaffProposalDecided
    context.show(cards.proposal(context.session, proposal, context.texts))


def confirm(context: DeskContext) -> None:
    """The second admin agrees; for somebody new he gets the link to pass on."""
    subject = context.tapped(cards.CONFIRM)
    proposal, code = staff_members.confirm(context.session, subject, by=context.account, now=context.now)
    context.show(cards.proposal(context.session, proposal, context.texts))
    if code:
        context.say(cards.invitation(proposal, code, context.texts, link=context.addresses.link(f"staff-{code}")))
    elif proposal.member_id is not None:
        member = context.session.get_one(store.StaffMember, proposal.member_id)
        _publish(context, member.telegram_id)


def refuse(context: DeskContext) -> None:
    """The second admin disagrees, or the first takes it back."""
    subject = context.tapped(cards.REFUSE)
    proposal = staff_members.refuse(context.session, subject, by=context.account, now=context.now)
    context.show(cards.proposal(context.session, proposal, context.texts))


def follow_invitation(context: DeskContext) -> None:
    """Somebody opens the link: what he is invited to."""
    code, proposal = staff_members.find_invitation(context.session, context.link, by=context.account, now=context.now)
    context.show(cards.invited(proposal, code, context.texts))


def accept(context: DeskContext) -> None:
    """He serves from now on."""
    member = staff_members.accept(context.session, context.tapped(cards.ACCEPT), by=context.account, now=context.now)
    _publish(context, member.telegram_id)
    context.show(cards.welcome(member, context.texts))


def _publish(context: DeskContext, telegram_id: int) -> None:
    """Let Telegram show him the commands he has now: slow, so outside the turn."""
    context.order_task(menu_tasks.publish_menu, telegram_id=telegram_id, commands=sorted(context.commands))
