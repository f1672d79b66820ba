"""Invitations: the administrator creates a one-time code with which a person becomes a member of the organisation.

created ──► shown to the invited person (which organisation it is) ──► accepted, the administrator is notified
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
from storage.organisations import invitations as store, organisations as organisation_store
from storage.organisations.invitations import Invitation
from storage.organisations.organisations import Organisation, OrganisationMember
from storage.register.people import Person

CODE_LENGTH = 12


class InvitationInvalid(Refusal, key="refused-invitation-gone", offers=("organisation",)):
    """The invitation does not exist, or was used or withdrawn, or has expired: one answer for all."""


def create(session: Session, organisation_id: UUID, *, by: Person, now: datetime) -> tuple[str, Invitation]:
    """Create an invitation. Returns its code, of which only a hash is stored, and its row.

    Raises NotYours, NotAdministrator, OrganisationFull (an open invitation reserves a seat).
    """
    database.lock_row(session, Organisation, organisation_id)  # The number of free seats spans rows.
    organisations.require_administrator(session, organisation_id, by=by.id)
    free = organisations.free_seats(session, organisation_id, now=now)
    if free <= store.count_open(session, organisation_id, now=now):
        raise organisations.OrganisationFull(limit=rules.number(session, RuleName.USERS_PER_ORGANISATION, at=now))
    hours = rules.number(session, RuleName.INVITATION_HOURS, at=now)
    code = short_codes.make(CODE_LENGTH)
    invitation = store.new(session, organisation_id, code, by=by.id, at=now, until=now + timedelta(hours=hours))
    audit.record(session, audit.Action.MEMBER_INVITED, by=by.id, on=invitation.id, at=now)
    return code, invitation


def withdraw_all(session: Session, organisation_id: UUID, *, by: Person, now: datetime) -> int:
    """Withdraw every open invitation. Returns how many. Raises NotYours or NotAdministrator."""
    database.lock_row(session, Organisation, organisation_id)  # The administrator stays who they are.
    organisations.require_administrator(session, organisation_id, by=by.id)
    withdrawn = store.withdraw_all(session, organisation_id, at=now)
    if withdrawn:
        audit.record(
            session, audit.Action.INVITATIONS_WITHDRAWN, by=by.id, on=organisation_id, at=now, invitations=withdrawn
        )
    return withdrawn


def find(session: Session, typed: str, *, now: datetime) -> tuple[str, Organisation]:
    """Return the normalised code and the organisation that it invites to. Raises InvitationInvalid."""
    code, invitation = _find(session, typed, now=now)
    organisation = session.get_one(Organisation, invitation.organisation_id)
    return code, organisation


def accept(session: Session, typed: str, *, by: Person, now: datetime) -> OrganisationMember:
    """Use an invitation: the person becomes a member of the organisation.

    Raises InvitationInvalid, AlreadyMember, TooManyOrganisations, OrganisationFull.
    """
    _, invitation = _find(session, typed, now=now)
    member = organisations.add_member(session, invitation.organisation_id, by, now=now)
    if not store.use(session, invitation, by=by.id, at=now):
        raise InvitationInvalid  # Another transaction used it first.
    audit.record(session, audit.Action.MEMBER_JOINED, by=by.id, on=member.id, at=now)
    administrator = organisation_store.administrator(session, invitation.organisation_id)
    if administrator is not None:
        outbox.notify(session, administrator.person_id, "organisation.joined", member.id, at=now, sms=False)
    return member


def _find(session: Session, typed: str, *, now: datetime) -> tuple[str, Invitation]:
    code = short_codes.parse(typed, CODE_LENGTH)
    invitation = store.by_code(session, code) if code else None
    if code is None or invitation is None or invitation.expires_at <= now:
        raise InvitationInvalid
    if invitation.used_at is not None or invitation.withdrawn_at is not None:
        raise InvitationInvalid
    return code, invitation
