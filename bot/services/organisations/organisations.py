"""Organisations and their members: one administrator on seat 0, users on numbered seats up to a limit.

Whoever changes seats locks the person first and then the organisation, so that two transactions cannot deadlock;
a seat is unique in the database.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot.errors import NotYours, Refusal
from bot.services.identity import limits, present_people
from bot.services.identity.levels import IdentityLevel, level_of
from bot.services.identity.same_person import alike
from bot.services.organisations import authority
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from storage import audit, database
from storage.engine import outbox
from storage.identity import accounts
from storage.organisations import organisations, web_sessions
from storage.organisations.organisations import ADMINISTRATOR_SEAT, Organisation, OrganisationMember
from storage.register.people import Person


class NotAdministrator(Refusal, key="refused-not-administrator", offers=("organisation",)):
    """Only the organisation's administrator may do this."""


class NotMemberOfAny(Refusal, key="refused-no-organisation", offers=("organisation",)):
    """The person is a member of no organisation."""


class OrganisationFull(Refusal, key="refused-organisation-full", offers=("organisation",)):
    """The organisation has as many users as allowed. limit: that number."""


class TooManyOrganisations(Refusal, key="refused-too-many-organisations", offers=("organisation",)):
    """The person is a member of as many organisations as allowed. limit: that number."""


class AlreadyMember(Refusal, key="refused-already-member", offers=("organisation",)):
    """The person is a member of this organisation."""


class CannotRemoveAdministrator(Refusal, key="refused-administrator-stays", offers=("organisation",)):
    """The administrator can be replaced but not removed: somebody has to be responsible for the vehicles."""


class MemberCannotAct(Refusal, key="refused-member-cannot-act", offers=("organisation",)):
    """The member cannot be the administrator: only declares who they are, or has signed out."""


@dataclass(frozen=True)
class Membership:
    """An organisation and a person's seat in it."""

    organisation: Organisation
    member: OrganisationMember

    @property
    def administers(self) -> bool:
        """Whether this is the administrator's seat."""
        return self.member.organisation_seat == ADMINISTRATOR_SEAT


def memberships_of(session: Session, person_id: UUID) -> list[Membership]:
    """Return this person's memberships."""
    return [
        Membership(session.get_one(Organisation, member.organisation_id), member)
        for member in organisations.of_person(session, person_id)
    ]


def require_member(session: Session, organisation_id: UUID, *, by: UUID) -> Membership:
    """Return this person's membership in the organisation. Raises NotYours."""
    organisation = session.get(Organisation, organisation_id)
    member = organisations.member(session, organisation_id, by)
    if organisation is None or member is None:
        raise NotYours
    return Membership(organisation, member)


def require_administrator(session: Session, organisation_id: UUID, *, by: UUID) -> Membership:
    """Return this person's membership if they are the administrator. Raises NotYours or NotAdministrator."""
    membership = require_member(session, organisation_id, by=by)
    if not membership.administers:
        raise NotAdministrator
    return membership


def free_seats(session: Session, organisation_id: UUID, *, now: datetime) -> int:
    """Return how many more users the organisation may have."""
    limit = rules.number(session, RuleName.USERS_PER_ORGANISATION, at=now)
    users = [each for each in organisations.members(session, organisation_id) if each.organisation_seat]
    return max(0, limit - len(users))


def add_member(session: Session, organisation_id: UUID, person: Person, *, now: datetime) -> OrganisationMember:
    """Give a person the lowest free user seat. Raises AlreadyMember, TooManyOrganisations, OrganisationFull."""
    limits.lock(session, limits.keys_of(session, person))
    present_people.lock(session, person.id)
    database.lock_row(session, Organisation, organisation_id)
    if organisations.member(session, organisation_id, person.id) is not None:
        raise AlreadyMember
    own = {each.person_seat for each in organisations.of_person(session, person.id)}
    most = rules.number(session, RuleName.ORGANISATIONS_PER_PERSON, at=now)
    if sum(len(organisations.of_person(session, each.id)) for each in alike(session, person)) >= most:
        raise TooManyOrganisations(limit=most)
    users = {each.organisation_seat for each in organisations.members(session, organisation_id)} - {ADMINISTRATOR_SEAT}
    limit = rules.number(session, RuleName.USERS_PER_ORGANISATION, at=now)
    if len(users) >= limit:
        raise OrganisationFull(limit=limit)
    seat, person_seat = _lowest(users, 1), _lowest(own, 0)
    member = organisations.add_member(session, organisation_id, person.id, seat=seat, person_seat=person_seat, at=now)
    if member is None:
        raise OrganisationFull(limit=limit)  # An import took the seat without locking the organisation.
    return member


