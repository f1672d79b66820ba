"""End of a role: what a member of staff began by it ends too, and whoever acts second asks whether they still have it.

Proposals that nobody has confirmed fall, invitations that they proposed or confirmed end, and the admins are told.
Work that they have taken is free for the others.
A blacklist entry that they proposed goes to whoever confirms it.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot.errors import Refusal
from bot.services.staff import notifications, permissions, work_freeing
from bot.services.staff.same_member import same_members
from storage import audit, files
from storage.certificates.revocation_proposals import RevocationProposal
from storage.identity import accounts
from storage.identity.accounts import Account
from storage.register.people import Person
from storage.review import blacklist
from storage.staff import members, proposals, role_proposals
from storage.staff.api_client_proposals import ApiClientProposal
from storage.staff.import_proposals import ImportProposal
from storage.staff.members import StaffMember, StaffRole
from storage.staff.proposals import Proposal, ProposalStatus
from storage.staff.role_proposals import StaffProposal
from storage.staff.rule_proposals import RuleProposal
from storage.staff.verification_withdrawals import VerificationWithdrawal

# The proposals that end with the role of who made them, and what is recorded.
ENDED: tuple[tuple[type[Proposal], audit.Action], ...] = (
    (StaffProposal, audit.Action.STAFF_REFUSED),
    (RuleProposal, audit.Action.RULE_REFUSED),
    (ImportProposal, audit.Action.IMPORT_REFUSED),
    (ApiClientProposal, audit.Action.API_CLIENT_REFUSED),
    (VerificationWithdrawal, audit.Action.WITHDRAWAL_REFUSED),
    (RevocationProposal, audit.Action.REVOCATION_REFUSED),
)


class LastAdmin(Refusal, key="refused-last-admin", offers=("staff",)):
    """There must be at least one admin, who can act."""


class FirstHasLeft(Refusal, key="refused-first-has-left", offers=("menu",)):
    """Whoever proposed this may not act in the role any more: it cannot be confirmed, only proposed again."""


def has_role(session: Session, member_id: UUID, *roles: StaffRole) -> bool:
    """Return whether a member who has acted still has one of these roles, and is verified and checked still.

    A duty that rests after signing out is not lost.
    """
    member = session.get(StaffMember, member_id)
    if member is None or member.awaits_check:
        return False
    return _has_any(member, roles) and _is_verified(session, member.telegram_id)


def account_has_role(session: Session, account_id: UUID | None, *roles: StaffRole) -> bool:
    """Return the same of the member of staff with this account."""
    account = session.get(Account, account_id) if account_id is not None else None
    member = members.by_telegram(session, account.telegram_id) if account is not None else None
    return member is not None and has_role(session, member.id, *roles)


def require_first(session: Session, member_id: UUID, *roles: StaffRole) -> None:
    """Check that who has acted first still has one of these roles. Raises FirstHasLeft."""
    if not has_role(session, member_id, *roles):
        raise FirstHasLeft


def require_other_admin(session: Session, leaving: StaffMember, *, acts: bool | None = None) -> None:
    """Check that another admin remains; the caller has locked all members. Raises LastAdmin.

    acts: whether the leaving one can act: then the other has to be registered, verified and not signed out, too.
    """
    others = [one for one in members.with_role(session, StaffRole.ADMIN) if one.id != leaving.id]
    if _can_act(session, leaving) if acts is None else acts:
        others = [one for one in others if _can_act(session, one)]
    if not others:
        raise LastAdmin


def end_begun(session: Session, member: StaffMember, *, now: datetime) -> None:
    """End what this member began as an admin, if they no longer are one; the admins are told if there was anything.

    Work that they have taken and may not do any more is free.
    """
    work_freeing.free_lost(session, member, now=now)
    if StaffRole.ADMIN in member.role_set():
        return
    if not _has_any(member, [StaffRole.REVIEWER]):
        _tell_of_entries(session, member, now=now)
    if _end_proposals(session, member, now=now) + _end_invitations(session, member, now=now):
        notifications.notify_roles(session, "staff.departed", member.id, StaffRole.ADMIN, at=now, but=(member.id,))


def _tell_of_entries(session: Session, member: StaffMember, *, now: datetime) -> None:
    """Tell reviewers and admins of the blacklist entries that this member proposed: who confirms one takes it over."""
    roles = (StaffRole.REVIEWER, StaffRole.ADMIN)
    for entry in blacklist.proposed_by(session, member.id):
        but = (member.id, *same_members(session, session.get_one(Person, entry.person_id)))
        notifications.notify_roles(session, "blacklist.left", entry.id, *roles, at=now, but=but)


def _end_proposals(session: Session, member: StaffMember, *, now: datetime) -> int:
    """End the proposals that wait for a second admin: of this member, and about them if they no longer serve."""
    ended = 0
    for table, action in ENDED:
        for one in proposals.open_ones(session, table):
            about = member.ended_at is not None and isinstance(one, StaffProposal) and one.member_id == member.id
            by, person, to = one.proposed_by, one.proposed_person, ProposalStatus.WITHDRAWN
            if not (about or by == member.id) or not proposals.close(session, one, to, by=by, person=person, at=now):
                continue
            if isinstance(one, ImportProposal):
                files.delete_file(session, one.file_id)
            audit.record(session, action, by=None, on=one.id, at=now, how="departed")
            ended += 1
    return ended


def _end_invitations(session: Session, member: StaffMember, *, now: datetime) -> int:
    found: list[StaffProposal] = role_proposals.invitations_by(session, member.id, now=now)
    return sum(role_proposals.end_invitation(session, each, at=now) for each in found)


def _has_any(member: StaffMember, roles: Collection[StaffRole]) -> bool:
    return not member.role_set().isdisjoint(roles)


def _is_verified(session: Session, telegram_id: int) -> bool:
    """Return whether the person of this Telegram user is verified: whose verification was wrong has decided nothing.

    Where the Telegram user has no person any more, the service has ended instead.
    """
    bound = [each.person_id for each in accounts.of_telegram_ids(session, [telegram_id]) if each.person_id is not None]
    return all(session.get_one(Person, each).verified_at is not None for each in bound)


def _can_act(session: Session, member: StaffMember) -> bool:
    return permissions.find(session, member.telegram_id, StaffRole.ADMIN) is not None
