"""Inspection certificates: the five ways they come to be, who may hold one up, and how they end (RULES 7).

 1 registered, sold, changed ─► automatic      3 passed at a station ─► issued by the station
 2 in exempt years, by the owner ─► applied    4 within validity ─► on demand     5 paper lost ─► viewed again

A newer one supersedes the older. Whoever speaks for the car applies, views and uses; a filed user shows.
Locks are taken in the order of filings, the person first and then the car, so that two turns never wait for each other.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot import local_time
from bot.adapters.certificates.verifier import CertificateVerdict
from bot.errors import NotYours, Refusal, raise_all
from bot.services.certificates import eligibility, keyring, lifecycle
from bot.services.certificates.eligibility import RegisterIncomplete
from bot.services.filing import my_vehicles
from bot.services.filing.my_vehicles import HeldVehicle
from bot.services.values.months import Month
from storage import database
from storage.certificates import certificates as store
from storage.certificates import share_codes
from storage.certificates.certificates import Certificate, CertificateCloseReason, CertificateStatus, IssueWay
from storage.register.people import Person
from storage.register.vehicles import Vehicle, VehicleState

GONE = frozenset({VehicleState.SCRAPPED, VehicleState.CANCELLED})
_STANDINGS = {
    CertificateStatus.SUPERSEDED: CertificateVerdict.SUPERSEDED,
    CertificateStatus.REVOKED: CertificateVerdict.REVOKED,
}


class NoCertificate(Refusal, key="refused-no-certificate", offers=("certificate",)):
    """The register knows no mark that is valid, so there is nothing to show; a station or an application helps."""


class VehicleNotNormal(Refusal, key="refused-vehicle-not-normal"):
    """The car's state in the register does not allow a certificate."""


class CertificateRevoked(Refusal, key="refused-certificate-revoked"):
    """Staff took the mark back; only a new inspection brings another."""


class MonthOutOfRange(Refusal, key="refused-month-out-of-range"):
    """A mark cannot be given until a month that is over, or beyond what any calendar gives."""


class OwnerOnly(Refusal, key="refused-owner-only", offers=("certificate",)):
    """A filed user may show the certificate, not do this with it."""


@dataclass(frozen=True, slots=True)
class VehicleCertificate:
    """A certificate as one person holds it up: his hold on the car, and what the certificate is worth now."""

    held: HeldVehicle
    certificate: Certificate
    verdict: CertificateVerdict

    @property
    def vehicle(self) -> Vehicle:
        """The car."""
        return self.held.vehicle


def status_of(certificate: Certificate, vehicle: Vehicle, *, now: datetime) -> CertificateVerdict:
    """Return what a certificate of ours is worth now, the gravest first."""
    if certificate.status is not CertificateStatus.ACTIVE:
        return _STANDINGS[certificate.status]
    if vehicle.state is not VehicleState.NORMAL:
        return CertificateVerdict.VEHICLE_ABNORMAL
    return CertificateVerdict.EXPIRED if now >= certificate.expires_at else CertificateVerdict.VALID


def get_or_issue(
    session: Session, person: Person, vehicle_id: UUID, *, now: datetime, way: IssueWay = IssueWay.ON_DEMAND
) -> VehicleCertificate:
    """Hold up a car's certificate; within validity it is made now if there is none yet.

    Raises NotYours for who has not the car, NoCertificate, CertificateRevoked, RegisterIncomplete.
    """
    held = my_vehicles.find(session, person, vehicle_id)
    certificate = store.active_of(session, vehicle_id)
    if certificate is None or _is_outdated(session, certificate, held.vehicle):
        certificate = _on_demand(session, held.vehicle, certificate, by=person.id, way=way, now=now)
    return VehicleCertificate(held, certificate, status_of(certificate, held.vehicle, now=now))


def require_owner(session: Session, person: Person, vehicle_id: UUID) -> HeldVehicle:
    """Return a car this person speaks for. Raises OnlyTheOwner for a filed user, NotYours for others."""
    held = my_vehicles.find(session, person, vehicle_id)
    if not held.is_own:
        raise OwnerOnly
    return held


def apply(session: Session, person: Person, vehicle_id: UUID, *, now: datetime) -> Certificate:
    """Way 2: the owner applies in an exempt year. Every condition that is not met is named at once."""
    held = require_owner(session, person, vehicle_id)
    database.lock_row(session, Person, person.id)
    database.lock_row(session, Vehicle, vehicle_id)
    raise_all(eligibility.unmet_conditions(session, held.vehicle, now=now))
    mark = eligibility.next_certificate(session, held.vehicle, now=now)
    assert mark is not None
    return lifecycle.issue(
        session, held.vehicle, mark.due.next_valid_until, IssueWay.APPLICATION, by=person.id, now=now
    )


