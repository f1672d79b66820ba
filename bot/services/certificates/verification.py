"""Verification: what a text, a picture or a share code is worth, by the desk's own store; every look is written down.

The signature decides whether it is ours, the store what became of it. Officers (by role) see
more of the car, and may ask by plate alone; that they asked is in the audit.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot.adapters.certificates import cose, verifier
from bot.adapters.certificates.claims import CertificateClaims
from bot.adapters.certificates.keys import ISSUER
from bot.adapters.certificates.status_list import StatusList
from bot.adapters.certificates.verifier import Detail, Verdict, Verification
from bot.errors import Refusal
from bot.services.certificates import certificates, keyring, share_codes
from bot.services.staff import permissions
from bot.services.values import plates
from storage import audit
from storage.audit import Action
from storage.certificates import certificates as store
from storage.certificates import views
from storage.certificates.certificates import Certificate
from storage.certificates.share_codes import ShareCode
from storage.certificates.views import CertificateView, ViewerRole, ViewWay
from storage.engine import outbox
from storage.identity.accounts import Account
from storage.register import vehicles
from storage.register.vehicles import Vehicle
from storage.staff.members import StaffRole

NOT_IN_STORE = "not_in_store"


class NoSuchPlate(Refusal):
    """No car with this plate is in the register."""

    key = "refused-no-such-plate"


@dataclass(frozen=True, slots=True)
class VerificationResult:
    """What was found: the verdict, what exactly led to it, and what may be shown of the certificate and the car."""

    verdict: Verdict
    detail: str = ""
    role: ViewerRole = ViewerRole.PUBLIC
    plate: str = ""
    plate_type: str = ""
    valid_until: str = ""
    certificate: Certificate | None = None
    vehicle: Vehicle | None = None
    by_share: bool = False

    @property
    def number(self) -> str:
        """The certificate's number, empty where none is known."""
        return self.certificate.number if self.certificate else ""


def verify(session: Session, text: str, *, way: ViewWay, by: Account | None, now: datetime) -> VerificationResult:
    """Judge the text of a QR, or a share code. Raises ShareOver for a code that shows nothing any more."""
    asked = _Asked(way, by, viewer_role(session, by), now)
    share = share_codes.find(session, text)
    if share is not None:
        return _by_share(session, share, asked)
    live = StatusList(ISSUER, 0, now, now)
    found = verifier.verify(text, keys=keyring.public(session), status=live, now=now)
    if found.claims is None:
        return VerificationResult(found.verdict, found.detail.value, asked.role)
    return _by_claims(session, found, found.claims, asked)


def verify_codes(
    session: Session, texts: Sequence[str], *, by: Account | None, way: ViewWay, now: datetime
) -> VerificationResult:
    """Judge the codes found in a picture: the certificate among them, if there is one."""
    ours = [text for text in texts if text.startswith(cose.PREFIX)]
    if not texts:
        return VerificationResult(Verdict.NOT_OURS, Detail.NO_CODE.value, viewer_role(session, by))
    return verify(session, (ours or list(texts))[0], way=way, by=by, now=now)


def look_up(session: Session, words: str, *, by: Account, now: datetime) -> list[VerificationResult]:
    """Look a car up by its plate, for officers: the driver has shown nothing. Raises NotStaff or NoSuchPlate."""
    permissions.require(session, by, StaffRole.OFFICER)
    plate = plates.normalise(words)
    found = vehicles.by_plate_alone(session, plate)
    if not found:
        raise NoSuchPlate(plate=plate[:12])
    asked = _Asked(ViewWay.PLATE, by, ViewerRole.OFFICER, now)
    return [_by_plate(session, vehicle, asked) for vehicle in found]


def viewer_role(session: Session, account: Account | None) -> ViewerRole:
    """Return as what somebody looks."""
    if account is None:
        return ViewerRole.PUBLIC
    if permissions.has_role(session, account, StaffRole.OFFICER):
        return ViewerRole.OFFICER
    return ViewerRole.USER if account.person_id is not None else ViewerRole.PUBLIC


