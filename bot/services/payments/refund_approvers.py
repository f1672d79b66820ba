"""Who may not approve a refund, beside those whose own matter it is."""

from sqlmodel import Session

from bot.services.staff.same_member import is_one_of
from storage import objections
from storage.identity.accounts import Account
from storage.objections import ObjectionState
from storage.payments.refunds import Refund, RefundReason
from storage.violations.decisions import Decision


def has_annulled(session: Session, refund: Refund, *, by: Account) -> bool:
    """Return whether this cashier was one of those who upheld the objection because of which the money goes back."""
    decision = session.get(Decision, refund.about) if refund.reason is RefundReason.REVOKED else None
    if decision is None:
        return False
    found = objections.of_violation(session, decision.violation_id)
    upheld = [each for each in found if each.state is ObjectionState.UPHELD]
    acted = [
        pair
        for each in upheld
        for pair in ((each.answered_by, each.answered_person), (each.first_by, each.first_person))
    ]
    return any(is_one_of(session, by, account, person) for account, person in acted)
