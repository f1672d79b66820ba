"""Invitations: the administrator makes a code, whoever has it may act for the organisation, once, for some hours.

made ──► shown to whom it is sent (whose organisation it is) ──► accepted, the administrator is told
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from bot.errors import Refusal
from bot.services.organisations import organisations
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from bot.services.values import short_codes
from storage import audit, database
from storage.engine import outbox
from storage.organisations import invitations as store
from storage.organisations import organisations as organisation_store
from storage.organisations.invitations import Invitation
from storage.organisations.organisations import Member, Organisation
from storage.register.people import Person

LENGTH = 12


class InvitationGone(Refusal):
    """No such invitation, or used, withdrawn or too old: one answer for all."""

    key = "refused-invitation-gone"
    offers = ("organisation",)


def make(session: Session, organisation_id: UUID, *, by: Person, now: datetime) -> tuple[str, Invitation]:
    """Invite somebody: the code, which is nowhere kept, and the invitation.

    Raises NotYours, NotAdministrator, OrganisationFull (open invitations hold a place each).
    """
    database.lock_row(session, Organisation, organisation_id)  # The places left span rows.
    organisations.administering(session, organisation_id, by=by.id)
    left = organisations.users_left(session, organisation_id, now=now)
    if left <= store.count_open(session, organisation_id, now=now):
        raise organisations.OrganisationFull(limit=rules.number(session, RuleName.USERS_PER_ORGANISATION, at=now))
    hours = rules.number(session, RuleName.INVITATION_HOURS, at=now)
    code = short_codes.make(LENGTH)
    invitation = store.new(session, organisation_id, code, by=by.id, at=now, until=now + timedelta(hours=hours))
    audit.record(session, audit.Action.MEMBER_INVITED, by=by.id, on=invitation.id, at=now)
    return code, invitation


def withdraw_all(session: Session, organisation_id: UUID, *, by: Person, now: datetime) -> int:
    """Withdraw every open invitation. Returns how many. Raises NotYours or NotAdministrator."""
    organisations.administering(session, organisation_id, by=by.id)
    return store.withdraw_all(session, organisation_id, at=now)


def look(session: Session, typed: str, *, now: datetime) -> tuple[str, Organisation]:
    """Return the code and the organisation it invites into. Raises InvitationGone."""
    code, invitation = _find(session, typed, now=now)
    organisation = organisation_store.get(session, invitation.organisation_id)
    assert organisation is not None
    return code, organisation


def accept(session: Session, typed: str, *, by: Person, now: datetime) -> Member:
    """Use an invitation: from now on this person acts for the organisation.

    Raises InvitationGone, AlreadyMember, TooManyOrganisations, OrganisationFull.
    """
    _, invitation = _find(session, typed, now=now)
    member = organisations.admit(session, invitation.organisation_id, by, now=now)
    if not store.use(session, invitation, by=by.id, at=now):
        raise InvitationGone  # Somebody else was faster.
    audit.record(session, audit.Action.MEMBER_JOINED, by=by.id, on=member.id, at=now)
    administrator = organisation_store.administrator(session, invitation.organisation_id)
    if administrator is not None:
        outbox.post(session, administrator.person_id, "organisation.joined", member.id, at=now, sms=False)
    return member


def _find(session: Session, typed: str, *, now: datetime) -> tuple[str, Invitation]:
    code = short_codes.parse(typed, LENGTH)
    invitation = store.by_code(session, code) if code else None
    if code is None or invitation is None or invitation.expires_at <= now:
        raise InvitationGone
    if invitation.used_at is not None or invitation.withdrawn_at is not None:
        raise InvitationGone
    return code, invitation