def remove(
    session: Session, organisation_id: UUID, member_id: UUID, *, by: Person, now: datetime
) -> OrganisationMember:
    """End a user's membership at once, sign their browsers out, and notify them.

    Raises NotYours, NotAdministrator, CannotRemoveAdministrator.
    """
    database.lock_row(session, Organisation, organisation_id)
    require_administrator(session, organisation_id, by=by.id)
    member = _member(session, organisation_id, member_id)
    if member.organisation_seat == ADMINISTRATOR_SEAT:
        raise CannotRemoveAdministrator
    _end(session, member, now=now)
    audit.record(session, audit.Action.MEMBER_REMOVED, by=by.id, on=member.id, at=now)
    outbox.notify(session, member.person_id, "organisation.removed", organisation_id, at=now)
    return member


def leave(session: Session, organisation_id: UUID, *, by: Person, now: datetime) -> None:
    """End one's own membership; the administrator is notified. Raises NotYours or CannotRemoveAdministrator."""
    database.lock_row(session, Organisation, organisation_id)
    membership = require_member(session, organisation_id, by=by.id)
    if membership.administers:
        raise CannotRemoveAdministrator
    _end(session, membership.member, now=now)
    audit.record(session, audit.Action.MEMBER_LEFT, by=by.id, on=membership.member.id, at=now)
    administrator = organisations.administrator(session, organisation_id)
    if administrator is not None:
        outbox.notify(session, administrator.person_id, "organisation.left", membership.member.id, at=now, sms=False)


def hand_over(
    session: Session, organisation_id: UUID, member_id: UUID, *, by: Person, now: datetime
) -> OrganisationMember:
    """Swap seats with a user, who becomes the administrator; open invitations are withdrawn.

    Raises NotYours, NotAdministrator, AlreadyMember (the administrator themself), MemberCannotAct.
    """
    _lock_person(session, member_id)
    database.lock_row(session, Organisation, organisation_id)
    old = require_administrator(session, organisation_id, by=by.id).member
    new = _member(session, organisation_id, member_id)
    if new.id == old.id:
        raise AlreadyMember
    _require_able(session, new)
    for member in (old, new):
        if not organisations.end_membership(session, member, at=now):
            raise NotYours  # An import changed the seats first.
    administrator = _reseat(session, new, seat=ADMINISTRATOR_SEAT, now=now)
    _reseat(session, old, seat=new.organisation_seat, now=now)
    # First what they are from now on, then what waits for their answer.
    outbox.notify(session, new.person_id, "organisation.handed_over", organisation_id, at=now)
    authority.follow_administrator(session, organisation_id, former=old.person_id, now=now)
    audit.record(session, audit.Action.ORGANISATION_HANDED_OVER, by=by.id, on=organisation_id, at=now)
    return administrator


def _lock_person(session: Session, member_id: UUID) -> None:
    """Lock the person of a member, before the organisation."""
    member = session.get(OrganisationMember, member_id)
    if member is not None:
        database.lock_row(session, Person, member.person_id)


def _require_able(session: Session, member: OrganisationMember) -> None:
    """Check that a member can speak for vehicles: somebody has checked who they are, and they have not signed out.

    The caller has locked their person, and then the organisation. The account is read as it is now, but not locked:
    filings and approvals come before it, and who signs out after the hand-over stays the administrator.
    """
    account = accounts.of_person(session, member.person_id)
    if account is not None:
        session.refresh(account)
    level = level_of(session.get_one(Person, member.person_id))
    if level is IdentityLevel.DECLARED or (account is not None and account.locked_at is not None):
        raise MemberCannotAct


def _member(session: Session, organisation_id: UUID, member_id: UUID) -> OrganisationMember:
    for member in organisations.members(session, organisation_id):
        if member.id == member_id:
            return member
    raise NotYours


def _end(session: Session, member: OrganisationMember, *, now: datetime) -> None:
    if not organisations.end_membership(session, member, at=now):
        raise NotYours  # Another transaction ended the membership first.
    web_sessions.end_all(session, member.person_id, at=now, for_staff=False)


def _reseat(session: Session, member: OrganisationMember, *, seat: int, now: datetime) -> OrganisationMember:
    reseated = organisations.add_member(
        session, member.organisation_id, member.person_id, seat=seat, person_seat=member.person_seat, at=now
    )
    if reseated is None:
        raise NotYours  # An import changed the seats first.
    return reseated


def _lowest(taken: set[int], first: int) -> int:
    return next(seat for seat in range(first, first + len(taken) + 1) if seat not in taken)
