"""Invariants of filings, review cases and certificates: the limits hold, and each effect is recorded once."""

from collections import Counter
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from storage.audit import Action, AuditEntry
from storage.certificates.certificates import Certificate, CertificateStatus
from storage.filing.approvals import Approval, ApprovalStatus
from storage.filing.filings import Filing, FilingStatus
from storage.payments.payments import PaymentOrder
from storage.review.reviews import Review, ReviewStatus
from storage.violations.decisions import Decision, DecisionState

LIMIT = 3  # Active filings per user, and per car.


def check(session: Session) -> None:
    """Check all of them. Raises AssertionError."""
    _the_limits_hold(session)
    _every_effect_is_on_record_once(session)
    _a_filing_and_its_cases_agree(session)
    _a_car_has_one_certificate(session)


def _the_limits_hold(session: Session) -> None:
    active = list(session.exec(select(Filing).where(Filing.status == FilingStatus.ACTIVE)))
    for held in (Counter(each.filer_id for each in active), Counter(each.vehicle_id for each in active)):
        assert all(many <= LIMIT for many in held.values()), f"limits broken: {held}"
    pairs = Counter((each.filer_id, each.vehicle_id) for each in active)
    assert all(many == 1 for many in pairs.values()), f"filed twice: {pairs}"


def _every_effect_is_on_record_once(session: Session) -> None:
    """Each row has exactly one audit entry, and each audit entry its row."""
    effects: dict[Action, Any] = {
        Action.FILING_APPLIED: select(Filing.id),
        Action.FILING_FINISHED: select(Filing.id).where(col(Filing.active_from).is_not(None)),
        Action.REVIEW_SUBMITTED: select(Review.id),
        Action.REVIEW_PASSED: select(Review.id).where(Review.status == ReviewStatus.PASSED),
        Action.CERTIFICATE_ISSUED: select(Certificate.id),
        Action.DECISION_MADE: select(Decision.id),
        Action.DECISION_REVOKED: select(Decision.id).where(Decision.state == DecisionState.REVOKED),
        Action.PAYMENT_ORDERED: select(PaymentOrder.id),
        Action.APPROVAL_ANSWERED: select(Approval.id).where(_is_answered()),
    }
    for action, question in effects.items():
        done, standing = Counter(_done(session, action)), Counter(session.exec(question))
        assert done == standing, f"{action}: on record {done - standing} too often, missing {standing - done}"


def _done(session: Session, action: Action) -> list[UUID | None]:
    found: list[Any] = list(session.exec(select(AuditEntry.on).where(AuditEntry.action == action.value)))
    return [UUID(str(each)) if each is not None else None for each in found]


def _is_answered() -> Any:
    return col(Approval.status).in_([ApprovalStatus.APPROVED, ApprovalStatus.REFUSED])


def _a_filing_and_its_cases_agree(session: Session) -> None:
    """A filing in review has one open case, any other none."""
    open_cases = Counter(
        session.exec(select(Review.filing_id).where(col(Review.status).in_([ReviewStatus.WAITING, ReviewStatus.TAKEN])))
    )
    in_review = Counter(session.exec(select(Filing.id).where(Filing.status == FilingStatus.IN_REVIEW)))
    assert open_cases == in_review, f"cases {open_cases}, filings in review {in_review}"


def _a_car_has_one_certificate(session: Session) -> None:
    active = select(Certificate.vehicle_id).where(Certificate.status == CertificateStatus.ACTIVE)
    held = Counter(session.exec(active))
    assert all(many == 1 for many in held.values()), f"two certificates: {held}"
