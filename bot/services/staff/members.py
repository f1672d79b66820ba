"""Members of staff: two-person role changes, immediate removal, at least one admin.

propose roles ──► a second admin confirms ──► a member: changed at once; somebody new: a code ──► accepted
end ──► at once; the service of an admin ends once a second admin confirms, so that one cannot remove all others
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from bot.errors import Refusal
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from bot.services.staff import departures, notifications, permissions, work_news
from bot.services.staff.same_member import is_one_of
from bot.services.staff.second_person import Proposals
from bot.services.values import names, short_codes
from storage import audit, database
from storage.identity.accounts import Account
from storage.staff import members as store, role_proposals as proposals
from storage.staff.members import StaffMember, StaffRole
from storage.staff.proposals import open_ones
from storage.staff.role_proposals import StaffProposal, StaffProposalStatus

CODE_LENGTH, WORK = 12, "roles"  # WORK: a kind of work.


class InvalidStaffName(Refusal, key="refused-staff-name-odd"):
    """A name of 1 to 40 characters is needed."""


class StaffRolesMissing(Refusal, key="refused-staff-roles-missing"):
    """At least one role is needed."""


class StaffProposedAlready(Refusal, key="refused-staff-proposed-already", offers=("staff",)):
    """A proposal about this member is open already."""


class StaffProposalDecided(Refusal, key="refused-staff-proposal-decided", offers=("staff",)):
    """The proposal is decided or withdrawn."""


class StaffEnded(Refusal, key="refused-staff-ended", offers=("staff",)):
    """This member's service has ended."""


class OwnRoles(Refusal, key="refused-own-roles", offers=("staff",)):
    """Admins may not confirm roles for themselves; giving roles up needs nobody else."""


class StaffInvitationGone(Refusal, key="refused-staff-invitation-gone", offers=("menu",)):
    """The code is unknown, used or expired; the answer does not tell which."""


class AlreadyStaff(Refusal, key="refused-staff-already", offers=("menu",)):
    """A member cannot accept an invitation; their roles are changed instead."""


PROPOSALS = Proposals(StaffProposal, StaffProposalDecided, audit.Action.STAFF_REFUSED, "staff.decided")


def format_roles(roles: frozenset[StaffRole]) -> str:
    """Return roles as they are stored: separated by `;`, in the order of the roles."""
    return ";".join(role for role in StaffRole if role in roles)


def validate_name(text: str) -> str:
    """Return a name as it is stored. Raises InvalidStaffName."""
    name = names.clean(text)
    if not 1 <= len(name) <= 40:
        raise InvalidStaffName
    return name


def find(session: Session, member_id: UUID, *, by: Account) -> StaffMember:
    """Return a serving member to an admin. Raises NotStaff or StaffEnded."""
    permissions.require(session, by, StaffRole.ADMIN)
    member = session.get(StaffMember, member_id)
    if member is None or member.ended_at is not None:
        raise StaffEnded
    return member


def invite(session: Session, name: str, roles: frozenset[StaffRole], *, by: Account, now: datetime) -> StaffProposal:
    """Propose a new member. Raises NotStaff, InvalidStaffName, StaffRolesMissing or StaffProposedAlready.

    While an invitation of this name waits, there is no second one: its link could bring in somebody else.
    """
    if not roles:
        raise StaffRolesMissing
    permissions.require(session, by, StaffRole.ADMIN)
    store.lock_serving(session)
    name = validate_name(name)
    if any(each.member_id is None and each.name == name for each in open_ones(session, StaffProposal)):
        raise StaffProposedAlready
    return _propose(session, None, name, roles, by=by, now=now)


def change(
    session: Session, member_id: UUID, roles: frozenset[StaffRole], *, by: Account, now: datetime
) -> StaffProposal:
    """Propose other roles for a member. Raises NotStaff, StaffEnded, StaffRolesMissing, StaffProposedAlready."""
    if not roles:
        raise StaffRolesMissing
    member = find(session, member_id, by=by)
    return _propose(session, member.id, member.name, roles, by=by, now=now)


def end(session: Session, member_id: UUID, *, by: Account, now: datetime) -> StaffProposal | None:
    """End a service: at once, or for an admin once a second one confirms (then the proposal is returned).

    Raises NotStaff, StaffEnded, LastAdmin or StaffProposedAlready.
    """
    store.lock_serving(session)
    member = find(session, member_id, by=by)
    if StaffRole.ADMIN in member.role_set():
        departures.require_other_admin(session, member)
        return _propose(session, member.id, member.name, frozenset(), by=by, now=now)
    _set_roles(session, member, frozenset(), by=by, now=now)
    return None


def end_by_operator(session: Session, member: StaffMember, *, now: datetime) -> None:
    """End a service from the command line, at once and without a second admin; all are told. Raises LastAdmin."""
    store.lock_serving(session)
    if StaffRole.ADMIN in member.role_set():
        departures.require_other_admin(session, member)
    member.ended_at = now
    session.add(member)
    session.flush()
    departures.end_begun(session, member, now=now)
    audit.record(session, audit.Action.STAFF_CHANGED, by=None, on=member.id, at=now, ended=True)
    notifications.notify_member(session, "staff.changed", member.id, member, at=now)
    notifications.notify_roles(session, "staff.ended", member.id, StaffRole.ADMIN, at=now)


