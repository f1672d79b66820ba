"""Inspection certificates (检验标志): the five ways in which they are issued, who may show one, and how they end.

 1 registered, sold, changed ─► automatic      3 passed at a station ─► issued by the station
 2 in exempt years, by the owner ─► applied    4 within validity ─► on demand     5 paper lost ─► viewed again

A newer certificate supersedes the older. The owner (or who acts for the organisation) applies and shares; a person
who has filed the vehicle may only show it. Locks are taken in the same order as for filings, the person before the
vehicle, so that two turns cannot wait for each other.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot import local_time
from bot.adapters.certificates.verifier import CertificateVerdict
from bot.errors import NotYours, Refusal, raise_all
from bot.services.certificates import eligibility, lifecycle, paper_changes, signing_keys
from bot.services.certificates.eligibility import RegisterIncomplete
from bot.services.filing import my_vehicles
from bot.services.filing.my_vehicles import HeldVehicle
from bot.services.values.months import Month
from storage import audit, database
from storage.certificates import certificates as store, share_codes
from storage.certificates.certificates import Certificate, CertificateCloseReason, CertificateStatus, IssueWay
from storage.register.people import Person
from storage.register.vehicles import Vehicle, VehicleState

GONE_STATES = frozenset({VehicleState.SCRAPPED, VehicleState.CANCELLED})
_CLOSED_VERDICTS = {
    CertificateStatus.SUPERSEDED: CertificateVerdict.SUPERSEDED,
    CertificateStatus.REVOKED: CertificateVerdict.REVOKED,
}


class NoCertificate(Refusal, key="refused-no-certificate", offers=("certificate",)):
    """The register knows no valid certificate, so there is nothing to show; a station or an application helps."""


class AbnormalVehicleState(Refusal, key="refused-abnormal-vehicle-state", offers=("vehicles",)):
    """The vehicle's state in the register does not allow a certificate."""


class CertificateRevoked(Refusal, key="refused-certificate-revoked", offers=("certificate",)):
    """Staff revoked the certificate; only a new inspection brings another."""


class OwnerOnly(Refusal, key="refused-owner-only", offers=("certificate",)):
    """A person who has filed the vehicle may show the certificate, but not do this with it."""


@dataclass(frozen=True, slots=True)
class VehicleCertificate:
    """A vehicle's certificate as one person may show it, with the verdict on it now."""

    held: HeldVehicle
    certificate: Certificate
    verdict: CertificateVerdict

    @property
    def vehicle(self) -> Vehicle:
        """The vehicle."""
        return self.held.vehicle


def verdict_on(certificate: Certificate, vehicle: Vehicle, *, now: datetime) -> CertificateVerdict:
    """Return the verdict on an issued certificate now; of several that apply the gravest."""
    if certificate.status is not CertificateStatus.ACTIVE:
        return _CLOSED_VERDICTS[certificate.status]
    if vehicle.state is not VehicleState.NORMAL:
        return CertificateVerdict.VEHICLE_ABNORMAL
    return CertificateVerdict.EXPIRED if now >= certificate.expires_at else CertificateVerdict.VALID


def get_or_issue(
    session: Session, person: Person, vehicle_id: UUID, *, now: datetime, way: IssueWay = IssueWay.ON_DEMAND
) -> VehicleCertificate:
    """Return a vehicle's certificate; within its validity one is issued if there is none, or an outdated one.

    Raises NotYours (also for a vehicle the person has no relation to), NoCertificate, AbnormalVehicleState,
    CertificateRevoked or RegisterIncomplete.
    """
    held = my_vehicles.find(session, person, vehicle_id, now=now)
    certificate = store.active_of(session, vehicle_id)
    if certificate is None or _is_outdated(session, certificate, held.vehicle):
        certificate = _issue_on_demand(session, held.vehicle, certificate, by=person.id, way=way, now=now)
    return VehicleCertificate(held, certificate, verdict_on(certificate, held.vehicle, now=now))


