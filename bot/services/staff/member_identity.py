"""The identity of members of staff: verified by an admin or the operator before the first duty.

invited, imported or added ──► registered by /start ──► asks an admin ──► verified: the first duty
                                                              └──► the operator: `run_bot.py staff verify`
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot import local_time
from bot.errors import NotStaff, Refusal
from bot.services.identity import limits, shared_numbers, verification
from bot.services.identity.levels import IdentityLevel, level_of
from bot.services.identity.limits import Limit
from bot.services.identity.shared_numbers import SharedMatter
from bot.services.staff import members as staff_members, notifications, permissions
from bot.services.staff.permissions import StaffNotVerified
from bot.services.staff.same_member import is_one_of
from storage import audit, database
from storage.identity import accounts
from storage.identity.accounts import Account
from storage.register.people import Person
from storage.staff import members
from storage.staff.members import StaffMember, StaffRole

ASKED_A_DAY = 1


class MemberNotRegistered(Refusal, key="refused-member-not-registered", offers=("staff",)):
    """The member has not registered yet, so there is no identity to verify. Value: name."""


class OwnIdentity(Refusal, key="refused-own-identity", offers=("staff",)):
    """Admins may not verify their own identity."""


class AskedAlready(Refusal, key="refused-identity-asked-already", offers=("menu",)):
    """The admins were asked today. until: when they can be asked again."""


@dataclass(frozen=True, slots=True)
class Unready:
    """A serving member who may not serve yet, and as whom they are registered."""

    member: StaffMember
    person: Person | None

    @property
    def reason(self) -> str:
        """What is missing, for operators."""
        if self.person is None:
            return "not registered"
        return "not checked by an admin" if is_only_unchecked(self.member, self.person) else "not verified"


def person_of(session: Session, member: StaffMember) -> Person | None:
    """Return the person that this member has registered as, with any bot of the desk."""
    known = accounts.of_telegram_ids(session, [member.telegram_id])
    bound = next((account.person_id for account in known if account.person_id is not None), None)
    return session.get(Person, bound) if bound is not None else None


def is_only_unchecked(member: StaffMember, person: Person) -> bool:
    """Return whether a verified person has yet to be checked: whether they are who the file or operator meant."""
    return level_of(person) is IdentityLevel.VERIFIED and member.awaits_check


def unready(session: Session) -> list[Unready]:
    """Return the serving members who may not serve yet: not registered, not verified, or not checked."""
    found = []
    for member in members.all_members(session):
        person = person_of(session, member)
        is_ready = person is not None and level_of(person) is IdentityLevel.VERIFIED and not member.awaits_check
        if member.ended_at is None and not is_ready:
            found.append(Unready(member, person))
    return found


def admins_on_duty(session: Session) -> list[StaffMember]:
    """Return the admins who may serve."""
    waiting = {each.member.id for each in unready(session)}
    return [member for member in members.with_role(session, StaffRole.ADMIN) if member.id not in waiting]


def summary(session: Session) -> str:
    """Say for operators which members may not serve yet and why; empty if all may."""
    return ", ".join(f"{each.member.telegram_id} {each.reason}" for each in unready(session))


def ask(session: Session, *, by: Account, now: datetime) -> int:
    """Ask the admins to verify the identity of this member. Returns how many are notified.

    Raises NotStaff for everybody who does not wait for it, and AskedAlready.
    """
    member = members.by_telegram(session, by.telegram_id)
    if member is None or not isinstance(permissions.obstacle(session, by), StaffNotVerified):
        raise NotStaff
    keys = limits.keys_of_account(by)
    limits.lock(session, keys)
    until = limits.reached_until(session, Limit.STAFF_IDENTITY_ASKED, keys, most=ASKED_A_DAY, now=now)
    if until is not None:
        raise AskedAlready(until=local_time.at(until))
    told = notifications.notify_roles(session, "staff.unverified", member.id, StaffRole.ADMIN, at=now, but=(member.id,))
    audit.record(session, audit.Action.STAFF_IDENTITY_ASKED, by=by.id, on=member.id, at=now, told=told)
    limits.record_today(session, Limit.STAFF_IDENTITY_ASKED, keys, now=now)
    return told


def verify(session: Session, member_id: UUID, *, by: Account, now: datetime, counts: bool | None = None) -> StaffMember:
    """Record that an admin has compared another member with their ID document.

    counts: whether who else has declared the ID number is the same person, to be answered if anything is held against
    them. Raises NotStaff, StaffEnded, OwnIdentity, MemberNotRegistered or SharedNumberUnanswered.
    """
    member = staff_members.find(session, member_id, by=by)
    if is_one_of(session, by, member.id):
        raise OwnIdentity
    person = person_of(session, member)
    shared = shared_matters(session, person, now=now)
    shared_numbers.require_answer(shared, counts)
    if person is not None:
        shared_numbers.answer(session, person, shared, counts=bool(counts), by=by.id, now=now)
    _verify(session, member, by=by.id, how="admin", now=now)
    notifications.notify_member(session, "staff.verified", member.id, member, at=now)
    return member


def shared_matters(session: Session, person: Person | None, *, now: datetime) -> list[SharedMatter]:
    """Return what is held against others who have declared the ID number of a member who is to be verified."""
    if person is None or person.verified_at is not None:
        return []
    return shared_numbers.matters(session, person, person.id_number, now=now)


def verify_by_operator(session: Session, member: StaffMember, *, now: datetime, silently: bool = False) -> None:
    """Record that the operator has compared a member with their ID document. Raises MemberNotRegistered.

    silently: the member gets no message.
    """
    _verify(session, member, by=None, how="operator", now=now)
    if not silently:
        notifications.notify_member(session, "staff.verified", member.id, member, at=now)


def keep_last_admin(session: Session, person: Person, *, now: datetime) -> bool:
    """Return whether this person is the only admin who can act: they stay verified with another name in the register.

    Nobody at the desk could verify them again. The operator, who confirms the name, does what `staff verify` does.
    """
    account = accounts.of_person(session, person.id)
    own = members.by_telegram(session, account.telegram_id) if account is not None else None
    if own is None or StaffRole.ADMIN not in own.role_set():
        return False
    members.lock_serving(session)
    admins = members.with_role(session, StaffRole.ADMIN)
    able = [each.id for each in admins if permissions.find(session, each.telegram_id, StaffRole.ADMIN) is not None]
    if able != [own.id]:
        return False
    audit.record(session, audit.Action.STAFF_VERIFIED, by=None, on=own.id, at=now, how="operator")
    return True


def _verify(session: Session, member: StaffMember, *, by: UUID | None, how: str, now: datetime) -> None:
    found = person_of(session, member)
    person = database.lock_row(session, Person, found.id) if found is not None else None
    if person is None:
        raise MemberNotRegistered(name=member.name)
    if person.verified_at is None:
        verification.verify(session, person, now=now)
    member.awaits_check = False
    database.add(session, member)
    audit.record(session, audit.Action.STAFF_VERIFIED, by=by, on=member.id, at=now, how=how)