@dataclass(frozen=True, slots=True)
class _Asked:
    """Who asks, by which way, when."""

    way: ViewWay
    by: Account | None
    role: ViewerRole
    now: datetime


def _by_claims(session: Session, found: Verification, claims: CertificateClaims, asked: _Asked) -> VerificationResult:
    """Ask the store what became of a certificate whose signature holds."""
    certificate = store.by_number(session, claims.number)
    vehicle = vehicles.get(session, certificate.vehicle_id) if certificate else None
    verdict, detail = found.verdict, found.detail.value
    if verdict in (Verdict.VALID, Verdict.EXPIRED):
        if certificate is None or vehicle is None or not _is_this(certificate, claims, found.kid):
            return VerificationResult(Verdict.NOT_OURS, NOT_IN_STORE, asked.role, claims.plate, claims.plate_type)
        verdict = certificates.status_of(certificate, vehicle, now=asked.now)
    if certificate is not None:
        _note(session, certificate.vehicle_id, certificate, verdict, asked)
    said = (claims.plate, claims.plate_type, claims.valid_until)
    return VerificationResult(verdict, detail, asked.role, *said, certificate, vehicle)


def _is_this(certificate: Certificate, claims: CertificateClaims, kid: str | None) -> bool:
    """Compare with what was issued under this number: a stolen key can sign, but not write into the store."""
    same_moment = int(certificate.issued_at.timestamp()) == int(claims.issued_at.timestamp())
    return same_moment and (certificate.valid_until, certificate.kid) == (claims.valid_until, kid)


def _by_share(session: Session, share: ShareCode, asked: _Asked) -> VerificationResult:
    """Show what the holder shared, and tell him."""
    share_codes.use(session, share, now=asked.now)
    vehicle, certificate = vehicles.get(session, share.vehicle_id), store.active_of(session, share.vehicle_id)
    if vehicle is None or certificate is None:
        raise share_codes.ShareCodeEnded
    verdict = certificates.status_of(certificate, vehicle, now=asked.now)
    look = _note(session, vehicle.id, certificate, verdict, replace(asked, way=ViewWay.SHARE), share=share)
    outbox.post(session, share.made_by, "certificate.looked", look.id, at=asked.now, sms=False)
    said = (vehicle.plate, vehicle.plate_type, certificate.valid_until)
    return VerificationResult(verdict, "", asked.role, *said, certificate, vehicle, by_share=True)


def _by_plate(session: Session, vehicle: Vehicle, asked: _Asked) -> VerificationResult:
    """Show an officer what the register and the store know of a car."""
    certificate = store.active_of(session, vehicle.id) or store.newest_of(session, vehicle.id)
    verdict = certificates.status_of(certificate, vehicle, now=asked.now) if certificate else Verdict.NOT_OURS
    _note(session, vehicle.id, certificate, verdict, asked)
    until = certificate.valid_until if certificate else vehicle.inspection_valid_until
    return VerificationResult(verdict, "", asked.role, vehicle.plate, vehicle.plate_type, until, certificate, vehicle)


def _note(
    session: Session,
    vehicle_id: UUID,
    certificate: Certificate | None,
    verdict: Verdict,
    asked: _Asked,
    *,
    share: ShareCode | None = None,
) -> CertificateView:
    """Write the look down; an officer sees more of the car, so the audit has it too."""
    by = asked.by.id if asked.by else None
    look = CertificateView(
        vehicle_id=vehicle_id,
        certificate_id=certificate.id if certificate else None,
        share_id=share.id if share else None,
        way=asked.way,
        role=asked.role,
        by=by,
        verdict=verdict.value,
        at=asked.now,
    )
    if asked.role is ViewerRole.OFFICER:
        audit.record(session, Action.VEHICLE_LOOKED_UP, by=by, on=vehicle_id, at=asked.now, way=asked.way.value)
    return views.note(session, look)