def require_owner(session: Session, person: Person, vehicle_id: UUID, *, now: datetime) -> HeldVehicle:
    """Return a vehicle that this person owns or acts for. Raises OwnerOnly for a filed user, NotYours for others."""
    held = my_vehicles.find(session, person, vehicle_id, now=now)
    if not held.is_own:
        raise OwnerOnly
    return held


def apply(session: Session, person: Person, vehicle_id: UUID, *, now: datetime) -> Certificate:
    """Way 2: the owner applies in an exempt year. Raises every condition that is not met at once."""
    held = require_owner(session, person, vehicle_id, now=now)
    raise_all(eligibility.unmet_conditions(session, held.vehicle, now=now))
    following = eligibility.next_certificate(session, held.vehicle, now=now)
    assert following is not None
    return lifecycle.issue(
        session, held.vehicle, following.renewal.next_valid_until, IssueWay.APPLICATION, by=person.id, now=now
    )


def issue_after_inspection(session: Session, vehicle: Vehicle, month: Month, *, by: UUID, now: datetime) -> Certificate:
    """Way 3: a station has passed the vehicle. The caller checks the conditions, the month and who issues it."""
    certificate = lifecycle.issue(session, vehicle, month, IssueWay.STATION, by=by, now=now)
    lifecycle.notify_owner(session, vehicle, "certificate.issued", certificate, sms=True, now=now)
    return certificate


def revoke(
    session: Session, certificate: Certificate, *, by: UUID, note: str, now: datetime, keeps_copy: bool = False
) -> None:
    """Revoke a certificate and notify its holder. Raises NotYours if it is no longer active.

    keeps_copy: a paper copy that is requested waits for the next certificate.
    """
    to, reason = CertificateStatus.REVOKED, CertificateCloseReason.BY_STAFF
    if not lifecycle.close(session, certificate, to, reason, by=by, now=now, note=note, keeps_copy=keeps_copy):
        raise NotYours
    vehicle = session.get_one(Vehicle, certificate.vehicle_id)
    lifecycle.notify_owner(session, vehicle, "certificate.revoked", certificate, sms=True, now=now)


def take_back(session: Session, certificate: Certificate, *, by: UUID, note: str, now: datetime) -> None:
    """Revoke what was issued by mistake; what was valid before counts again. Raises NotYours.

    That is the certificate which it has superseded, or, if none was issued before, one of the register's month. A paper
    copy that is requested is one of that, or waits until the station has issued the right one.
    """
    vehicle = database.lock_row(session, Vehicle, certificate.vehicle_id)
    assert vehicle is not None
    revoke(session, certificate, by=by, note=note, now=now, keeps_copy=True)
    before = store.replaced_by(session, certificate, now=now)
    if before is not None and store.reopen(session, before):
        audit.record(session, audit.Action.CERTIFICATE_ISSUED, by=by, on=before.id, at=now, how="restored")
        paper_changes.follow(session, before, now=now)
    elif before is None:
        _issue_as_before(session, vehicle, certificate, now=now)


def _issue_as_before(session: Session, vehicle: Vehicle, mistake: Certificate, *, now: datetime) -> None:
    """Issue the certificate that the register allowed before a mistake, unless staff had revoked it by then.

    A state that passes, such as locked, bars nothing: the certificate's verdict says so, as of any other one.
    """
    month = _register_month(session, vehicle, None, now=now)
    if month is None or str(month) >= mistake.valid_until or vehicle.state in GONE_STATES:
        return
    others = (each for each in store.of_vehicle(session, vehicle.id) if each.id != mistake.id)
    if not any(was_revoked_by_staff(session, each, month) for each in others):
        lifecycle.issue(session, vehicle, month, IssueWay.AUTOMATIC, by=None, now=now)


