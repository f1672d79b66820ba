"""Reasons of refusals (拒绝理由): after a refusal the owner may have one passed on to the filer, once."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Session

from bot.errors import NotYours
from bot.services.filing.approvals import ApprovalClosed
from bot.services.organisations import authority
from storage import audit, database
from storage.engine import outbox
from storage.filing import filings
from storage.filing.approvals import Approval
from storage.filing.filings import Filing
from storage.register.people import Person

REFUSED = "owner"  # The reason of a refusal for which the owner has given none.


class RefusalReason(StrEnum):
    """Why an owner has refused, if they have it passed on to the filer."""

    STRANGER = "stranger"
    NOT_AGREED = "not-agreed"
    OWN_USE = "own-use"


def pass_on(session: Session, approval_id: UUID, reason: RefusalReason, *, by: Person, now: datetime) -> Approval:
    """Tell the filer why they were refused.

    Raises NotYours unless this person has refused and still speaks for the vehicle, ApprovalClosed if the application
    ended in another way or a reason was passed on before.
    """
    approval = session.get(Approval, approval_id)
    if approval is None or approval.owner_id != by.id:
        raise NotYours
    authority.require_speaker(session, session.get_one(Filing, approval.filing_id).vehicle_id, by=by)
    filing = database.lock_row(session, Filing, approval.filing_id)
    assert filing is not None
    if not filings.change_return_reason(session, filing, f"{REFUSED}-{reason.value}", instead_of=REFUSED):
        raise ApprovalClosed
    action = audit.Action.APPROVAL_REASON_PASSED_ON
    audit.record(session, action, by=by.id, on=approval.id, at=now, reason=reason.value)
    outbox.notify(session, filing.filer_id, "filing.refusal_reason", filing.id, at=now, sms=False)
    return approval
