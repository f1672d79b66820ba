"""Verification of certificates by QR text, picture or share code, against the store; every view is recorded.

The signature shows whether a certificate was issued here, the store its present status. Officers are shown more of
the vehicle, and their views are audited.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot.adapters.certificates import cose, verifier
from bot.adapters.certificates.claims import CertificateClaims
from bot.adapters.certificates.keys import ISSUER
from bot.adapters.certificates.papers import PaperClaims, PaperKind
from bot.adapters.certificates.status_list import StatusList
from bot.adapters.certificates.verifier import CertificateVerdict, VerdictDetail, Verification
from bot.services.certificates import certificates, share_codes, signing_keys, view_digests
from bot.services.organisations import vehicles_of_staff
from bot.services.staff import permissions
from storage import audit, database
from storage.audit import Action
from storage.certificates import certificates as store
from storage.certificates.certificates import Certificate
from storage.certificates.share_codes import ShareCode
from storage.certificates.views import CertificateView, ViewerRole, ViewWay
from storage.identity.accounts import Account
from storage.payments import receipts
from storage.register.vehicles import Vehicle
from storage.staff.members import StaffRole
from storage.violations import decisions
from storage.violations.decisions import Decision, DecisionState

NOT_IN_STORE = "not_in_store"
PAPER_NOT_IN_STORE = "paper_not_in_store"
SHARE_CODE_INCOMPLETE = "share_code_incomplete"


@dataclass(frozen=True, slots=True)
class ViewRequest:
    """A request to see a certificate: whose, by which way, as what, and when."""

    way: ViewWay
    by: Account | None
    role: ViewerRole
    now: datetime


@dataclass(frozen=True, slots=True)
class VerificationResult:
    """The verdict, its detailed reason, and what may be shown of the certificate and the vehicle.

    paper, decision: of a genuine decision or receipt, what its code says, and the decision as it is now.
    """

    verdict: CertificateVerdict
    detail: str = ""
    role: ViewerRole = ViewerRole.PUBLIC
    plate: str = ""
    plate_type: str = ""
    valid_until: str = ""
    certificate: Certificate | None = None
    vehicle: Vehicle | None = None
    by_share: bool = False
    paper: PaperClaims | None = None
    decision: Decision | None = None

    @property
    def number(self) -> str:
        """The certificate number, empty if there is no certificate."""
        return self.certificate.number if self.certificate else ""


def verify(
    session: Session, text: str, *, way: ViewWay, by: Account | None, now: datetime, is_scanned: bool = False
) -> VerificationResult:
    """Verify the text of a QR code, or a share code. Raises ShareCodeEnded for a code that is no longer valid.

    is_scanned: it was read from a code, and is whole.
    """
    request = ViewRequest(way, by, viewer_role(session, by), now)
    share = share_codes.find(session, text)
    if share is not None:
        return _by_share(session, share, request)
    empty = StatusList(ISSUER, 0, now, now)  # Revocations are looked up in the store below.
    found = verifier.verify(text, keys=signing_keys.public(session), status=empty, now=now, is_scanned=is_scanned)
    if found.paper is not None:
        return _by_paper(session, found, found.paper, request)
    if found.claims is None:
        incomplete = found.detail is VerdictDetail.OTHER_TEXT and share_codes.is_incomplete(text)
        detail = SHARE_CODE_INCOMPLETE if incomplete else found.detail.value
        return VerificationResult(found.verdict, detail, request.role)
    return _by_claims(session, found, found.claims, request)


def verify_codes(
    session: Session, texts: Sequence[str], *, by: Account | None, way: ViewWay, now: datetime
) -> VerificationResult:
    """Verify the codes found in a picture: the first that looks like a certificate, or else the first."""
    ours = [text for text in texts if text.startswith(cose.PREFIX)]
    if not texts:
        return VerificationResult(CertificateVerdict.UNREADABLE, VerdictDetail.NO_CODE.value, viewer_role(session, by))
    return verify(session, (ours or list(texts))[0], way=way, by=by, now=now, is_scanned=True)


def viewer_role(session: Session, account: Account | None) -> ViewerRole:
    """Return the role in which an account, or the public (None), views a certificate."""
    if account is None:
        return ViewerRole.PUBLIC
    if permissions.has_role(session, account, StaffRole.OFFICER):
        return ViewerRole.OFFICER
    return ViewerRole.USER if account.is_signed_in else ViewerRole.PUBLIC


def _by_claims(
    session: Session, found: Verification, claims: CertificateClaims, request: ViewRequest
) -> VerificationResult:
    """Look up the status of a certificate whose signature is valid."""
    certificate = store.by_number(session, claims.number)
    vehicle = session.get(Vehicle, certificate.vehicle_id) if certificate else None
    verdict, detail = found.verdict, found.detail.value
    if verdict in (CertificateVerdict.VALID, CertificateVerdict.EXPIRED):
        if certificate is None or vehicle is None or not _is_issued(certificate, claims, found.kid):
            return VerificationResult(
                CertificateVerdict.NOT_OURS, NOT_IN_STORE, request.role, claims.plate, claims.plate_type
            )
        verdict = certificates.verdict_on(certificate, vehicle, now=request.now)
    request = _as_holder(session, vehicle, request)
    if certificate is not None:
        record_view(session, certificate.vehicle_id, certificate, verdict, request)
    shown = (claims.plate, claims.plate_type, claims.valid_until)
    return VerificationResult(verdict, detail, request.role, *shown, certificate, vehicle)


def _by_paper(session: Session, found: Verification, paper: PaperClaims, request: ViewRequest) -> VerificationResult:
    """Compare a decision or receipt whose signature is valid with the store. Nothing about the vehicle is shown."""
    shown = (paper.plate, paper.plate_type)
    if found.verdict is not CertificateVerdict.PAPER:
        return VerificationResult(found.verdict, found.detail.value, request.role, *shown, paper=paper)
    decision = decisions.by_number(session, paper.number)
    if decision is None or not _is_made(session, decision, paper):
        return VerificationResult(CertificateVerdict.NOT_OURS, PAPER_NOT_IN_STORE, request.role, *shown)
    is_revoked = decision.state is DecisionState.REVOKED or _is_void(session, decision, paper)
    verdict = CertificateVerdict.PAPER_REVOKED if is_revoked else CertificateVerdict.PAPER
    return VerificationResult(verdict, "", request.role, *shown, paper=paper, decision=decision)


def _is_made(session: Session, decision: Decision, paper: PaperClaims) -> bool:
    """Compare with the decision made under this number: a stolen key can sign, but not write to the store."""
    vehicle, is_receipt = session.get_one(Vehicle, decision.vehicle_id), paper.kind is PaperKind.RECEIPT
    at = decision.paid_at if is_receipt else decision.decided_at
    fen = decision.fine + decision.late_fee if is_receipt else decision.fine
    if (vehicle.plate, vehicle.plate_type) != (paper.plate, paper.plate_type):
        return False
    return _is_same(paper, at, fen) or _is_void(session, decision, paper)


def _is_void(session: Session, decision: Decision, paper: PaperClaims) -> bool:
    """Return whether it is a receipt of a payment that has gone back: the decision is due again, or paid anew."""
    if paper.kind is not PaperKind.RECEIPT:
        return False
    found = receipts.receipts_of(session, decision.id)
    void = [(money.paid_at, line.fine + line.late_fee) for line, money in found if line.voided_at is not None]
    return any(_is_same(paper, at, fen) for at, fen in void)


def _is_same(paper: PaperClaims, at: datetime | None, fen: int) -> bool:
    return at is not None and paper.fen == fen and int(at.timestamp()) == int(paper.at.timestamp())


def _as_holder(session: Session, vehicle: Vehicle | None, request: ViewRequest) -> ViewRequest:
    """Return the request of an officer who verifies a certificate of a vehicle that they use as one of any user."""
    if request.role is not ViewerRole.OFFICER or request.by is None or vehicle is None:
        return request
    if vehicles_of_staff.is_used(session, vehicle, by=request.by):
        return replace(request, role=ViewerRole.USER)
    return request


def _is_issued(certificate: Certificate, claims: CertificateClaims, kid: str | None) -> bool:
    """Compare with the certificate issued under this number: a stolen key can sign, but not write to the store."""
    same_moment = int(certificate.issued_at.timestamp()) == int(claims.issued_at.timestamp())
    return same_moment and (certificate.valid_until, certificate.kid) == (claims.valid_until, kid)


def _by_share(session: Session, share: ShareCode, request: ViewRequest) -> VerificationResult:
    """Show what the holder shared, and notify them."""
    share_codes.use(session, share, now=request.now)
    vehicle, certificate = session.get(Vehicle, share.vehicle_id), store.active_of(session, share.vehicle_id)
    if vehicle is None or certificate is None:
        raise share_codes.ShareCodeEnded
    verdict = certificates.verdict_on(certificate, vehicle, now=request.now)
    request = _as_holder(session, vehicle, request)
    view = record_view(session, vehicle.id, certificate, verdict, replace(request, way=ViewWay.SHARE), share=share)
    view_digests.tell(session, view, share, by=request.by, now=request.now)
    shown = (vehicle.plate, vehicle.plate_type, certificate.valid_until)
    return VerificationResult(verdict, "", request.role, *shown, certificate, vehicle, by_share=True)


def record_view(
    session: Session,
    vehicle_id: UUID,
    certificate: Certificate | None,
    verdict: CertificateVerdict,
    request: ViewRequest,
    *,
    share: ShareCode | None = None,
) -> CertificateView:
    """Record that a certificate was viewed; views by officers, who are shown more, are audited too."""
    by = request.by.id if request.by else None
    view = CertificateView(
        vehicle_id=vehicle_id,
        certificate_id=certificate.id if certificate else None,
        share_id=share.id if share else None,
        way=request.way,
        role=request.role,
        by=by,
        verdict=verdict.value,
        at=request.now,
    )
    if request.role is ViewerRole.OFFICER:
        audit.record(session, Action.VEHICLE_LOOKED_UP, by=by, on=vehicle_id, at=request.now, way=request.way.value)
    return database.add(session, view)
