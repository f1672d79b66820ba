"""Organisations: who acts for one. One administrator on seat 0, users on numbered seats (RULES 2.3).

Whoever changes the seats holds the person first and then the organisation, so that two
turns never wait for each other; the seats themselves are unique in the database.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot.errors import NotYours, Refusal
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from storage import audit, database
from storage.engine import outbox
from storage.organisations import invitations, organisations, web_sessions
from storage.organisations.organisations import ADMINISTRATOR_SEAT, Member, Organisation
from storage.register.people import Person
from storage.register.vehicles import Vehicle


class NotAdministrator(Refusal):
    """Only the organisation's administrator may do this."""

    key = "refused-not-administrator"
    offers = ("organisation",)


class NoOrganisation(Refusal):
    """He acts for no organisation."""

    key = "refused-no-organisation"
    offers = ("organisation",)


class OrganisationFull(Refusal):
    """As many users as may act for the organisation already. limit: that number."""

    key = "refused-organisation-full"
    offers = ("organisation",)


class TooManyOrganisations(Refusal):
    """He acts for as many organisations as one may. limit: that number."""

    key = "refused-too-many-organisations"
    offers = ("organisation",)


class AlreadyMember(Refusal):
    """He acts for this organisation already."""

    key = "refused-already-member"
    offers = ("organisation",)


class AdministratorStays(Refusal):
    """The administrator can be replaced, not removed: somebody has to answer for the cars."""

    key = "refused-administrator-stays"
    offers = ("organisation",)


@dataclass(frozen=True)
class Membership:
    """An organisation, and the place somebody has in it."""

    organisation: Organisation
    member: Member

    @property
    def administers(self) -> bool:
        """Whether this is the administrator's place."""
        return self.member.organisation_seat == ADMINISTRATOR_SEAT


def of(session: Session, person_id: UUID) -> list[Membership]:
    """Return every organisation this person acts for."""
    return [
        Membership(organisation, member)
        for member in organisations.of_person(session, person_id)
        if (organisation := organisations.get(session, member.organisation_id)) is not None
    ]


def acting(session: Session, organisation_id: UUID, *, by: UUID) -> Membership:
    """Return the place this person has in the organisation now. Raises NotYours."""
    organisation, member = _find(session, organisation_id, by)
    if organisation is None or member is None:
        raise NotYours
    return Membership(organisation, member)


def administering(session: Session, organisation_id: UUID, *, by: UUID) -> Membership:
    """Return the administrator's place, which this person has. Raises NotYours or NotAdministrator."""
    membership = acting(session, organisation_id, by=by)
    if not membership.administers:
        raise NotAdministrator
    return membership


def acts_for(session: Session, person_id: UUID, vehicle: Vehicle) -> Membership | None:
    """Return the place by which this person acts for the organisation that owns a car, None if he does not."""
    if vehicle.owner_organisation_id is None:
        return None
    organisation, member = _find(session, vehicle.owner_organisation_id, person_id)
    return Membership(organisation, member) if organisation and member else None


def users_left(session: Session, organisation_id: UUID, *, now: datetime) -> int:
    """Return how many users more may act for the organisation."""
    limit = rules.number(session, RuleName.USERS_PER_ORGANISATION, at=now)
    users = [one for one in organisations.members(session, organisation_id) if one.organisation_seat]
    return max(0, limit - len(users))


def admit(session: Session, organisation_id: UUID, person: Person, *, now: datetime) -> Member:
    """Give a person the lowest free user's seat. Raises AlreadyMember, TooManyOrganisations, OrganisationFull."""
    database.lock_row(session, Person, person.id)
    database.lock_row(session, Organisation, organisation_id)
    if organisations.member(session, organisation_id, person.id) is not None:
        raise AlreadyMember
    own = {one.person_seat for one in organisations.of_person(session, person.id)}
    most = rules.number(session, RuleName.ORGANISATIONS_PER_PERSON, at=now)
    if len(own) >= most:
        raise TooManyOrganisations(limit=most)
    users = {one.organisation_seat for one in organisations.members(session, organisation_id)} - {ADMINISTRATOR_SEAT}
    limit = rules.number(session, RuleName.USERS_PER_ORGANISATION, at=now)
    if len(users) >= limit:
        raise OrganisationFull(limit=limit)
    seat, person_seat = _lowest(users, 1), _lowest(own, 0)
    member = organisations.seat(session, organisation_id, person.id, seat=seat, person_seat=person_seat, at=now)
    if member is None:
        raise OrganisationFull(limit=limit)  # Somebody sat down without holding the organisation, an import perhaps.
    return member


