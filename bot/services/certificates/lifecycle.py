"""Life cycle of a certificate: signs and stores a new one, closes the old one, notifies the owner."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from bot import local_time
from bot.adapters.certificates import claims as certificate_claims, cose
from bot.adapters.certificates.claims import CertificateClaims
from bot.adapters.certificates.cose import ClaimsPart
from bot.adapters.certificates.keys import ISSUER, PrivateKey
from bot.services.certificates import paper_changes, signing_keys
from bot.services.filing import in_force
from bot.services.organisations import authority
from bot.services.values.months import Month
from storage import audit, database
from storage.audit import Action
from storage.certificates import certificates as store, paper_copies
from storage.certificates.certificates import Certificate, CertificateCloseReason, CertificateStatus, IssueWay
from storage.certificates.paper_copies import PaperStatus
from storage.database import counters
from storage.engine import outbox
from storage.register.vehicles import Vehicle

_MAX_NUMBERS = 8
_MAX_SHIFT = 60  # Seconds by which the moment of issue or of expiry may differ.


def issue(
    session: Session,
    vehicle: Vehicle,
    month: Month,
    how: IssueWay,
    *,
    by: UUID | None,
    now: datetime,
    reason: CertificateCloseReason = CertificateCloseReason.NEWER,
) -> Certificate:
    """Sign and store a certificate; the active one before it is superseded."""
    database.lock_row(session, Vehicle, vehicle.id)
    old = store.active_of(session, vehicle.id)
    key = signing_keys.signing_key(session, now=now)
    claims = _new_claims(session, vehicle, month, key, now=now, is_first=old is None)
    if old is not None:
        close(session, old, CertificateStatus.SUPERSEDED, reason, by=by, now=now, at=claims.issued_at)
    certificate = Certificate(
        number=claims.number,
        vehicle_id=vehicle.id,
        valid_until=claims.valid_until,
        how=how,
        issued_at=claims.issued_at,
        expires_at=claims.expires_at,
        issued_by=by,
        kid=key.kid,
        text=cose.sign(claims, key),
        reminded_at=now,
    )
    database.add(session, certificate)
    audit.record(session, Action.CERTIFICATE_ISSUED, by=by, on=certificate.id, at=now, how=how.value)
    paper_changes.follow(session, certificate, now=now)
    return certificate


def _new_claims(
    session: Session, vehicle: Vehicle, month: Month, key: PrivateKey, *, now: datetime, is_first: bool
) -> CertificateClaims:
    """Return claims whose text survives in chats and addresses, if some number, second of issue or of expiry allows.

    is_first: the vehicle has no active certificate; the moment of another one is not before that of the earlier one.
    """
    made = CertificateClaims(
        issuer=ISSUER,
        number=_number(session, now=now),
        plate=vehicle.plate,
        plate_type=vehicle.plate_type,
        valid_until=str(month),
        issued_at=now,
        expires_at=certificate_claims.end_of_month(str(month), local_time.zone()),
    )
    for _ in range(_MAX_NUMBERS):
        if cose.may_survive(made, key.kid, ClaimsPart.VEHICLE):
            break
        made = replace(made, number=_number(session, now=now))
    shifts = [timedelta(seconds=each) for each in range(_MAX_SHIFT)]
    later = (replace(made, expires_at=made.expires_at + each) for each in shifts)
    made = next((each for each in later if cose.may_survive(each, key.kid, ClaimsPart.EXPIRY)), made)
    moved = (replace(made, issued_at=now - each if is_first else now + each) for each in shifts)
    return next((each for each in moved if cose.may_survive(each, key.kid, ClaimsPart.ISSUE)), made)


def _number(session: Session, *, now: datetime) -> str:
    return f"{local_time.local(now):%Y}{counters.next_number(session, 'certificate'):08}"


def close(
    session: Session,
    certificate: Certificate,
    to: CertificateStatus,
    reason: CertificateCloseReason,
    *,
    by: UUID | None,
    now: datetime,
    note: str = "",
    at: datetime | None = None,
    keeps_copy: bool = False,
) -> bool:
    """Close a certificate; the paper copy requested of a revoked one is cancelled. at: the moment of the next one.

    keeps_copy: the copy waits, as another certificate may follow. Returns False if another transaction closed it first.
    """
    if not store.close(session, certificate, to, reason, at=at or now, note=note):
        return False
    audit.record(session, Action.CERTIFICATE_CLOSED, by=by, on=certificate.id, at=now, reason=reason.value)
    if to is CertificateStatus.REVOKED and not keeps_copy:
        cancel_paper_copy(session, certificate.vehicle_id, now=now)
    return True


def notify_owner(
    session: Session, vehicle: Vehicle, notification: str, certificate: Certificate, *, sms: bool, now: datetime
) -> None:
    """Notify the owner of the vehicle; with `sms` also by SMS if the chat does not reach them."""
    owner = authority.acting_owner(session, vehicle.id)
    if owner is not None:
        outbox.notify(session, owner.id, notification, certificate.id, at=now, sms=sms)


def notify_filers(
    session: Session, vehicle: Vehicle, notification: str, certificate: Certificate, *, now: datetime
) -> None:
    """Notify who has filed the vehicle, in the chat only."""
    for filing in in_force.of_vehicle(session, vehicle.id, now=now):
        outbox.notify(session, filing.filer_id, notification, certificate.id, at=now, sms=False)


def cancel_paper_copy(session: Session, vehicle_id: UUID, *, now: datetime) -> None:
    """Cancel a paper copy that is not printed yet; of a printed one staff are told, and its QR code shows it."""
    copy = paper_copies.open_of_vehicle(session, vehicle_id)
    if copy is None:
        return
    if copy.status is not PaperStatus.REQUESTED:
        paper_changes.tell_staff(session, copy, now=now)
    elif paper_changes.cancel(session, copy, by=None, now=now):
        outbox.notify(session, copy.person_id, "paper.moved", copy.id, at=now)
