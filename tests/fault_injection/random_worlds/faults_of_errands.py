"""What the desk would write if a guard of invitations, look-ups or wrong codes were missing."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlmodel import Session, select

from storage import audit
from storage.audit import Action
from storage.database import add
from storage.identity.sms_codes import CodePurpose
from storage.organisations.invitations import Invitation
from storage.organisations.organisations import MemberRole, Organisation, OrganisationMember
from storage.staff.members import StaffMember, StaffRole
from storage.staff.role_proposals import StaffProposal, StaffProposalStatus
from tests.fault_injection.random_worlds.faults import FILER, OWNER, REVIEWER, Fault, applied, code, question
from tests.fault_injection.random_worlds.people import STAFF, Society

STRANGER = 7  # A citizen who is no member of the organisation.
NO_ADMIN = 3  # A member of staff without the role of an admin.


def joined(session: Session, society: Society) -> UUID:
    """Make somebody a member of the organisation. Returns its id."""
    organisation_id = session.exec(select(Organisation)).one().id
    about: dict[str, Any] = {"organisation_id": organisation_id, "person_id": society.people[STRANGER]}
    seats: dict[str, Any] = {"organisation_seat": 7, "person_seat": 0}
    add(session, OrganisationMember(role=MemberRole.USER, since=society.app.now, **about, **seats))
    return organisation_id


def invited_by_a_user(session: Session, society: Society, **fields: Any) -> None:
    """Somebody accepts an invitation of a member who is no administrator."""
    now, organisation_id = society.app.now, joined(session, society)
    values: dict[str, Any] = {
        "invited_by": society.people[FILER],
        "created_at": now,
        "expires_at": now + timedelta(hours=1),
        **fields,
    }
    used: dict[str, Any] = {"used_at": now, "used_by": society.people[STRANGER]}
    add(session, Invitation(organisation_id=organisation_id, hash="hash", **values, **used))


def invitation_after_its_end(session: Session, society: Society) -> None:
    invited_by_a_user(session, society, invited_by=society.people[OWNER], expires_at=society.app.now)


def employed(session: Session, society: Society) -> StaffMember:
    """Make somebody a member of staff."""
    member = StaffMember(telegram_id=society.residents[STRANGER].id, roles=StaffRole.CASHIER, since=society.app.now)
    member.name = "小吴"
    return add(session, member)


def invited_by_a_former_admin(session: Session, society: Society, **fields: Any) -> None:
    """Somebody accepts an invitation to the staff by two members, of whom one is no admin."""
    now, one, other = society.app.now, _member(session, society, NO_ADMIN), _member(session, society, REVIEWER)
    about: dict[str, Any] = {"proposed_by": one.id, "proposed_at": now, "decided_by": other.id, "decided_at": now}
    ends: dict[str, Any] = {"expires_at": now + timedelta(hours=1), **fields}
    accepted: dict[str, Any] = {"accepted_by": employed(session, society).id, "accepted_at": now}
    proposal = StaffProposal(roles=StaffRole.CASHIER, status=StaffProposalStatus.ACCEPTED, **about, **ends, **accepted)
    proposal.name = "小吴"
    add(session, proposal)


def staff_invitation_after_its_end(session: Session, society: Society) -> None:
    invited_by_a_former_admin(session, society, expires_at=society.app.now)


def many_look_ups(session: Session, society: Society) -> None:
    """One person tries more plates than a day allows, with two accounts."""
    for at in range(11):
        _probed(session, society, (OWNER, OWNER + 1)[at % 2], uuid4())


def many_look_ups_of_people(session: Session, society: Society) -> None:
    for _ in range(11):
        _probed(session, society, FILER, None)


def many_look_ups_of_a_plate(session: Session, society: Society) -> None:
    """Many people try one plate, each no more often than a day allows."""
    plate = uuid4()
    for at in range(66):
        _probed(session, society, (0, 2, 3, 4, 5, 6, 1)[at % 7], plate)


def many_wrong_codes_of_a_requester(session: Session, society: Society) -> None:
    filing = question(session, society)[1]
    code(session, society, CodePurpose.OWNER_APPROVAL, filing.id, OWNER)
    for _ in range(7):
        about: dict[str, Any] = {"on": filing.id, "at": society.app.now, "purpose": CodePurpose.OWNER_APPROVAL}
        audit.record(session, Action.CODE_FAILED, by=society.people[FILER], **about)


def _member(session: Session, society: Society, at: int) -> StaffMember:
    assert at in STAFF
    return session.exec(select(StaffMember).where(StaffMember.telegram_id == society.residents[at].id)).one()


def _probed(session: Session, society: Society, at: int, plate: UUID | None) -> None:
    audit.record(session, Action.REGISTER_PROBED, by=society.people[at], on=plate, at=society.app.now)


def files_their_own_car(session: Session, society: Society) -> None:
    """The owner of a car applies for it."""
    applied(session, society, OWNER, car=0)


def goes_on_for_a_dissolved_organisation(session: Session, society: Society) -> None:
    """The organisation is dissolved, and an application for its car waits."""
    session.exec(select(Organisation)).one().dissolved_at = society.app.now
    applied(session, society, STRANGER, car=-1)


FAULTS: list[tuple[Fault, str]] = [
    (files_their_own_car, "for the filer's own vehicle"),
    (goes_on_for_a_dissolved_organisation, "for a vehicle of a dissolved organisation"),
    (joined, "member of an organisation without an invitation"),
    (invited_by_a_user, "who sent it is no administrator"),
    (invitation_after_its_end, "was accepted, and had ended"),
    (employed, "member of the staff without an invitation"),
    (invited_by_a_former_admin, "is no admin"),
    (staff_invitation_after_its_end, "to the staff was accepted, and had ended"),
    (many_look_ups, "has looked up 11 times"),
    (many_look_ups_of_people, "has looked up 11 times"),
    (many_look_ups_of_a_plate, "a plate was looked up more than"),
    (many_wrong_codes_of_a_requester, "has typed 7 wrong codes"),
]