def pass_station(session: Session, vehicle: Vehicle, month: Month, *, by: UUID, now: datetime) -> Certificate:
    """Way 3: the station has passed the car until a month. Raises MonthOver; state and rights are the caller's."""
    today = Month.of(local_time.date_of(now))
    if not 0 <= month.since(today) <= 72:
        raise MonthOutOfRange(month=str(month))
    certificate = lifecycle.issue(session, vehicle, month, IssueWay.STATION, by=by, now=now)
    lifecycle.notify_owner(session, vehicle, "certificate.issued", certificate, sms=True, now=now)
    return certificate


def revoke(session: Session, certificate: Certificate, *, by: UUID, note: str, now: datetime) -> None:
    """Take a mark back. Its holder is told. Raises NotYours if it is active no longer."""
    if not lifecycle.close(
        session, certificate, CertificateStatus.REVOKED, CertificateCloseReason.BY_STAFF, by=by, now=now, note=note
    ):
        raise NotYours
    vehicle = session.get_one(Vehicle, certificate.vehicle_id)
    lifecycle.notify_owner(session, vehicle, "certificate.revoked", certificate, sms=True, now=now)


def on_vehicle_changed(session: Session, vehicle: Vehicle, now: datetime, *, owner_changed: bool = False) -> None:
    """Way 1: the register has a new car, or a changed one; its certificate follows at once.

    Sold or gone, the old one is revoked; a car in trouble keeps its own, which then says so.
    """
    newest = store.newest_of(session, vehicle.id)
    active = newest if newest is not None and newest.status is CertificateStatus.ACTIVE else None
    if owner_changed:
        share_codes.revoke_all_of(session, vehicle.id, at=now)
    if active is not None and (owner_changed or vehicle.state in GONE):
        reason = CertificateCloseReason.OWNER_CHANGED if owner_changed else CertificateCloseReason.VEHICLE_GONE
        lifecycle.close(session, active, CertificateStatus.REVOKED, reason, by=None, now=now)
        active = None
    month = _register_month(session, vehicle, active, now=now)
    if month is None or vehicle.state is not VehicleState.NORMAL or _was_withdrawn(newest, month):
        return
    if active is None or active.valid_until < str(month):
        certificate = lifecycle.issue(session, vehicle, month, IssueWay.AUTOMATIC, by=None, now=now)
        lifecycle.notify_owner(session, vehicle, "certificate.issued", certificate, sms=False, now=now)


def _on_demand(
    session: Session, vehicle: Vehicle, old: Certificate | None, *, by: UUID, way: IssueWay, now: datetime
) -> Certificate:
    """Ways 4 and 5: within its validity a car has a certificate as soon as somebody asks for it."""
    database.lock_row(session, Person, by)
    database.lock_row(session, Vehicle, vehicle.id)
    meanwhile = store.active_of(session, vehicle.id)
    if meanwhile is not None and not _is_outdated(session, meanwhile, vehicle):
        return meanwhile  # Somebody else asked at the same moment.
    month = _register_month(session, vehicle, old, now=now)
    if month is not None and _was_withdrawn(store.newest_of(session, vehicle.id), month):
        raise CertificateRevoked
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
        raise VehicleNotNormal
    raise NoCertificate if vehicle.inspection_valid_until else RegisterIncomplete


def _is_outdated(session: Session, certificate: Certificate, vehicle: Vehicle) -> bool:
    return certificate.valid_until < vehicle.inspection_valid_until or keyring.is_withdrawn(session, certificate.kid)


def _register_month(session: Session, vehicle: Vehicle, active: Certificate | None, *, now: datetime) -> Month | None:
    """Return until when a mark may be given without asking more: what stands in the register, if not over."""
    known = eligibility.latest_valid_until(vehicle, active)
    month = known or eligibility.first_valid_until(session, vehicle, now=now)
    return month if month is not None and month >= Month.of(local_time.date_of(now)) else None


def _was_withdrawn(newest: Certificate | None, month: Month) -> bool:
    """Say whether staff took the mark of this month back: the register's old word does not bring it again."""
    return (
        newest is not None
        and newest.close_reason is CertificateCloseReason.BY_STAFF
        and newest.valid_until >= str(month)
    )