def on_vehicle_changed(session: Session, vehicle: Vehicle, now: datetime, *, owner_changed: bool = False) -> None:
    """Way 1: issue the certificate of a vehicle that is new or changed in the register.

    When the vehicle is sold, scrapped or deregistered, the old certificate is revoked. A vehicle in another abnormal
    state keeps its certificate, whose verdict then says so.
    """
    newest, active = store.newest_of(session, vehicle.id), store.active_of(session, vehicle.id)
    if owner_changed:
        share_codes.revoke_all_of(session, vehicle.id, at=now)
    if active is not None and (owner_changed or vehicle.state in GONE_STATES):
        reason = CertificateCloseReason.OWNER_CHANGED if owner_changed else CertificateCloseReason.VEHICLE_GONE
        lifecycle.close(session, active, CertificateStatus.REVOKED, reason, by=None, now=now)
        active = None
    elif owner_changed or vehicle.state in GONE_STATES:
        lifecycle.cancel_paper_copy(session, vehicle.id, now=now)  # It waits for a certificate of the station.
    month = _register_month(session, vehicle, active, now=now)
    if month is None or vehicle.state is not VehicleState.NORMAL or was_revoked_by_staff(session, newest, month):
        return
    if active is None or active.valid_until < str(month):
        certificate = lifecycle.issue(session, vehicle, month, IssueWay.AUTOMATIC, by=None, now=now)
        lifecycle.notify_owner(session, vehicle, "certificate.issued", certificate, sms=False, now=now)
        lifecycle.notify_filers(session, vehicle, "certificate.issued", certificate, now=now)


def _issue_on_demand(
    session: Session, vehicle: Vehicle, old: Certificate | None, *, by: UUID, way: IssueWay, now: datetime
) -> Certificate:
    """Ways 4 and 5: issue the certificate that the register allows, when somebody asks to show it.

    The caller has locked the vehicle before it read the old certificate.
    """
    month = _register_month(session, vehicle, old, now=now)
    if month is not None and was_revoked_by_staff(session, store.newest_of(session, vehicle.id), month):
        if old is None or now >= old.expires_at:
            raise CertificateRevoked
        if not signing_keys.is_withdrawn(session, old.kid):
            return old  # A station has taken back the newer one.
        month = Month.parse(old.valid_until)
    if month is not None and vehicle.state is VehicleState.NORMAL:
        reason = (
            CertificateCloseReason.NEWER
            if old is None or old.valid_until < str(month)
            else CertificateCloseReason.NEW_KEY
        )
        return lifecycle.issue(session, vehicle, month, way, by=by, now=now, reason=reason)
    if old is not None:
        return old
    if vehicle.state is not VehicleState.NORMAL:
        raise AbnormalVehicleState
    raise NoCertificate if vehicle.inspection_valid_until else RegisterIncomplete


def _is_outdated(session: Session, certificate: Certificate, vehicle: Vehicle) -> bool:
    return certificate.valid_until < vehicle.inspection_valid_until or signing_keys.is_withdrawn(
        session, certificate.kid
    )


def _register_month(session: Session, vehicle: Vehicle, active: Certificate | None, *, now: datetime) -> Month | None:
    """Return until when the register allows a certificate without an application, None if that is over."""
    known = eligibility.latest_valid_until(vehicle, active)
    month = known or eligibility.first_valid_until(session, vehicle, now=now)
    return month if month is not None and month >= Month.of(local_time.date_of(now)) else None


def was_revoked_by_staff(session: Session, newest: Certificate | None, month: Month) -> bool:
    """Return whether staff revoked the certificate of this month: the register alone does not bring it back.

    A revocation bars every earlier month as well. Who takes back their own mistake bars that month alone.
    """
    if newest is None or newest.close_reason is not CertificateCloseReason.BY_STAFF:
        return False
    is_later = newest.valid_until > str(month)
    return newest.valid_until == str(month) or (is_later and not _is_taken_back(session, newest))


def _is_taken_back(session: Session, certificate: Certificate) -> bool:
    """Return whether who has issued a certificate has revoked it: nobody confirms a revocation of their own."""
    issuer, closed = certificate.issued_by, audit.Action.CERTIFICATE_CLOSED
    if issuer is None:
        return False
    return bool(audit.count(session, closed, since=certificate.issued_at, by=issuer, on=certificate.id))
