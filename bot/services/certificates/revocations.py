"""Revoking certificates by two people: a station or an admin proposes it with a reason, another admin confirms it.

propose ──► confirm: the certificate is revoked, its holder told    refuse, withdraw: nothing changes

Who has proposed it is told what somebody else has decided.

What a station has issued itself within some hours it takes back alone (`issue_revoke`).
"""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot.errors import NotYours, OwnMatter, Refusal
from bot.services.certificates import certificates
from bot.services.organisations import vehicles_of_staff
from bot.services.staff import departures, notifications, work_news
from bot.services.staff.second_person import Proposals
from bot.services.staff.work import of_admins
from storage import audit, database
from storage.certificates.certificates import Certificate
from storage.certificates.revocation_proposals import RevocationProposal
from storage.identity.accounts import Account
from storage.register.vehicles import Vehicle
from storage.staff.members import StaffMember, StaffRole

DECIDED = "revocation.decided"
PROPOSERS = (StaffRole.STATION, StaffRole.ADMIN)


class RevocationProposedAlready(Refusal, key="refused-revocation-proposed-already", offers=("queue",)):
    """There is an open proposal to revoke this certificate."""


class RevocationDecided(Refusal, key="refused-revocation-decided", offers=("queue",)):
    """The proposal is decided or withdrawn, or the certificate is no longer active."""


class SecondForRevocation(Refusal, key="refused-second-for-revocation", offers=("queue",)):
    """Another admin has to confirm the revocation."""


PROPOSALS = Proposals(RevocationProposal, RevocationDecided, audit.Action.REVOCATION_REFUSED, own=SecondForRevocation)


def propose(
    session: Session, certificate: Certificate, why: str, *, by: Account, member: StaffMember, now: datetime
) -> RevocationProposal:
    """Propose to revoke an active certificate; the admins whom it does not concern are told.

    The caller has asked for the role, and that the vehicle is not the proposer's. Raises RevocationProposedAlready.
    """
    row = RevocationProposal(
        certificate_id=certificate.id, why=why, proposed_by=member.id, proposed_person=by.person_id, proposed_at=now
    )
    if not database.try_add(session, row):
        raise RevocationProposedAlready
    audit.record(session, audit.Action.REVOCATION_PROPOSED, by=by.id, on=row.id, at=now)
    work_news.arrive(session, WORK.name, row.id, now=now)
    return row


def find(session: Session, row_id: UUID, *, by: Account) -> RevocationProposal:
    """Return an open proposal to an admin whom it does not concern. Raises NotStaff, RevocationDecided or OwnMatter."""
    return _find(session, row_id, by=by)[0]


def confirm(session: Session, row_id: UUID, *, by: Account, now: datetime) -> RevocationProposal:
    """Confirm a proposal as a second person: the certificate is revoked.

    Raises like `find`, and SecondForRevocation or FirstHasLeft.
    """
    row, member = _find(session, row_id, by=by)
    if PROPOSALS.is_first(session, row, by):
        raise SecondForRevocation
    departures.require_first(session, row.proposed_by, *PROPOSERS)
    certificate = session.get_one(Certificate, row.certificate_id)
    database.lock_row(session, Vehicle, certificate.vehicle_id)
    PROPOSALS.confirm(session, row, member, by=by, now=now)
    try:
        certificates.revoke(session, certificate, by=by.id, note=row.why, now=now)
    except NotYours:  # Superseded or revoked meanwhile.
        raise RevocationDecided from None
    _tell_proposer(session, row, by=by, now=now)
    return row


def refuse(session: Session, row_id: UUID, *, by: Account, now: datetime) -> RevocationProposal:
    """Refuse a proposal as a second person, or withdraw it as the first. Raises like `find`."""
    row, member = _find(session, row_id, by=by)
    PROPOSALS.refuse(session, row, member, by=by, now=now)
    _tell_proposer(session, row, by=by, now=now)
    return row


def is_own(session: Session, row: RevocationProposal, by: Account) -> bool:
    """Return whether the vehicle is one that this member of staff uses."""
    certificate = session.get_one(Certificate, row.certificate_id)
    return vehicles_of_staff.is_used(session, session.get_one(Vehicle, certificate.vehicle_id), by=by)


def _tell_proposer(session: Session, row: RevocationProposal, *, by: Account, now: datetime) -> None:
    proposer = session.get(StaffMember, row.proposed_by)
    if proposer is None or PROPOSALS.is_first(session, row, by):
        return
    if departures.has_role(session, proposer.id, *PROPOSERS):
        notifications.notify_member(session, DECIDED, row.id, proposer, at=now)


def _find(session: Session, row_id: UUID, *, by: Account) -> tuple[RevocationProposal, StaffMember]:
    row, member = PROPOSALS.find(session, row_id, by=by)
    if is_own(session, row, by):
        raise OwnMatter
    return row, member


def _plate(session: Session, row: RevocationProposal) -> str:
    certificate = session.get_one(Certificate, row.certificate_id)
    return session.get_one(Vehicle, certificate.vehicle_id).plate


WORK = of_admins(
    "revocation", 74, RevocationProposal, opens="revo-open", news="revocation.proposed", label=_plate, is_own=is_own
)
