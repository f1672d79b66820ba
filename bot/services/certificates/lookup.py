"""Looking up a vehicle by its plate, for officers, without a certificate being shown.

Officers see what the register and the store know of the vehicle; each look-up is recorded and audited.
"""

from datetime import datetime

from sqlmodel import Session

from bot.adapters.certificates.verifier import CertificateVerdict
from bot.errors import OwnMatter, Refusal
from bot.services.certificates import certificates, verification
from bot.services.certificates.verification import VerificationResult, ViewRequest
from bot.services.organisations import vehicles_of_staff
from bot.services.staff import permissions
from bot.services.values import plates
from storage.certificates import certificates as store
from storage.certificates.views import ViewerRole, ViewWay
from storage.identity.accounts import Account
from storage.register import vehicles
from storage.register.vehicles import Vehicle
from storage.staff.members import StaffRole


class NoSuchPlate(Refusal, key="refused-no-such-plate"):
    """No vehicle with this plate is in the register."""


def look_up(session: Session, typed: str, *, by: Account, now: datetime) -> list[VerificationResult]:
    """Return what is known of every vehicle with a typed plate, for officers, without vehicles that they use.

    Raises NotStaff, NoSuchPlate, or OwnMatter if no other vehicle is left.
    """
    permissions.require(session, by, StaffRole.OFFICER)
    request = ViewRequest(ViewWay.PLATE, by, ViewerRole.OFFICER, now)
    found = vehicles_with_plate(session, typed)
    of_others = [vehicle for vehicle in found if not vehicles_of_staff.is_used(session, vehicle, by=by)]
    if not of_others:
        raise OwnMatter
    return [_result(session, vehicle, request) for vehicle in of_others]


def vehicles_with_plate(session: Session, typed: str, plate_type: str | None = None) -> list[Vehicle]:
    """Return the vehicles with a typed plate, of one plate type or of any. Raises NoSuchPlate."""
    plate = plates.normalise(typed)
    found = vehicles.by_plate_alone(session, plate)
    if plate_type is not None:
        found = [one for one in found if one.plate_type == plate_type]
    if not found:
        raise NoSuchPlate(plate=plate[:12])
    return found


def _result(session: Session, vehicle: Vehicle, request: ViewRequest) -> VerificationResult:
    certificate = store.active_of(session, vehicle.id) or store.newest_of(session, vehicle.id)
    verdict = (
        certificates.verdict_on(certificate, vehicle, now=request.now) if certificate else CertificateVerdict.NOT_OURS
    )
    verification.record_view(session, vehicle.id, certificate, verdict, request)
    until = certificate.valid_until if certificate else vehicle.inspection_valid_until
    return VerificationResult(verdict, "", request.role, vehicle.plate, vehicle.plate_type, until, certificate, vehicle)