def remove(session: Session, organisation_id: UUID, member_id: UUID, *, by: Person, now: datetime) -> Member:
    """End a user's place at once, his signed-in browsers with it; he is told.

    Raises NotYours, NotAdministrator, AdministratorStays.
    """
    database.lock_row(session, Organisation, organisation_id)
    administering(session, organisation_id, by=by.id)
    member = _member(session, organisation_id, member_id)
    if member.organisation_seat == ADMINISTRATOR_SEAT:
        raise AdministratorStays
    _end(session, member, now=now)
    audit.record(session, audit.Action.MEMBER_REMOVED, by=by.id, on=member.id, at=now)
    outbox.post(session, member.person_id, "organisation.removed", organisation_id, at=now)
    return member


def leave(session: Session, organisation_id: UUID, *, by: Person, now: datetime) -> None:
    """A user gives his place up; the administrator is told. Raises NotYours or AdministratorStays."""
    database.lock_row(session, Organisation, organisation_id)
    membership = acting(session, organisation_id, by=by.id)
    if membership.administers:
        raise AdministratorStays
    _end(session, membership.member, now=now)
    audit.record(session, audit.Action.MEMBER_LEFT, by=by.id, on=membership.member.id, at=now)
    _tell_administrator(session, membership.member, "organisation.left", now=now)


def hand_over(session: Session, organisation_id: UUID, member_id: UUID, *, by: Person, now: datetime) -> Member:
    """Change seats with a user: he administers from now on, the old administrator takes his seat.

    Open invitations are withdrawn: the new administrator lets in whom he chooses.
    Raises NotYours, NotAdministrator, AlreadyMember (the administrator himself).
    """
    database.lock_row(session, Organisation, organisation_id)
    old = administering(session, organisation_id, by=by.id).member
    new = _member(session, organisation_id, member_id)
    if new.id == old.id:
        raise AlreadyMember
    for member in (old, new):
        if not organisations.unseat(session, member, at=now):
            raise NotYours  # An import was faster.
    seated = _seat_again(session, new, seat=ADMINISTRATOR_SEAT, now=now)
    _seat_again(session, old, seat=new.organisation_seat, now=now)
    invitations.withdraw_all(session, organisation_id, at=now)
    audit.record(session, audit.Action.ORGANISATION_HANDED_OVER, by=by.id, on=organisation_id, at=now)
    outbox.post(session, new.person_id, "organisation.handed_over", organisation_id, at=now)
    return seated


def _find(session: Session, organisation_id: UUID, person_id: UUID) -> tuple[Organisation | None, Member | None]:
    return organisations.get(session, organisation_id), organisations.member(session, organisation_id, person_id)


def _member(session: Session, organisation_id: UUID, member_id: UUID) -> Member:
    found = [one for one in organisations.members(session, organisation_id) if one.id == member_id]
    if not found:
        raise NotYours
    return found[0]


def _end(session: Session, member: Member, *, now: datetime) -> None:
    if not organisations.unseat(session, member, at=now):
        raise NotYours  # Gone a moment ago.
    web_sessions.end_all(session, member.person_id, at=now)


def _seat_again(session: Session, member: Member, *, seat: int, now: datetime) -> Member:
    seated = organisations.seat(
        session, member.organisation_id, member.person_id, seat=seat, person_seat=member.person_seat, at=now
    )
    if seated is None:
        raise NotYours  # An import was faster.
    return seated


def _tell_administrator(session: Session, member: Member, notice: str, *, now: datetime) -> None:
    administrator = organisations.administrator(session, member.organisation_id)
    if administrator is not None:
        outbox.post(session, administrator.person_id, notice, member.id, at=now, sms=False)


def _lowest(taken: set[int], first: int) -> int:
    return next(seat for seat in range(first, first + len(taken) + 1) if seat not in taken)
