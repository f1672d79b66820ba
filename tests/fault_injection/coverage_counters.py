"""Coverage of random worlds: how often each important step was reached after the start."""

from collections import Counter

from sqlalchemy import func
from sqlmodel import Session, col, select

from storage.audit import Action, AuditEntry
from storage.certificates.live_views import LiveView
from storage.filing.filings import Filing, FilingStatus
from storage.payments.payments import PaymentTransaction
from storage.payments.webhook_events import PaymentWebhookEvent

# Steps, by the audit actions that record them.
STEPS = {
    "SMS codes used": (Action.CODE_PASSED,),
    "QR consents": (Action.VEHICLE_CODE_USED,),
    "owners' answers": (Action.APPROVAL_ANSWERED,),
    "face verdicts": (Action.FACE_CHECKED,),
    "review decisions": (Action.REVIEW_PASSED, Action.FILING_RETURNED),
    "unbindings": (Action.FILING_UNBOUND,),
    "violations handled": (Action.DECISION_MADE,),
    "decisions revoked": (Action.DECISION_REVOKED,),
    "payments opened": (Action.PAYMENT_ORDERED,),
    "payments settled": (Action.PAYMENT_SETTLED,),
    "payments closed": (Action.PAYMENT_CLOSED,),
    "refunds proposed": (Action.REFUND_PROPOSED,),
    "refunds done": (Action.REFUND_FINISHED,),
    "certificates issued": (Action.CERTIFICATE_ISSUED,),
    "certificates shared": (Action.CERTIFICATE_SHARED,),
}
DECIDED = (FilingStatus.ACTIVE, FilingStatus.ENDED, FilingStatus.REFUSED, FilingStatus.LAPSED)


def count(session: Session) -> Counter[str]:
    """Count every step in a database."""
    acts = Counter(dict(session.exec(select(AuditEntry.action, func.count()).group_by(AuditEntry.action)).all()))
    found = Counter({step: sum(acts[action] for action in actions) for step, actions in STEPS.items()})
    found["filings applied for"] = acts[Action.FILING_APPLIED]
    found["filings decided"] = len(session.exec(select(Filing.id).where(col(Filing.status).in_(DECIDED))).all())
    found["certificates shown"] = len(session.exec(select(LiveView.id)).all())
    found["payments settled by webhook"] = _settled_by_webhook(session)
    return found


def _settled_by_webhook(session: Session) -> int:
    """Count the payments that settled an order and for which a webhook event had arrived before."""
    known = (
        PaymentWebhookEvent.transaction_id == PaymentTransaction.transaction_id,
        PaymentTransaction.provider == PaymentWebhookEvent.provider,
    )
    before = PaymentWebhookEvent.received_at <= PaymentTransaction.booked_at
    event = select(PaymentWebhookEvent.id).where(*known, before)
    return len(session.exec(select(PaymentTransaction.id).where(PaymentTransaction.settles, event.exists())).all())


def summary(steps: Counter[str], worlds: Counter[str], of: int) -> str:
    """Describe how often each step was reached, and in how many of the worlds."""
    names = [*STEPS, "filings applied for", "filings decided", "certificates shown", "payments settled by webhook"]
    return "reached: " + ", ".join(f"{steps[name]:,} {name} ({worlds[name]}/{of})" for name in sorted(names))