def confirm(session: Session, proposal_id: UUID, *, by: Account, now: datetime) -> tuple[StaffProposal, str]:
    """Confirm a proposal as a second admin. Returns it and, for an invitation, the code, which is stored nowhere.

    Raises NotStaff, StaffProposalDecided, SecondAdminNeeded, OwnRoles, FirstHasLeft, StaffEnded or LastAdmin.
    """
    # Two admins may remove each other at the same time: the second waits here, and is no admin then.
    store.lock_serving(session)
    proposal, admin = PROPOSALS.find(session, proposal_id, by=by)
    PROPOSALS.require_second(session, proposal, by=by)
    if may_not_confirm(session, proposal, by):
        raise OwnRoles
    PROPOSALS.confirm(session, proposal, admin, by=by, now=now)
    code = ""
    if proposal.member_id is None:
        code = short_codes.make(CODE_LENGTH)
        hours = rules.number(session, RuleName.INVITATION_HOURS, at=now)
        proposals.invite(session, proposal, code, until=now + timedelta(hours=hours))
        audit.record(session, audit.Action.STAFF_INVITED, by=by.id, on=proposal.id, at=now, roles=proposal.roles)
    else:
        member = find(session, proposal.member_id, by=by)
        _set_roles(session, member, _roles(proposal.roles), by=by, now=now)
    PROPOSALS.tell(session, proposal, admin, now=now)
    return proposal, code


def may_not_confirm(session: Session, proposal: StaffProposal, by: Account) -> bool:
    """Return whether a proposal gives this account's own member more roles."""
    member = session.get(StaffMember, proposal.member_id) if is_one_of(session, by, proposal.member_id) else None
    return member is not None and not _roles(proposal.roles) <= member.role_set()


def refuse(session: Session, proposal_id: UUID, *, by: Account, now: datetime) -> StaffProposal:
    """Refuse a proposal as a second admin, or withdraw it as the first. Raises NotStaff or StaffProposalDecided."""
    proposal, admin = PROPOSALS.find(session, proposal_id, by=by)
    PROPOSALS.refuse(session, proposal, admin, by=by, now=now)
    return proposal


def find_invitation(session: Session, typed: str, *, by: Account, now: datetime) -> tuple[str, StaffProposal]:
    """Return the code in its stored form, and its invitation. Raises StaffInvitationGone or AlreadyStaff."""
    code = short_codes.parse(typed, CODE_LENGTH)
    proposal = proposals.by_code(session, code) if code else None
    if code is None or proposal is None or proposal.status is not StaffProposalStatus.CONFIRMED:
        raise StaffInvitationGone
    if proposal.expires_at is None or proposal.expires_at <= now or not _stands(session, proposal, by=by):
        raise StaffInvitationGone
    if store.roles(session, by.telegram_id):
        raise AlreadyStaff
    return code, proposal


def accept(session: Session, typed: str, *, by: Account, now: datetime) -> StaffMember:
    """Accept an invitation: make this account a member, and notify all admins. Raises like `find_invitation`."""
    store.lock_serving(session)  # Who invited serves until the commit.
    _, proposal = find_invitation(session, typed, by=by, now=now)
    member = store.by_telegram(session, by.telegram_id) or StaffMember(telegram_id=by.telegram_id, roles="", since=now)
    member.name, member.roles, member.since, member.ended_at = proposal.name, proposal.roles, now, None
    member.awaits_check = False  # Two admins gave them the code.
    database.add(session, member)
    if not proposals.accept(session, proposal, by=member.id, at=now):
        raise StaffInvitationGone  # Another transaction was first.
    audit.record(session, audit.Action.STAFF_CHANGED, by=by.id, on=member.id, at=now, roles=member.roles)
    notifications.notify_roles(session, "staff.joined", proposal.id, StaffRole.ADMIN, at=now, but=(member.id,))
    return member


def _stands(session: Session, proposal: StaffProposal, *, by: Account) -> bool:
    """Return whether both who invited are admins still, and the reader was not dismissed since it was proposed."""
    invited_by = (proposal.proposed_by, proposal.decided_by)
    if not all(one is not None and departures.has_role(session, one, StaffRole.ADMIN) for one in invited_by):
        return False
    ended = [one for one in store.all_members(session) if one.ended_at and one.ended_at >= proposal.proposed_at]
    return not any(is_one_of(session, by, one.id) for one in ended)


def _propose(
    session: Session, member_id: UUID | None, name: str, roles: frozenset[StaffRole], *, by: Account, now: datetime
) -> StaffProposal:
    admin = permissions.require(session, by, StaffRole.ADMIN)
    proposal = StaffProposal(member_id=member_id, roles=format_roles(roles), proposed_by=admin.id, proposed_at=now)
    proposal.name, proposal.proposed_person = name, by.person_id
    if not database.try_add(session, proposal):
        raise StaffProposedAlready
    audit.record(session, audit.Action.STAFF_PROPOSED, by=by.id, on=proposal.id, at=now, roles=proposal.roles)
    work_news.arrive(session, WORK, proposal.id, now=now)
    return proposal


def _set_roles(
    session: Session, member: StaffMember, roles: frozenset[StaffRole], *, by: Account, now: datetime
) -> None:
    if StaffRole.ADMIN in member.role_set() and StaffRole.ADMIN not in roles:
        departures.require_other_admin(session, member)
    if roles:
        member.roles = format_roles(roles)
    else:
        member.ended_at = now
    session.add(member)
    session.flush()
    departures.end_begun(session, member, now=now)
    audit.record(
        session, audit.Action.STAFF_CHANGED, by=by.id, on=member.id, at=now, roles=format_roles(roles), ended=not roles
    )
    notifications.notify_member(session, "staff.changed", member.id, member, at=now)


def _roles(text: str) -> frozenset[StaffRole]:
    return frozenset(StaffRole(role) for role in text.split(";") if role)
