"""Changes of a paper copy at which staff may be working: it is cancelled, or its address is deleted.

The members of staff who have opened the copy are told in the same transaction. Others see its state in the list.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlmodel import Session

from bot.services.organisations import authority
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from bot.services.staff import permissions
from storage import audit, audit_search
from storage.audit import Action
from storage.certificates import certificates, paper_copies as store
from storage.certificates.certificates import Certificate, CertificateStatus
from storage.certificates.paper_copies import PaperCopy, PaperStatus, PaperWay
from storage.database import add
from storage.engine import outbox
from storage.identity.accounts import Account
from storage.staff.members import StaffRole

PRINTERS = (StaffRole.STATION, StaffRole.ADMIN)
WITH_STAFF = (PaperStatus.REQUESTED, PaperStatus.PRINTED, PaperStatus.READY)


class VoidReason(StrEnum):
    """Why a copy must not leave."""

    REVOKED = "void"
    REPLACED = "replaced"
    NO_ADDRESS = "no-address"


def void_reason(session: Session, copy: PaperCopy) -> VoidReason | None:
    """Return why a copy that staff still have must not be posted or handed out. None if it may."""
    if copy.status not in WITH_STAFF:
        return None
    certificate = session.get(Certificate, copy.certificate_id)
    if certificate is None or certificate.status is CertificateStatus.REVOKED:
        return VoidReason.REVOKED
    if certificate.status is CertificateStatus.SUPERSEDED:
        return VoidReason.REPLACED
    return VoidReason.NO_ADDRESS if copy.way is PaperWay.POST and not copy.address else None


def make_way(session: Session, copy: PaperCopy, *, now: datetime) -> bool:
    """End the open copy of somebody who speaks for the vehicle no more: what was posted counts as delivered.

    Returns False if another transaction moved it first.
    """
    if copy.status is not PaperStatus.POSTED:
        return cancel(session, copy, by=None, now=now)
    return _count_as_delivered(session, copy, now=now)


def finish_posted(session: Session, now: datetime) -> None:
    """Count as delivered what was posted twice the days of `paper_arrival_days` ago, so that no address stays.

    A housekeeping job: staff were asked after the days of the rule whether it has arrived.
    """
    days = rules.number(session, RuleName.PAPER_ARRIVAL_DAYS, at=now)
    for copy in store.posted_before(session, now - timedelta(days=2 * days)):
        _count_as_delivered(session, copy, now=now)


def _count_as_delivered(session: Session, copy: PaperCopy, *, now: datetime) -> bool:
    if not store.move(session, copy, PaperStatus.DONE, at=now):
        return False
    audit.record(session, Action.PAPER_MOVED, by=None, on=copy.id, at=now, to=PaperStatus.DONE.value)
    store.delete_address(session, copy)
    return True


def follow(session: Session, certificate: Certificate, *, now: datetime) -> None:
    """Let a copy that is requested of a revoked or replaced certificate be one of the certificate that counts now.

    Of what is printed of a replaced one staff are told: it is destroyed, and printed anew.
    """
    copy = store.open_of_vehicle(session, certificate.vehicle_id)
    reason = void_reason(session, copy) if copy is not None else None
    if copy is None or reason not in (VoidReason.REVOKED, VoidReason.REPLACED):
        return
    if copy.status is not PaperStatus.REQUESTED:
        if reason is VoidReason.REPLACED:
            tell_staff(session, copy, now=now)
    elif _is_of_speaker(session, copy):
        copy.certificate_id = certificate.id
        add(session, copy)
        audit.record(session, Action.PAPER_MOVED, by=None, on=copy.id, at=now, to=PaperStatus.REQUESTED.value)


def request_again(session: Session, copy: PaperCopy, *, by: UUID, now: datetime) -> bool:
    """Put a copy that was destroyed back among those to print, if another certificate counts now.

    Returns False if none does, if it cannot be posted or belongs to a former speaker, or if it was moved first.
    """
    active = certificates.active_of(session, copy.vehicle_id)
    if active is None or not _is_of_speaker(session, copy) or (copy.way is PaperWay.POST and not copy.address):
        return False
    if not store.move(session, copy, PaperStatus.REQUESTED, at=now, certificate_id=active.id):
        return False
    audit.record(session, Action.PAPER_MOVED, by=by, on=copy.id, at=now, to=PaperStatus.REQUESTED.value)
    return True


def _is_of_speaker(session: Session, copy: PaperCopy) -> bool:
    """Return whether who has requested a copy still speaks for its vehicle."""
    speaker = authority.acting_owner(session, copy.vehicle_id)
    return speaker is not None and speaker.id == copy.person_id


def cancel(session: Session, copy: PaperCopy, *, by: UUID | None, now: datetime) -> bool:
    """Cancel a copy that has not left. Returns False if another transaction moved it first."""
    if not store.move(session, copy, PaperStatus.CANCELLED, at=now):
        return False
    audit.record(session, Action.PAPER_MOVED, by=by, on=copy.id, at=now, to=PaperStatus.CANCELLED.value)
    store.delete_address(session, copy)
    tell_staff(session, copy, now=now, but=by)
    return True


def forget_address(session: Session, copy: PaperCopy, *, now: datetime) -> None:
    """Delete the address of a copy, because the person who requested it deletes their account."""
    had_address = bool(copy.address)
    store.delete_address(session, copy)
    if had_address and copy.status in WITH_STAFF:
        tell_staff(session, copy, now=now)


def tell_staff(session: Session, copy: PaperCopy, *, now: datetime, but: UUID | None = None) -> None:
    """Tell the members of staff who have opened this copy and still have the duty. but: the account that acts."""
    for account_id in audit_search.actors(session, Action.PAPER_OPENED, on=copy.id):
        account = session.get(Account, account_id) if account_id != but else None
        if account is not None and permissions.roles_of(session, account) & set(PRINTERS):
            outbox.notify_account(session, account, "paper.changed", copy.id, at=now)
