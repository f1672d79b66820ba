"""/staff: the members of staff, listed and changed by admins, joined by invitation.

/staff ──► members ──► a member ──► end their service
              │           └──► ROLES ── tap roles, Propose ──► another admin: tap Confirm ──► changed
              └──► Invite ──► NAME ──► ROLES ──► proposed ──► another admin: tap Confirm ──► a link
deep link staff-CODE ──► tap Accept ──► a member
"""

from collections.abc import Iterator
from uuid import UUID

from bot.card import Card
from bot.cards.staff import member_identity as identity_cards, members as cards
from bot.context import DeskContext
from bot.engine.listeners import END, Ask, Flow, FlowSignal, FlowStep, Handler, on_command, on_link, on_tap, on_words
from bot.errors import InvalidCallbackData
from bot.services.staff import member_identity, members as staff_members, permissions
from bot.services.staff.members import StaffProposalDecided
from bot.stored_json import Draft
from bot.tasks import command_menus as menu_tasks
from storage.staff import members as store, proposals
from storage.staff.members import StaffRole
from storage.staff.role_proposals import StaffProposal


class Step(FlowStep):
    """What the flow waits for."""

    NAME = "name"
    ROLES = "roles"


class RolesDraft(Draft):
    """Roles that are being chosen, for a member or (without one) for somebody to be invited under this name."""

    roles: list[StaffRole]
    name: str = ""
    member: UUID | None = None


def handlers() -> Iterator[Handler]:
    """Return what this module listens to."""
    yield on_command("staff", show_staff)
    yield on_tap(cards.PAGE, show_page)
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
        steps={
            Step.NAME: Ask(ask_name, on_words(take_name)),
            Step.ROLES: Ask(ask_roles, on_tap(cards.ROLE, toggle_role), on_tap(cards.PROPOSE, propose), asks_yes=True),
        },
    )


def show_staff(context: DeskContext) -> None:
    """Show the members, and the proposals that wait for a second admin."""
    _show_list(context, 1)


def show_page(context: DeskContext) -> None:
    """Show another page of the members."""
    _show_list(context, context.tapped(cards.PAGE))


def _show_list(context: DeskContext, number: int) -> None:
    permissions.require(context.session, context.account, StaffRole.ADMIN)
    members, waiting = store.all_members(context.session), proposals.open_ones(context.session, StaffProposal)
    context.show(cards.listing(members, waiting, context.texts, number=number))


def show_member(context: DeskContext) -> None:
    """Show a member."""
    member = staff_members.find(context.session, context.tapped(cards.MEMBER), by=context.account)
    person = member_identity.person_of(context.session, member)
    shared = member_identity.shared_matters(context.session, person, now=context.now)
    context.show(cards.member(member, person, context.texts, shared))


def ask_end(context: DeskContext) -> None:
    """Ask for confirmation before a service ends."""
    member = staff_members.find(context.session, context.tapped(cards.END), by=context.account)
    context.show(cards.ask_end(member, context.texts))


def end(context: DeskContext) -> None:
    """End a service at once; for an admin, propose it to a second admin."""
    subject = context.tapped(cards.END_SURELY)
    member = staff_members.find(context.session, subject, by=context.account)
    proposal = staff_members.end(context.session, subject, by=context.account, now=context.now)
    if proposal is not None:
        context.show(cards.proposal(context.session, proposal, context.texts))
        return
    _publish(context, member.telegram_id)
    context.show(cards.ended(member, context.texts))


def invite(context: DeskContext) -> Step:
    """Begin to invite somebody."""
    permissions.require(context.session, context.account, StaffRole.ADMIN)
    context.store_draft(RolesDraft(roles=[]))
    return Step.NAME


def ask_name(context: DeskContext) -> Card:
    """Ask for the name."""
    return cards.ask_name(context.texts)


def take_name(context: DeskContext) -> Step:
    """Take the name of the new member."""
    name = staff_members.validate_name(context.words)
    context.store_draft(RolesDraft(roles=context.load_draft(RolesDraft).roles, name=name))
    return Step.ROLES


def change(context: DeskContext) -> Step:
    """Begin to change the roles of a member."""
    member = staff_members.find(context.session, context.tapped(cards.CHANGE), by=context.account)
    context.store_draft(RolesDraft(roles=sorted(member.role_set()), name=member.name, member=member.id))
    return Step.ROLES


def ask_roles(context: DeskContext) -> Card:
    """Ask for the roles."""
    draft = context.load_draft(RolesDraft)
    return cards.ask_roles(draft.name, draft.roles, context.texts)


def toggle_role(context: DeskContext) -> Step:
    """Add or remove a role."""
    role, draft = context.tapped(cards.ROLE), context.load_draft(RolesDraft)
    if role not in set(StaffRole):
        raise InvalidCallbackData
    draft.roles = sorted({*draft.roles} ^ {StaffRole(role)})
    context.store_draft(draft)
    return Step.ROLES


def propose(context: DeskContext) -> FlowSignal:
    """Propose the roles to the other admins."""
    draft = context.load_draft(RolesDraft)
    roles, by, now = frozenset(draft.roles), context.account, context.now
    if draft.member is not None:
        proposal = staff_members.change(context.session, draft.member, roles, by=by, now=now)
    else:
        proposal = staff_members.invite(context.session, draft.name, roles, by=by, now=now)
    context.show(cards.proposal(context.session, proposal, context.texts))
    return END


def show_proposal(context: DeskContext) -> None:
    """Show a proposal."""
    permissions.require(context.session, context.account, StaffRole.ADMIN)
    proposal = context.session.get(StaffProposal, context.tapped(cards.OPEN))
    if proposal is None:
        raise StaffProposalDecided
    context.show(cards.proposal(context.session, proposal, context.texts))


def confirm(context: DeskContext) -> None:
    """Confirm a proposal as the second admin; an invitation brings the link to pass on."""
    subject = context.tapped(cards.CONFIRM)
    proposal, code = staff_members.confirm(context.session, subject, by=context.account, now=context.now)
    context.show(cards.proposal(context.session, proposal, context.texts))
    if code:
        context.say(cards.invitation(proposal, code, context.texts, link=context.links.deep_link(f"staff-{code}")))
    elif proposal.member_id is not None:
        member = context.session.get_one(store.StaffMember, proposal.member_id)
        _publish(context, member.telegram_id)


def refuse(context: DeskContext) -> None:
    """Refuse a proposal as the second admin, or withdraw it as the first."""
    subject = context.tapped(cards.REFUSE)
    proposal = staff_members.refuse(context.session, subject, by=context.account, now=context.now)
    context.show(cards.proposal(context.session, proposal, context.texts))


def follow_invitation(context: DeskContext) -> None:
    """Show the invitation behind the link."""
    code, proposal = staff_members.find_invitation(context.session, context.link, by=context.account, now=context.now)
    context.show(cards.invited(proposal, code, context.texts))


def accept(context: DeskContext) -> None:
    """Accept the invitation."""
    member = staff_members.accept(context.session, context.tapped(cards.ACCEPT), by=context.account, now=context.now)
    _publish(context, member.telegram_id)
    obstacle = permissions.obstacle(context.session, context.account)
    context.show(identity_cards.before_duty(cards.welcome(member, context.texts), obstacle, context.texts))


def _publish(context: DeskContext, telegram_id: int) -> None:
    """Order the task that publishes the commands this member has now."""
    context.order_task(menu_tasks.publish_menu, telegram_id=telegram_id, commands=sorted(context.commands))
